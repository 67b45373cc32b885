{{ next_labels('identity_labels_06', max_priority=4) }}
