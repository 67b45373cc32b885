{#
    The statements that make some rows of a table anew and put them in the place of what they were. Rows that hold anything of the erased are few and lie everywhere:
    an update would write nearly every column of the table anew.

    `touched` says which rows, `values` gives SQL for the columns that change, `seen` names what that SQL may see beside the table's own columns; in it, `touched` is
    a table of these rows.
#}
{% macro rows_made_anew(relation, names, touched, values, seen={}) %}
    {% set made_anew = erased_now().incorporate(path={'identifier': 'rows_made_anew'}) %}
    {% set given, found = ['*'], [] %}
    {% for name, rule in seen.items() %}{% do given.append(rule ~ ' as ' ~ name) %}{% endfor %}
    {% for name in names %}{% do found.append(values[name] ~ ' as ' ~ name if name in values else name) %}{% endfor %}
    {% set listed = names | join(', ') %}
    {{ return([
        'drop table if exists ' ~ made_anew,
        'create table ' ~ made_anew ~ ' as with touched as (select * from ' ~ relation ~ ' where ' ~ touched ~ ') select ' ~ found | join(', ')
        ~ ' from (select ' ~ given | join(', ') ~ ' from touched) as known',
        'delete from ' ~ relation ~ ' where ' ~ touched,
        'insert into ' ~ relation ~ ' (' ~ listed ~ ') select ' ~ listed ~ ' from ' ~ made_anew,
        'drop table ' ~ made_anew,
    ]) }}
{% endmacro %}
