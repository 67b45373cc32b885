"""The raw tables and the truth tables, column by column. Data."""

RAW = {
    ("mall", "pos_sales"): (
        "sale_id", "store_id", "sold_at", "gross_amount", "discount_amount", "status",
        "original_sale_id", "payment_method", "installments", "coupon_code", "card_token",
        "member_id", "cpf", "email", "phone", "loaded_at",
    ),
    ("mall", "pos_sale_lines"): (
        "sale_id", "line_number", "product_category", "quantity", "unit_price",
        "discount_amount", "product_id", "loaded_at",
    ),
    ("mall", "store_receipts"): (
        "loja", "cupom", "data_hora", "valor_total", "desconto", "forma_pagamento", "cpf",
        "telefone", "email", "cartao", "loaded_at",
    ),
    ("mall", "stores"): (
        "store_id", "store_name", "category", "price_tier", "floor", "zone", "pos_kind",
        "opened_on",
    ),
    ("mall", "loyalty_members"): (
        "member_id", "full_name", "cpf", "email", "phone", "birth_date", "age", "gender",
        "annual_income", "spending_score", "postal_code", "registered_at", "updated_at",
        "marketing_consent", "loaded_at",
    ),
    ("mall", "visits"): (
        "visit_id", "entered_at", "exited_at", "entrance", "member_id", "plate", "loaded_at",
    ),
    ("mall", "wifi_sessions"): (
        "session_id", "device_mac", "connected_at", "disconnected_at", "zone", "login_email",
        "login_phone", "loaded_at",
    ),
    ("mall", "app_events"): (
        "event_id", "member_id", "event_type", "occurred_at", "store_id", "coupon_code",
        "device_id", "loaded_at",
    ),
    ("mall", "customer_survey"): (
        "id", "gender", "age", "income", "score",
    ),
    ("mall", "erasure_requests"): (
        "request_id", "requested_at", "cpf", "email", "phone", "member_id",
    ),
    ("streaming", "packages"): (
        "package_code", "package_name", "monthly_price", "audience",
    ),
    ("streaming", "subscribers"): (
        "subscriber_id", "full_name", "cpf", "email", "phone", "birth_date", "age", "gender",
        "created_at", "marketing_consent", "loaded_at",
    ),
    ("streaming", "package_subscriptions"): (
        "subscription_id", "subscriber_id", "package_code", "started_at", "cancelled_at",
        "promo_code", "loaded_at",
    ),
    ("streaming", "viewing_sessions"): (
        "session_id", "subscriber_id", "package_code", "started_at", "minutes", "loaded_at",
    ),
}  # fmt: skip

TRUTH = {
    "people": (
        "person_id", "household_id", "household_role", "persona", "second_persona", "second_share",
        "full_name", "gender", "birth_date", "cpf", "postal_code", "first_day", "last_day",
        "interest", "children", "cars", "cards", "memberships", "subscriber_accounts",
    ),
    "records": (
        "source_system", "source_record_id", "person_id", "owner_id", "household_id", "shared_by",
    ),
    "sales": (
        "sale_key", "source_system", "person_id", "status", "net_amount", "receipt_key",
    ),
    "defects": ("kind", "table_name", "row_key", "expected", "column_name", "reason"),
    "package_truth": (
        "subscriber_id", "person_id", "package_code", "yearly_hazard", "yearly_cancel_hazard",
        "is_first",
    ),
    "hostile": ("kind", "person_id", "other_person_id"),
    "erasures": ("request_id", "person_id"),
    "survey": ("id", "planted_group"),
}  # fmt: skip
