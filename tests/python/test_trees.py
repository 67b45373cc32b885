"""Trees say of every row what scikit-learn says of it, to the bit."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from vitrine.trees import Split, Trees

CODED = 3


def taught(seed: int, leaves: int = 15):
    """A fitted classifier, and rows that it never saw: with gaps, ties, and codes nobody taught it."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(6_000, 6)).astype(np.float32)
    x[:, 1] = random.integers(0, 4, len(x))  # many are equal
    x[:, 4] = random.integers(0, 50, len(x)) / 7  # edges lie between two float32
    x[random.random(x.shape) < 0.15] = np.nan
    x[:, CODED] = random.choice([0, 2, 3, 5, 40], len(x))
    x[:, 5] = 0  # says nothing
    score = (
        np.nan_to_num(x[:, 0], nan=0.7) + np.nan_to_num(x[:, 1], nan=-1) + 0.8 * (x[:, CODED] == 2)
    )
    label = score + (x[:, CODED] == 40) * np.nan_to_num(x[:, 2]) + random.normal(size=len(x)) > 1
    learner = HistGradientBoostingClassifier(
        max_iter=20, max_leaf_nodes=leaves, categorical_features=[CODED], random_state=0
    )
    others = x[random.permutation(len(x))] + np.float32(0.25) * (np.arange(6) != CODED)
    others[:, CODED] = random.integers(0, 60, len(x))
    return learner.fit(x, label), np.vstack([x, others])


@pytest.mark.parametrize("leaves", [2, 6, 15, 31])
@pytest.mark.parametrize("seed", range(4))
def test_the_log_odds_are_those_of_scikit_learn(seed, leaves):
    learner, x = taught(seed, leaves)
    trees = Trees(learner)
    block = list(np.ascontiguousarray(x.T))
    assert (
        trees.log_odds(trees.values(block), len(x)).tolist()
        == learner.decision_function(x).tolist()
    )


def test_numbers_and_codes_are_asked_about_and_what_is_unknown_goes_either_way():
    splits = [
        split
        for root in (tree.root for tree in Trees(taught(0)[0]).trees)
        for split in all_of(root)
    ]
    kinds = {(split.codes is not None, split.unknown_goes_left) for split in splits}
    assert kinds == {(False, True), (False, False), (True, True), (True, False)}


def all_of(node):
    return [node, *all_of(node.left), *all_of(node.right)] if isinstance(node, Split) else []


def test_a_number_at_the_edge_goes_where_scikit_learn_sends_it():
    learner, x = taught(1)
    trees = Trees(learner)
    for root in (tree.root for tree in trees.trees):
        for split in all_of(root):
            if split.codes is None and np.isfinite(split.threshold):
                edge = np.repeat(x[:300], 3, axis=0)
                up, down = (
                    np.nextafter(split.threshold, np.float32(to)) for to in (np.inf, -np.inf)
                )
                edge[:, split.feature] = [split.threshold, up, down] * 300
                said = trees.log_odds(trees.values(list(edge.T)), len(edge))
                assert said.tolist() == learner.decision_function(edge).tolist()


def test_what_is_taken_away_changes_only_trees_that_ask_about_it():
    learner, x = taught(2)
    trees = Trees(learner)
    block = list(np.ascontiguousarray(x.T))
    known = trees.values(block)
    for changed in ({0}, {1, CODED}, {5}):
        usual = np.float32(1.0)
        without = [usual if at in changed else column for at, column in enumerate(block)]
        said = trees.log_odds(trees.values(without, known, changed), len(x))
        plain = x.copy()
        plain[:, list(changed)] = usual
        assert said.tolist() == learner.decision_function(plain).tolist()
    assert trees.values(block, known, {5}) == known


def test_a_tree_that_asks_nothing_says_the_same_of_everybody():
    x = np.zeros((100, 4), dtype=np.float32)
    learner = HistGradientBoostingClassifier(max_iter=3, categorical_features=[CODED])
    learner.fit(x, np.arange(100) % 2 == 0)
    trees = Trees(learner)
    assert (
        trees.log_odds(trees.values(list(x.T)), 100).tolist()
        == learner.decision_function(x).tolist()
    )
