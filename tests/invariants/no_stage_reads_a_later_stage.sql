-- The order of the folders is the order of the flow, and audit, which looks at every
-- stage, feeds none. A row is a model that reads a model of a later stage.
{% set stages = [
    'staging', 'identity', 'marts', 'segmentation', 'insights', 'campaigns', 'audit'
] %}

{{ rows_of(['reader', 'later_model'], backward_reads(stages)) }}
