"""scikit-learn's boosted trees, asked about millions of rows.

scikit-learn takes each row through each tree by itself, and the processor cannot guess where it will turn.
Here a node is asked once about a whole block of rows, and the leaves are put together from the bottom up,
bit by bit, without a turn: every node is asked about every row, and yet trees as small as ours answer
several times sooner. The values are the same to the bit. scikit-learn keeps to itself what is read here, so
another version may need this file to be looked at; tests/python/test_trees.py says whether it does.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

# A column of a block stays in the processor's cache.
BLOCK = 32_000


@dataclass(frozen=True)
class Split:
    """A question about one feature. A number goes left up to `threshold`; a code, where `codes` names it,
    or, if what is unknown goes left, where `codes` does not name it. A leaf is its number.
    """

    feature: int
    threshold: np.float32
    codes: np.ndarray | None
    unknown_goes_left: bool
    left: "Split | np.uint8"
    right: "Split | np.uint8"

    def goes_left(self, asked: np.ndarray) -> np.ndarray:
        """Bool of the shape of `asked`; of what is unknown (NaN), every comparison is false."""
        if self.codes is not None:
            return np.isin(asked, self.codes, invert=self.unknown_goes_left)
        return ~(asked > self.threshold) if self.unknown_goes_left else asked <= self.threshold


@dataclass(frozen=True)
class Tree:
    """Where its questions begin, what its leaves say (float64 of shape (leaves,)), what it asks about."""

    root: Split | np.uint8
    leaves: np.ndarray
    asked: frozenset[int]

    def value(self, block: list) -> np.ndarray:
        """Float64 of shape (rows,), or one number for all."""
        return self.leaves[_leaf(self.root, block)]


class Trees:
    """The trees of a fitted classifier of two classes whose features are float32.

    A block is a list of columns: one per feature, each float32 of shape (rows,) or one number for all.
    """

    def __init__(self, fitted: HistGradientBoostingClassifier):
        self.baseline = float(fitted._baseline_prediction[0, 0])
        is_coded = np.asarray(fitted.is_categorical_)
        # codes come first, whatever their place was, as positions among those that were taught
        features = [*np.flatnonzero(is_coded), *np.flatnonzero(~is_coded)]
        taught = fitted._preprocessor.named_transformers_["encoder"].categories_
        self.trees = [_tree(predictor, features, taught) for (predictor,) in fitted._predictors]

    def values(self, block: list, known: list | None = None, changed: Collection[int] = ()) -> list:
        """What each tree says of a block; of a tree that asks about no `changed` feature, what is `known`."""
        if known is None:
            return [tree.value(block) for tree in self.trees]
        return [
            value if tree.asked.isdisjoint(changed) else tree.value(block)
            for tree, value in zip(self.trees, known, strict=True)
        ]

    def log_odds(self, values: list, rows: int) -> np.ndarray:
        """What scikit-learn calls the decision function: float64 of shape (rows,)."""
        total = np.full(rows, self.baseline)
        for value in values:
            total += value
        return total


def _tree(predictor, features: list[int], taught: list[np.ndarray]) -> Tree:
    nodes, leaves, asked = predictor.nodes, [], set()

    def read(at: int) -> Split | np.uint8:
        node = nodes[at]
        if node["is_leaf"]:
            leaves.append(node["value"])
            return np.uint8(len(leaves) - 1)
        feature = int(features[node["feature_idx"]])
        asked.add(feature)
        codes = None
        if node["is_categorical"]:
            known = taught[node["feature_idx"]]
            bits = predictor.raw_left_cat_bitsets[node["bitset_idx"]]
            position = np.arange(len(known), dtype=np.uint32)
            is_left = (bits[position // 32] >> (position % 32)) & 1 == 1
            codes = known[is_left != bool(node["missing_go_to_left"])].astype(np.float32)
        # the largest float32 that is no larger: what is float32 lies on the same side of both
        threshold = np.float32(node["num_threshold"])
        if threshold > node["num_threshold"]:
            threshold = np.nextafter(threshold, np.float32(-np.inf))
        left, right = (read(int(node[side])) for side in ("left", "right"))
        return Split(feature, threshold, codes, bool(node["missing_go_to_left"]), left, right)

    root = read(0)
    return Tree(root, np.array(leaves), frozenset(asked))


def _leaf(node: Split | np.uint8, block: list) -> np.ndarray | np.uint8:
    """The number of the leaf that each row ends in."""
    if not isinstance(node, Split):
        return node
    goes_left = node.goes_left(block[node.feature])
    if not np.ndim(goes_left):
        return _leaf(node.left if goes_left else node.right, block)
    left, right = _leaf(node.left, block), _leaf(node.right, block)
    # all bits are set where a row goes left
    return right ^ ((left ^ right) & -goes_left.view(np.uint8))
