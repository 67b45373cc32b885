"""One thread for what is summed up, all processors for what is independent, one model at a time."""

import os
import threading
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import TypeVar

# Finds the thread pools of what is loaded by then, once; asking at every fit is slower than many
# of the fits. So scikit-learn has to be there.
import sklearn.cluster  # noqa: F401
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import ThreadpoolController

Item, Found = TypeVar("Item"), TypeVar("Found")
_POOLS = ThreadpoolController()
_TURN = threading.Lock()


def in_turn(model: Callable) -> Callable:
    """The decorator of every Python model: dbt runs models side by side, and one of ours waits while
    another is at work. They would lift each other's limits (`side_by_side`), and need memory twice.
    """

    @wraps(model)
    def waiting(dbt, session):
        with _TURN:
            return model(dbt, session)

    return waiting


def one_thread():
    """A context of one thread: several add up floating-point sums in the order they finish in."""
    return _POOLS.limit(limits=1)


def side_by_side(work: Callable[[Item], Found], items: Iterable[Item]) -> list[Found]:
    """What `work` gives for each item, in their order: as many at a time as there are processors,
    each on one thread.

    BLAS has one limit for a process, and warnings have one list of filters. Both are held around
    everything, or whoever is done first would lift them for the others.
    """

    def alone(item: Item) -> Found:
        with one_thread():
            return work(item)

    with one_thread(), warnings.catch_warnings(), ThreadPoolExecutor(os.cpu_count()) as workers:
        warnings.simplefilter("ignore", ConvergenceWarning)
        return list(workers.map(alone, items))
