{#
    True while a command runs that changes the warehouse. `dbt compile` and `dbt docs generate` render the hooks too, to show their SQL, and must not
    do what the hooks do; where they compile without a connection, they could not.
#}
{% macro is_building() %}
    {{ return(execute and flags.WHICH in ('build', 'run', 'test', 'seed', 'snapshot')) }}
{% endmacro %}
