{{ next_labels('identity_labels_11', max_priority=5) }}
