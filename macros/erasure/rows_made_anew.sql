{#
    The statements that make some rows of a table anew and put them in the place of what they were. Rows that hold anything of the erased are few and lie everywhere:
    an update would write nearly every column of the table anew.

    `touched` says which rows, `values` gives SQL for the columns that change, `seen` names what that SQL may see beside the table's own columns: it may look at
    `rows_touched`, these rows as they were.
#}
{% macro rows_made_anew(relation, names, touched, values, seen={}) %}
    {% set given, made = ['*'], [] %}
    {% for name, rule in seen.items() %}{% do given.append(rule ~ ' as ' ~ name) %}{% endfor %}
    {% for name in names %}{% do made.append(values[name] ~ ' as ' ~ name if name in values else name) %}{% endfor %}
    {{ return([
        'drop table if exists ' ~ rows_touched(),
        'create table ' ~ rows_touched() ~ ' as select * from ' ~ relation ~ ' where ' ~ touched,
        'delete from ' ~ relation ~ ' where ' ~ touched,
        'insert into ' ~ relation ~ ' (' ~ names | join(', ') ~ ') select ' ~ made | join(', ') ~ ' from (select ' ~ given | join(', ') ~ ' from ' ~ rows_touched() ~ ') as touched',
        'drop table ' ~ rows_touched(),
    ]) }}
{% endmacro %}
