-- What a store kept on a day is what staging accepted, less refunds, voids and receipts
-- that the central system has too. A row is a store and day where money or a purchase
-- appeared or vanished between staging and fct_purchases.
select store_code, sale_date, accepted_amount, kept_amount
from {{ ref('sales_conservation') }}
where
    accepted_rows <> void_rows + seen_twice_rows + refund_rows + kept_rows
    -- a refund's money is negative and stays in that of its sale
    or accepted_amount <> void_amount + seen_twice_amount + kept_amount
