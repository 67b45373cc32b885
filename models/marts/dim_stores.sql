-- A store that nobody listed but that sold is inferred: no sale lacks its store.
select
    store_codes.store_id,
    coalesce(stores.store_name, store_codes.store_id) as store_name,
    coalesce(stores.category, 'unknown') as category,
    stores.price_tier,
    stores.floor,
    stores.zone,
    stores.pos_kind,
    stores.opened_on,
    not store_codes.is_listed as is_inferred
from {{ ref('store_codes') }} as store_codes
left join {{ accepted('stg_mall__stores') }} as stores
    on store_codes.store_id = stores.store_id
