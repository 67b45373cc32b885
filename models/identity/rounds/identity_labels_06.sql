{{ next_labels('identity_labels_05', max_priority=3) }}
