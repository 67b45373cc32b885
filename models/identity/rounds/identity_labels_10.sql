{{ next_labels('identity_labels_09', max_priority=5) }}
