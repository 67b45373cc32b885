{{ next_labels('identity_labels_00', max_priority=1) }}
