-- What macros/cross_db, and the macros that clean with it, promise of texts, the same
-- on every engine: a row is a promise whose answer here differs from what is expected
-- everywhere. Hashes are those of Python's hashlib; the keyed one is RFC 4231's second
-- case, with the pads of its key `Jefe`.
{% set yes_no = "case when %s then 'yes' else 'no' end" %}
{% set nothing = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
{% set pair = {'a': text("'x'"), 'b': nothing} %}
{% set inner = '7c535053' ~ '36' * 60 %}
{% set outer = '16393a39' ~ '5c' * 60 %}
{{ unlike({
    'empty_is_null': (text("'  '"), 'null'),
    'zeros_at_the_end': (decimal_text('7', 1), '7.0'),
    'trimmed': (text("' a '"), 'a'),
    'a_null_swallows_its_neighbour': ("'a' || " ~ nothing, 'null'),
    'an_empty_text_does_not': ("'a' || ''", 'a'),
    'long_text_is_kept': ('length(cast(' ~ "'" ~ 'a' * 300 ~ "'" ~ ' as ' ~ dbt.type_string() ~ '))', '300'),
    'a_letter_counts_once': ("length('São')", '3'),
    'hmac': (hmac_sha256("'what do ya want for nothing?'", "'" ~ inner ~ "'", "'" ~ outer ~ "'"), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
    'hmac_of_letters_with_accents': (hmac_sha256("'São'", "'" ~ inner ~ "'", "'" ~ outer ~ "'"), 'acb4aa75296ba2b7bf1654cd98aded9ef28019f5a0a34fc5299f30cda1f55fa1'),
    'md5': (dbt.hash("'abc'"), '900150983cd24fb0d6963f7d28e17f72'),
    'base64': (base64_of_hex("'fbff'"), '+/8='),
    'short_id': (short_id("'24'"), 'HbHed0AFaNoT'),
    'accents': (without_accents("'São João é ÇÑ ü'"), 'Sao Joao e CN u'),
    'digits_only': (without("'123.456-78'", '[^0-9]'), '12345678'),
    'every_place_is_replaced': (replaced("'a-b-c'", '-', '+'), 'a+b+c'),
    'shape': (shape_of("'ab1-é 2'"), 'aa9-a 9'),
    'matches': (yes_no % matches("'AB12'", '^[A-Z]{2}[0-9]+$'), 'yes'),
    'matches_not': (yes_no % matches("'ab12'", '^[A-Z]{2}[0-9]+$'), 'no'),
    'last_name': (last_name("'Ana de São'"), 'SAO'),
    'name_start': (name_start("'émile'"), 'EM'),
    'json': (json_of(pair), '{"a":"x","b":null}'),
    'json_value': (json_value(json_of(pair), 'a'), 'x'),
    'json_null': (json_value(json_of(pair), 'b'), 'null'),
    'no_such_key': (json_value(json_of(pair), 'c'), 'null'),
    'quotes_in_json': (json_value(json_of({'a': text('\'x"y\'')}), 'a'), 'x"y'),
    'one_row_has_one_fingerprint': (yes_no % (fingerprint([text("'a'"), nothing]) ~ ' = ' ~ fingerprint([text("'a'"), nothing])), 'yes'),
    'a_null_is_no_empty_text': (yes_no % (fingerprint(["trim('  ')"]) ~ ' = ' ~ fingerprint([nothing])), 'no'),
    'columns_are_told_apart': (yes_no % (fingerprint([text("'ab'"), text("'c'")]) ~ ' = ' ~ fingerprint([text("'a'"), text("'bc'")])), 'no'),
    'one_text_has_one_short_hash': (yes_no % (short_hash("'a'") ~ ' = ' ~ short_hash("'a'")), 'yes'),
    'another_has_another': (yes_no % (short_hash("'a'") ~ ' = ' ~ short_hash("'b'")), 'no'),
}) }}
