"""Redshift's functions for a PostgreSQL server that stands in for it; no `.sql`, or dbt takes it for a test."""

FUNCTIONS = r"""
-- What Redshift has and PostgreSQL has not, or has otherwise, by the wording of Redshift's
-- documentation. The schema stands before pg_catalog on the search path of an emulated
-- session, so that `avg` and `regexp_replace` mean here what they mean there.
create schema redshift;
set search_path to redshift, pg_catalog;
set allow_system_table_mods to on;

create function getdate() returns timestamp language sql stable
as 'select localtimestamp(0)::timestamp';

create function len(value text) returns integer language sql immutable
as 'select length(value)';

create function dateadd(part text, number bigint, moment timestamp) returns timestamp
language sql immutable
as 'select moment + number * (''1 '' || part)::interval';

-- "The number of date part boundaries" between two moments, not of full parts.
create function datediff(part text, earlier timestamp, later timestamp) returns bigint
language sql immutable
as $$
    select case part
        when 'day' then later::date - earlier::date
        when 'month' then 12 * (extract(year from later) - extract(year from earlier))
            + extract(month from later) - extract(month from earlier)
        else (extract(epoch from date_trunc(part, later)) - extract(epoch from date_trunc(part, earlier)))
            / extract(epoch from ('1 ' || part)::interval)
    end::bigint
$$;

create function convert_timezone(source text, target text, moment timestamp) returns timestamp
language sql immutable
as 'select moment at time zone source at time zone target';

create function sha2(bytes bytea, bits integer) returns text language sql immutable
as $$ select case bits when 256 then encode(sha256(bytes), 'hex') end $$;

create function from_hex(digits text) returns bytea language sql immutable
as $$ select decode(digits, 'hex') $$;

create function to_hex(bytes bytea) returns text language sql immutable
as $$ select encode(bytes, 'hex') $$;

create function from_varbyte(bytes bytea, form text) returns text language sql immutable
as $$ select encode(bytes, form) $$;

create function fnv_hash(value text) returns bigint language sql immutable
as 'select hashtextextended(value, 0)';

-- Every occurrence is replaced, not the first alone.
create function regexp_replace(value text, pattern text, replacement text) returns text
language sql immutable
as $$ select pg_catalog.regexp_replace(value, pattern, replacement, 'g') $$;

-- A JSON text without blanks.
create function json_serialize(value json) returns text language sql immutable
as $$
    select '{' || coalesce(string_agg(to_json(key)::text || ':' || value::text, ',' order by place), '') || '}'
    from json_each(value) with ordinality as pairs (key, value, place)
$$;

-- "If a path element does not exist in the JSON string, returns an empty string."
create function json_extract_path_text(value text, variadic path text[]) returns text
language sql immutable
as 'select coalesce(pg_catalog.json_extract_path_text(value::json, variadic path), '''')';

-- A mean is "BIGINT for any integer type argument", that of 1 and 2 is 1, and "the scale of the
-- result is the same as the scale of the argument" for a decimal.
create function counted_in(state numeric[], value numeric) returns numeric[] language sql immutable
as $$
    select case when value is null then state
        else array[state[1] + value, state[2] + 1, greatest(state[3], scale(value))] end
$$;
create function counted_in(state numeric[], value bigint) returns numeric[] language sql immutable
as 'select redshift.counted_in(state, value::numeric)';
create function counted_in(state numeric[], value integer) returns numeric[] language sql immutable
as 'select redshift.counted_in(state, value::numeric)';
create function mean_of_decimals(state numeric[]) returns numeric language sql immutable
as 'select trunc(pg_catalog.numeric_div(state[1], nullif(state[2], 0)), state[3]::integer)';
create function mean_of_integers(state numeric[]) returns bigint language sql immutable
as 'select redshift.mean_of_decimals(state)::bigint';
create aggregate avg(numeric) (
    sfunc = counted_in, stype = numeric[], finalfunc = mean_of_decimals, initcond = '{0,0,0}'
);
create aggregate avg(bigint) (
    sfunc = counted_in, stype = numeric[], finalfunc = mean_of_integers, initcond = '{0,0,0}'
);
create aggregate avg(integer) (
    sfunc = counted_in, stype = numeric[], finalfunc = mean_of_integers, initcond = '{0,0,0}'
);

-- A quotient of decimals has four digits for certain; how many more depends on the types, and a
-- sum, being DECIMAL(38), leaves room for none.
create function quotient(dividend numeric, divisor numeric) returns numeric language sql immutable
as 'select trunc(pg_catalog.numeric_div(dividend, divisor), 4)';
create operator / (leftarg = numeric, rightarg = numeric, function = quotient);

-- "Results of explicit casts of values selected from tables are not rounded", where decimals have
-- more digits than they are cast to.
create function cut(value text, digits integer) returns text language sql immutable
as 'select value';
create function cut(value integer, digits integer) returns integer language sql immutable
as 'select value';
create function cut(value bigint, digits integer) returns bigint language sql immutable
as 'select value';
create function cut(value double precision, digits integer) returns double precision language sql immutable
as 'select value';
create function cut(value numeric, digits integer) returns numeric language sql immutable
as 'select trunc(value, digits)';

-- A boolean cannot be cast to text.
create function castable(value anyelement) returns anyelement language sql immutable
as 'select value';
create function castable(value text) returns text language sql immutable as 'select value';
create function castable(value boolean) returns boolean language plpgsql immutable
as $$ begin raise exception 'cannot cast type boolean to character varying'; end $$;

-- What dbt-redshift asks the catalogue for beside what PostgreSQL has too; nothing is in it.
create function pg_get_late_binding_view_cols() returns setof record language sql stable
as 'select null::name, null::name, null::name, null::varchar, null::integer where false';
create view pg_catalog.svv_external_columns as
select
    null::integer as columnnum,
    null::text as schemaname,
    null::text as tablename,
    null::text as columnname,
    null::text as external_type
where false;
"""
