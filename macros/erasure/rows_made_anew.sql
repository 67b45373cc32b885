{#
    The statements that make some rows of a table anew and put them in the place of what they were. Rows that hold anything of the erased are few and lie everywhere:
    an update would write nearly every column of the table anew.

    `touched` says which rows, `values` gives SQL for the columns that change, `seen` names what that SQL may see beside the table's own columns; in it, `touched` is
    a table of these rows, and so is whatever else `beside` names and selects. What is `forgotten` comes back as null; `meanwhile`, a statement, still finds it in the
    table `made_anew()`.
#}
{% macro rows_made_anew(relation, names, touched, values, seen={}, beside={}, forgotten=[], meanwhile='') %}
    {% set given, found = ['*'], [] %}
    {% for name, rule in seen.items() %}{% do given.append(rule ~ ' as ' ~ name) %}{% endfor %}
    {% for name in names %}{% do found.append(values[name] ~ ' as ' ~ name if name in values else name) %}{% endfor %}
    {% set tables = ['touched as (select * from ' ~ relation ~ ' where ' ~ touched ~ ')'] %}
    {% for name, select in beside.items() %}{% do tables.append(name ~ ' as (' ~ select ~ ')') %}{% endfor %}
    {% set listed = names | reject('in', forgotten) | join(', ') %}
    {{ return([
        'drop table if exists ' ~ made_anew(),
        'create table ' ~ made_anew() ~ ' as with ' ~ tables | join(', ') ~ ' select ' ~ found | join(', ')
        ~ ' from (select ' ~ given | join(', ') ~ ' from touched) as known',
        'delete from ' ~ relation ~ ' where ' ~ touched,
        'insert into ' ~ relation ~ ' (' ~ listed ~ ') select ' ~ listed ~ ' from ' ~ made_anew(),
        meanwhile,
        'drop table ' ~ made_anew(),
    ] | select | list) }}
{% endmacro %}
