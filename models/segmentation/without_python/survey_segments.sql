select * from {{ source('fitted', 'survey_segments') }}
