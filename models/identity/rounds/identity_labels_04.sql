{{ next_labels('identity_labels_03', max_priority=2) }}
