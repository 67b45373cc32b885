-- dbt enforces no contract on a Python model, so this compares each, as it stands in
-- the warehouse, with its yml. A row is a column that is missing, not described or of
-- another type.
{% set broken =
    unpromised_columns(ref('customer_segments'))
    + unpromised_columns(ref('category_rules'))
    + unpromised_columns(ref('segment_diagnostics'))
    + unpromised_columns(ref('segment_events'))
    + unpromised_columns(ref('segment_fits'))
    + unpromised_columns(ref('segment_model'))
    + unpromised_columns(ref('segment_moves'))
    + unpromised_columns(ref('segment_rules'))
    + unpromised_columns(ref('segment_stability'))
    + unpromised_columns(ref('segment_versions'))
    + unpromised_columns(ref('spend_frequency_cores'))
    + unpromised_columns(ref('store_rules'))
    + unpromised_columns(ref('survey_diagnostics'))
    + unpromised_columns(ref('survey_segments'))
    + unpromised_columns(ref('visit_hour_cores'))
    + unpromised_columns(ref('weight_sensitivity'))
%}

{{ rows_of(['model_name', 'column_name', 'promised_type', 'actual_type'], broken) }}
