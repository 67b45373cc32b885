{{ next_labels('identity_labels_01', max_priority=1) }}
