"""The main job over the committed sample: what it publishes, how well it knows the planted truth,
and that it is one answer.
"""

import csv

import duckdb
import evaluation
import pytest
from conftest import ROOT, SAMPLE, SHARED
from published import PUBLISHED

TRUTH = ROOT / "tests" / "truth" / "sample"

TYPES = {
    "string": {"VARCHAR"},
    "integer": {"INTEGER", "BIGINT"},
    "decimal": {"DECIMAL"},
    "double": {"DOUBLE"},
    "boolean": {"BOOLEAN"},
    "date": {"DATE"},
    "timestamp": {"TIMESTAMP"},
}


@pytest.fixture(scope="session")
def mall(sample_build) -> evaluation.Generated:
    assert sample_build.success, sample_build.shown
    return evaluation.Generated(SAMPLE, TRUTH, sample_build.database)


def test_the_build_passes_with_all_its_tests(sample_build):
    assert sample_build.success, sample_build.shown
    # an exposure is nothing to run
    assert set(sample_build.statuses.values()) <= {"success", "pass", "no-op"}


def test_the_ledger_counts_every_table_and_computes_no_view(sample_build):
    kinds = dict(sample_build.rows("select table_name, table_type from information_schema.tables"))
    told = sample_build.rows(
        'select node_name, "rows" from audit.build_runs'
        " where node_type = 'model' and status = 'success'"
        " and started_at = (select max(started_at) from audit.build_runs)"
    )
    assert {kinds[name] for name, _ in told} == {"BASE TABLE", "VIEW"}
    assert [name for name, rows in told if (rows is None) != (kinds[name] == "VIEW")] == []
    for name in ("fct_purchases", "customer_segments"):
        schema = "marts" if name.startswith("fct") else "segmentation"
        assert dict(told)[name] == sample_build.value(f"select count(*) from {schema}.{name}")


@pytest.mark.parametrize("table", PUBLISHED)
def test_published_tables_have_the_columns_and_types_that_were_promised(sample_build, table):
    schema, name = table.split(".")
    found = dict(
        sample_build.rows(
            "select column_name, split_part(data_type, '(', 1) from duckdb_columns()"
            f" where schema_name = '{schema}' and table_name = '{name}'"
        )
    )
    assert found, f"{table} is not there"
    for column, data_type in PUBLISHED[table].items():
        assert found.get(column) in TYPES[data_type], (
            f"{table}.{column} is {found.get(column)}, not {data_type}"
        )


def test_the_promised_tables_are_those_of_the_public_contract():
    path = SHARED / "published_contract.csv"
    if not path.exists():
        pytest.skip(f"not compared with the public contract: {path} is not here")
    promised: dict[str, dict[str, str]] = {}
    with path.open() as file:
        for row in csv.DictReader(file):
            promised.setdefault(f"{row['schema']}.{row['table']}", {})[row["column"]] = row["type"]
    assert promised.items() >= PUBLISHED.items()


def test_every_column_of_every_table_is_described(project, sample_build):
    """Against what the database really holds, so that a column cannot slip in undescribed."""
    described = {
        (node.schema, node.alias): {
            column.name for column in node.columns.values() if column.description
        }
        for node in project.manifest.nodes.values()
        if node.resource_type in ("model", "seed") and node.description
    }
    rows = sample_build.rows(
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where not internal and database_name = 'vitrine'"
        " and schema_name not like 'raw_%' and schema_name not in ('vault', 'intake', 'main')"
    )
    missing = sorted(f"{s}.{t}.{c}" for s, t, c in rows if c not in described.get((s, t), set()))
    assert not missing, missing


def test_every_macro_is_described(project):
    missing = [
        macro.name
        for macro in project.manifest.macros.values()
        if macro.package_name == "vitrine"
        and not macro.description
        and macro.resource_type == "macro"
        and not macro.name.startswith(
            ("default__", "duckdb__", "postgres__", "redshift__", "bigquery__", "test_")
        )
    ]
    assert not missing, missing


STAGES = ["staging", "identity", "marts", "segmentation", "insights", "campaigns"]


