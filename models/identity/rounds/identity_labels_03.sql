{{ next_labels('identity_labels_02', max_priority=2) }}
