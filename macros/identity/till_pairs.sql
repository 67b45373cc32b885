{#
    The common table expression `till_pairs`: identifiers given together at a till, two by two, with the type of identifier that the conclusion rests on. Of several that were
    given together not every two are a pair: `node_types` names the node type of each column.
#}
{% macro till_pairs(node_types) -%}
    -- an e-mail or a phone number belongs to the best identifier that was given with it
    till_pairs as (

        {% for via, left_column, right_column, better_columns in [
            ('till_cpf', 'member_id', 'cpf_key', []),
            ('card', 'card_key', 'cpf_key', []),
            ('card', 'card_key', 'member_id', []),
            ('email', 'member_id', 'email_key', []),
            ('email', 'cpf_key', 'email_key', ['member_id']),
            ('email', 'card_key', 'email_key', ['member_id', 'cpf_key']),
            ('phone', 'member_id', 'phone_key', []),
            ('phone', 'cpf_key', 'phone_key', ['member_id']),
            ('phone', 'card_key', 'phone_key', ['member_id', 'cpf_key']),
            ('phone', 'email_key', 'phone_key', ['member_id', 'cpf_key', 'card_key']),
        ] %}
        select
            '{{ node_types[left_column] }}' as left_type,
            {{ left_column }} as left_key,
            '{{ node_types[right_column] }}' as right_type,
            {{ right_column }} as right_key,
            '{{ via }}' as identifier_type,
            sightings,
            first_loaded_at
        from {{ ref('identity_till_sightings') }}
        where
            {{ left_column }} is not null
            and {{ right_column }} is not null
            {% for better_column in better_columns %}
            and {{ better_column }} is null
            {% endfor %}
        {{ 'union all' if not loop.last }}
        {% endfor %}

    )
{%- endmacro %}