def test_a_stage_reads_only_stages_before_it(project):
    nodes = project.manifest.nodes
    wrong = []
    for node in nodes.values():
        if node.resource_type != "model" or node.fqn[1] == "audit":
            continue
        for parent in node.depends_on.nodes:
            if (
                parent.startswith("model.")
                and nodes[parent].fqn[1] not in STAGES[: STAGES.index(node.fqn[1]) + 1]
            ):
                wrong.append(f"{node.name} reads {nodes[parent].name}")
    assert not wrong, wrong


def test_people_are_the_planted_ones(mall):
    """Floors: 0.98 precision, since a wrong merge mixes two people's lives, which no later step
    mends; 0.5 recall over all pairs, of which about half share nothing that anybody could link;
    nobody of more than 12 records, since a kiosk makes hundreds.
    """
    found = evaluation.identity(mall)
    assert found.precision >= 0.98, found
    assert found.recall >= 0.50, found
    assert found.largest <= 12, found


def test_segments_are_the_planted_personas(mall):
    """Floor 0.7 for people of at least eight visit days and three purchases: on 1,500 people and
    half the usual events that is what behaviour shows; the generator's own optimum, from events
    that no door or till records, is 0.86.
    """
    agreement, people = evaluation.segment_agreement(mall, visit_days=8, purchases=3)
    assert people >= 150
    assert agreement >= 0.70, (agreement, people)


def test_weekend_visitors_and_weekday_regulars_are_told_apart(mall):
    """F1 0.9 for both names among the people planted as one of the two; going to any other segment
    is a miss. Eight visit days, because of fewer nobody can tell a rhythm: by chance alone one in
    ten of those who come on any day has half of seven visits on weekends.
    """
    scores = evaluation.told_apart(
        mall, ("weekend_visitor", "weekday_regular"), visit_days=8, purchases=3
    )
    assert min(scores.values()) >= 0.9, scores


def test_the_personas_of_the_story_are_found(sample_build):
    names = {
        name for (name,) in sample_build.rows("select persona_name_pt from marts.dim_segments")
    }
    assert names >= {
        "Visitante Frequente de Fim de Semana",
        "Cliente Premium que Busca Luxo",
        "Explorador de Ofertas",
        "Frequentador de Dia Útil",
        "Visitante Ocasional",
        "Família Streaming",
    }


def test_rows_set_aside_and_counted_twice_are_the_planted_ones(mall):
    """Exactly, table by table: nothing is lost and nothing is thrown away for no reason."""
    connection = duckdb.connect()
    connection.execute(f"attach '{mall.database}' as warehouse (read_only)")
    planted = dict(
        ((table, expected), count)
        for table, expected, count in connection.execute(
            f"select table_name, expected, count(*) from {mall.planted('defects')}"
            " where expected in ('duplicate', 'quarantined') group by all"
        ).fetchall()
    )
    for table, duplicates, quarantined in connection.execute(
        "select table_name, duplicate_rows, quarantined_rows from warehouse.audit.row_conservation"
    ).fetchall():
        assert duplicates == planted.get((table, "duplicate"), 0), table
        assert quarantined == planted.get((table, "quarantined"), 0), table


def test_net_sales_are_the_planted_ones_to_the_centavo(mall):
    connection = duckdb.connect()
    connection.execute(f"attach '{mall.database}' as warehouse (read_only)")
    wrong = connection.execute(
        f"""
        select sale_key, truth.net_amount, purchases.net_amount
        from (
            select sale_key, cast(net_amount as decimal(18, 2)) as net_amount from {mall.planted("sales")}
            where status not in ('void', 'refund_unknown_original', 'receipt_refund') and source_system = 'pos'
        ) as truth
        full outer join (
            select source_record_id as sale_key, net_amount from warehouse.marts.fct_purchases
            where source_system = 'pos' and gross_amount >= 0
        ) as purchases using (sale_key)
        where truth.net_amount is distinct from purchases.net_amount
        """
    ).fetchall()
    assert not wrong, wrong[:5]
