"""What the raw data say about which records belong together, before anybody judges it.

Nodes are identifier values with a type: `loyalty`, `streaming`, `pos_cpf`, `pos_card`,
`visit_plate`, `wifi_device` (these are records), `email`, `phone`, `app_device`. A sighting is a
pair of nodes that one delivered row shows together. Rows that staging quarantined are left out;
superseded versions of a row count, since they were delivered.

Two things are made of the sightings. **Naive components**: everything that any chain of sightings
touches. **Chains**: two records of one human are connected when sightings lead from one to the
other through that human's own records and through values that are nobody's record (e-mails, phones,
CPFs that were only registered). A chain never passes through another human's record nor through a
record of nobody, such as a family card or a tablet of the mall: that would be luck, not evidence.
"""

from __future__ import annotations

from itertools import combinations

import duckdb
import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_GIVEN = {"pos_cpf": "cpf_key", "email": "email_key", "phone": "phone_key"}
PLACES = {
    "stg_mall__loyalty_members": {"loyalty": "member_id", **_GIVEN},
    "stg_streaming__subscribers": {"streaming": "subscriber_id", **_GIVEN},
    "stg_mall__pos_sales": {"loyalty": "member_id", "pos_card": "card_key", **_GIVEN},
    "stg_mall__store_receipts": {"pos_card": "card_key", **_GIVEN},
    "stg_mall__visits": {"loyalty": "member_id", "visit_plate": "plate_key"},
    "stg_mall__wifi_sessions": {
        "wifi_device": "device_key", "email": "email_key", "phone": "phone_key",
    },
    "stg_mall__app_events": {"loyalty": "member_id", "app_device": "device_key"},
}  # fmt: skip


def add_sightings(connection: duckdb.DuckDBPyConnection, staging: str) -> None:
    """Makes `sightings` from the staged tables in the schema `staging`: left_type, left_key,
    right_type, right_key, rows; each pair once."""
    connection.execute(
        """
        create or replace table sightings (
            left_type varchar, left_key varchar, right_type varchar, right_key varchar, rows bigint
        )
        """
    )
    for table, nodes in PLACES.items():
        together = f"select {', '.join(nodes.values())}, count(*) as rows from {staging}.{table}"
        connection.execute(
            "create or replace temporary table together as"
            f" {together} where verdict <> 'quarantined' group by all"
        )
        for (left_type, left), (right_type, right) in combinations(nodes.items(), 2):
            connection.execute(
                f"""
                insert into sightings
                select '{left_type}', {left}, '{right_type}', {right}, sum(rows) from together
                where {left} is not null and {right} is not null group by {left}, {right}
                """
            )


def add_naive_components(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `naive` (node_type, node_key, component) of `sightings` (of which it reads the four
    columns of the pair): who is joined when every value joins all that it was seen with."""
    _components(
        connection,
        "naive",
        nodes="""
        select left_type as node_type, left_key as node_key from sightings
        union select right_type, right_key from sightings
        """,
        edges="""
        select left_node.node, right_node.node from sightings
        inner join nodes as left_node
            on left_type = left_node.node_type and left_key = left_node.node_key
        inner join nodes as right_node
            on right_type = right_node.node_type and right_key = right_node.node_key
        """,
    )


def add_chains(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `chains` (person_id, node_type, node_key, component) of `sightings` and `owners`.

    owners: node_type, node_key, person_id; every record, person_id null where it is nobody's.
    """
    connection.execute(HELD)
    _components(
        connection,
        "chains",
        nodes="select person_id, node_type, node_key from held",
        edges="""
        select left_node.node, right_node.node from sightings
        inner join nodes as left_node
            on left_type = left_node.node_type and left_key = left_node.node_key
        inner join nodes as right_node
            on right_type = right_node.node_type and right_key = right_node.node_key
            and left_node.person_id = right_node.person_id
        """,
    )


# Each human's nodes: their records, and the values seen with them that are nobody's record.
HELD = """
create or replace temporary table held as
with both_ways as (
    select left_type as node_type, left_key as node_key, right_type as other_type, right_key as other_key
    from sightings
    union all
    select right_type, right_key, left_type, left_key from sightings
)
select distinct owners.person_id, other_type as node_type, other_key as node_key
from both_ways
inner join owners using (node_type, node_key)
anti join owners as records
    on both_ways.other_type = records.node_type and both_ways.other_key = records.node_key
where owners.person_id is not null
union
select person_id, node_type, node_key from owners where person_id is not null
"""


def _components(
    connection: duckdb.DuckDBPyConnection, name: str, *, nodes: str, edges: str
) -> None:
    """Makes the table `name`: the columns of the query `nodes` and the connected component of each.

    edges: a query of pairs of `node`, the number that the table `nodes` gives to each node.
    """
    connection.execute(
        "create or replace temporary table nodes as"
        f" select row_number() over () - 1 as node, * from ({nodes})"
    )
    count = connection.execute("select count(*) from nodes").fetchall()[0][0]
    left, right = connection.execute(edges).fetchnumpy().values()
    graph = coo_array((np.ones(len(left), dtype=bool), (left, right)), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    labels = pa.table({"node": np.arange(count), "component": component})
    connection.register("labels", labels)
    connection.execute(
        f"create or replace table {name} as"
        " select nodes.* exclude (node), component from nodes inner join labels using (node)"
    )
    connection.unregister("labels")
