{{ next_labels('identity_labels_04', max_priority=3) }}
