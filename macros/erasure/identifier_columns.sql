{#
    The columns that hold an identifier, and the kind of identifier that each holds.

    In the order in which an event is given to a person: the first that names one decides (fct_purchases, visit_sightings).
#}
{% macro identifier_columns() %}
    {{ return({
        'member_id': 'loyalty', 'subscriber_id': 'streaming', 'cpf_key': 'pos_cpf', 'card_key': 'pos_card', 'email_key': 'email',
        'phone_key': 'phone', 'plate_key': 'visit_plate', 'device_key': 'wifi_device',
    }) }}
{% endmacro %}
