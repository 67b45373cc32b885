"""The rounds of joining (models/identity/rounds) against networkx, over random graphs: thousands of
small ones side by side in one table, so that one run of the very models answers for all.
"""

import random

import duckdb
import networkx as nx
import pyarrow as pa
import pytest

PRIORITIES = range(6)


def shapes(rng: random.Random):
    """One graph after another: sparse random ones, chains, stars, rings and full ones."""
    for size in range(2, 30):
        yield nx.gnp_random_graph(size, 1.3 / size, seed=rng.randrange(10**9))
        yield nx.gnp_random_graph(size, 3 / size, seed=rng.randrange(10**9))
        yield nx.path_graph(size)
        yield nx.cycle_graph(size)
        yield nx.random_labeled_tree(size, seed=rng.randrange(10**9))
    yield nx.star_graph(300)
    yield nx.complete_graph(20)


def forest(anchors: float, seed: int) -> nx.Graph:
    """All shapes as parts of one graph, numbered at random as a hash would.

    Every edge has a priority, all equal in a third of the shapes; `anchors` is the share of nodes
    that a CPF anchors.
    """
    rng = random.Random(seed)
    graph = nx.disjoint_union_all([shape for _ in range(12) for shape in shapes(rng)])
    numbers = list(range(1, len(graph) + 1))
    rng.shuffle(numbers)
    graph = nx.relabel_nodes(graph, dict(zip(graph.nodes, numbers, strict=True)))
    for part in nx.connected_components(graph):
        one_priority = rng.choice(PRIORITIES) if rng.random() < 1 / 3 else None
        for left, right in graph.subgraph(part).edges:
            priority = rng.choice(PRIORITIES) if one_priority is None else one_priority
            graph.edges[left, right].update(priority=priority, sightings=rng.randint(1, 1200))
    for node in graph:
        graph.nodes[node]["is_anchored"] = rng.random() < anchors
    return graph


def joined(project, folder, graph: nx.Graph) -> dict[int, int]:
    """The label of each node after the last round, by the models themselves."""
    folder.mkdir()
    ends = [ends for pair in graph.edges for ends in (pair, pair[::-1])]
    edges = pa.table(
        {
            "node_id": [node for node, _ in ends],
            "neighbour_id": [neighbour for _, neighbour in ends],
            "priority": [graph.edges[pair]["priority"] for pair in ends],
            "sightings": [graph.edges[pair]["sightings"] for pair in ends],
        }
    )
    nodes = pa.table(
        {
            "node_id": list(graph),
            "label": list(graph),
            "is_anchored": [graph.nodes[node]["is_anchored"] for node in graph],
        }
    )
    with duckdb.connect(str(folder / "vitrine.duckdb")) as database:
        database.register("given_edges", edges)
        database.register("given_nodes", nodes)
        database.execute("create schema identity")
        database.execute("create table identity.identity_edges as from given_edges")
        database.execute("create table identity.identity_labels_00 as from given_nodes")
    rounds = ("models/identity/rounds", "identity_groups")
    build = project.dbt("run", "--select", *rounds, "--exclude", "identity_labels_00", into=folder)
    assert build.success, build.shown
    return dict(build.rows("select node_id, label from identity.identity_groups"))


def test_without_cpfs_persons_are_the_connected_components(project, tmp_path):
    graph = forest(anchors=0, seed=1)
    labels = joined(project, tmp_path / "free", graph)
    expected = {frozenset(part) for part in nx.connected_components(graph)}
    assert parts(labels) == expected


@pytest.mark.parametrize("anchors", [0.1, 0.5])
def test_a_cpf_holds_its_group_and_no_group_holds_two(project, tmp_path, anchors):
    graph = forest(anchors=anchors, seed=2)
    labels = joined(project, tmp_path / "anchored", graph)
    anchored = {node for node in graph if graph.nodes[node]["is_anchored"]}
    found = parts(labels)
    assert all(len(part & anchored) <= 1 for part in found)
    assert all(nx.is_connected(graph.subgraph(part)) for part in found)
    # what is left apart is what two CPFs hold
    for part in found - {frozenset(part) for part in nx.connected_components(graph)}:
        assert len(part & anchored) == 1
    # and no free group touches one that is held
    held = {labels[node] for node in anchored}
    for left, right in graph.edges:
        assert labels[left] == labels[right] or {labels[left], labels[right]} <= held


def parts(labels: dict[int, int]) -> set[frozenset[int]]:
    members: dict[int, set[int]] = {}
    for node, label in labels.items():
        members.setdefault(label, set()).add(node)
    return {frozenset(part) for part in members.values()}
