select * from {{ source('fitted', 'survey_diagnostics') }}
