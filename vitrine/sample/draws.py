"""Random draws for whole arrays at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class Wheels:
    """Weighted wheels of fortune, drawn from all at once.

    `weights` is (wheels, items), not negative. The wheels lie end to end on one cumulative line,
    wheel w on [w, w + 1), so one binary search serves every draw, whatever its wheel.
    """

    def __init__(self, weights: np.ndarray):
        weights = np.atleast_2d(np.asarray(weights, dtype=float))
        running = np.cumsum(weights, axis=1)
        share = running / running[:, -1:]
        self.items = weights.shape[1]
        # (wheels, items + 1): where each item begins on its wheel, and the end of the last.
        self.before = np.concatenate([np.zeros((len(share), 1)), share], axis=1)
        self._line = (share + np.arange(len(share))[:, None]).ravel()

    def draw(
        self,
        rng: np.random.Generator,
        wheel: np.ndarray,
        low: np.ndarray | float = 0.0,
        high: np.ndarray | float = 1.0,
    ) -> np.ndarray:
        """One item per element of `wheel`, from the part of the wheel between `low` and `high`."""
        turn = low + rng.random(len(wheel)) * (high - low)
        found = np.searchsorted(self._line, wheel + turn, side="right") - wheel * self.items
        return np.clip(found, 0, self.items - 1)


def pick(rng: np.random.Generator, weights: Sequence[float] | np.ndarray, size: int) -> np.ndarray:
    """`size` positions in `weights`, each with probability in proportion to its weight."""
    return Wheels(weights).draw(rng, np.zeros(size, dtype=np.int64))


def chance(rng: np.random.Generator, probability: np.ndarray | float, size: int) -> np.ndarray:
    """`size` coin flips."""
    return rng.random(size) < probability


def ragged(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of a one-to-many: the owner of each row, and its place among its owner's rows."""
    owner = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, place


def gamma(rng: np.random.Generator, shape: float, size: int) -> np.ndarray:
    """Positive factors of mean 1; the smaller the shape, the heavier the tail."""
    return rng.gamma(shape, 1 / shape, size)


def some(rng: np.random.Generator, candidates: np.ndarray, rate: float, least: int) -> np.ndarray:
    """A sorted sample of the candidates: that share of them, but at least `least`."""
    wanted = min(max(round(rate * len(candidates)), least), len(candidates))
    return np.sort(rng.choice(candidates, wanted, replace=False))


def scattered(number: np.ndarray, modulus: int, salt: int) -> np.ndarray:
    """A one-to-one shuffle of [0, modulus): distinct numbers stay distinct, neighbours part.

    So identifiers can be unique without remembering which ones were given away. It is the affine
    map number x factor + offset, both from the salt; the factor shares no divisor with the modulus
    (which must be below 2**62).
    """
    factor = int(modulus * (0.25 + (salt * 0.7548776662 % 1) / 2)) | 1
    while np.gcd(factor, modulus) != 1:
        factor += 1
    number = np.asarray(number, dtype=np.int64) % modulus
    product = np.zeros_like(number)
    # Double and add, bit by bit: the plain product would not fit in 64 bits.
    for bit in f"{factor:b}":
        product = (product * 2 + (number if bit == "1" else 0)) % modulus
    return (product + int(modulus * (salt * 0.5698402910 % 1))) % modulus
