with

identifiers as (

    select node_type as source_system, node_key as source_record_id, customer_id, level
    from {{ ref('identity_people') }}
    where
        is_seen
        and node_type in (
            'loyalty', 'streaming', 'pos_card', 'pos_cpf', 'visit_plate', 'wifi_device'
        )

),

slips as (

    select
        'receipt' as source_system,
        source_record_id,
        customer_id,
        case when customer_id is null then 'nobody' else 'person' end as level
    from {{ ref('customer_slips') }}

)

select source_system, source_record_id, customer_id, level from identifiers

union all

select source_system, source_record_id, customer_id, level from slips
