{{ next_labels('identity_labels_08', max_priority=5) }}
