{#
    The common table expression `till_pairs`: identifiers given together at a till, two by two, with the type of identifier that the conclusion rests on. Of several that were
    given together not every two are a pair. It reads `nodes`, the identifiers with their numbers.
#}
{% macro till_pairs() -%}
    {%- set columns = {'member': 'member_id', 'cpf': 'cpf_key', 'card': 'card_key', 'email': 'email_key', 'phone': 'phone_key'} -%}
    {%- set node_types = identifier_columns() -%}
    -- not called sightings: a column is, and BigQuery would take the one for the other
    given_together as (

        select
            {% for name in columns -%}
            {{ name }}s.node_id as {{ name }}_id,
            {% endfor -%}
            sightings.sightings,
            sightings.first_loaded_at
        from {{ ref('identity_till_sightings') }} as sightings
        {% for name, column in columns.items() -%}
        left join nodes as {{ name }}s
            on
                {{ name }}s.node_type = '{{ node_types[column] }}'
                and sightings.{{ column }} = {{ name }}s.node_key
        {% endfor %}

    ),

    -- an e-mail or a phone number belongs to the best identifier that was given with it
    till_pairs as (

        {% for identifier_type, left, right, better in [
            ('till_cpf', 'member', 'cpf', []),
            ('card', 'card', 'cpf', []),
            ('card', 'card', 'member', []),
            ('email', 'member', 'email', []),
            ('email', 'cpf', 'email', ['member']),
            ('email', 'card', 'email', ['member', 'cpf']),
            ('phone', 'member', 'phone', []),
            ('phone', 'cpf', 'phone', ['member']),
            ('phone', 'card', 'phone', ['member', 'cpf']),
            ('phone', 'email', 'phone', ['member', 'cpf', 'card']),
        ] %}
        select
            {{ left }}_id as left_id,
            '{{ node_types[columns[left]] }}' as left_type,
            {{ right }}_id as right_id,
            '{{ node_types[columns[right]] }}' as right_type,
            '{{ identifier_type }}' as identifier_type,
            sightings,
            first_loaded_at
        from given_together
        where
            {{ left }}_id is not null
            and {{ right }}_id is not null
            {% for name in better %}
            and {{ name }}_id is null
            {% endfor %}
        {{ 'union all' if not loop.last }}
        {% endfor %}

    )
{%- endmacro %}
