{{ next_labels('identity_labels_07', max_priority=4) }}
