{{ next_labels('identity_labels_10', max_priority=5) }}
