"""What is done side by side comes out as if it were done in turn."""

import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from conftest import ROOT
from threadpoolctl import threadpool_info, threadpool_limits

from vitrine.kmeans import k_means
from vitrine.processors import in_turn, one_thread, side_by_side


def threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info()}


def test_answers_come_in_the_order_of_the_questions_whoever_is_done_first():
    def slower_at_first(number):
        time.sleep(0.02 / number)
        return 10 * number

    assert side_by_side(slower_at_first, range(1, 9)) == list(range(10, 90, 10))
    assert side_by_side(slower_at_first, []) == []


def test_each_runs_on_one_thread_also_after_another_is_done():
    first_is_done = threading.Event()

    def look(number):
        if number == 0:
            with one_thread():
                pass
            first_is_done.set()
        assert first_is_done.wait(10)
        return threads()

    with threadpool_limits(limits=3):
        assert side_by_side(look, range(4)) == [{1}] * 4
        assert threads() == {3}


def test_no_fit_warns_and_filters_of_warnings_are_as_before(recwarn):
    before = list(warnings.filters)
    side_by_side(lambda k: k_means(np.ones((20, 2)), k), [2, 3] * 20)
    assert warnings.filters == before
    assert not recwarn.list


def test_what_one_cannot_do_is_raised():
    def fail(number):
        if number == 3:
            raise ValueError("three")

    with pytest.raises(ValueError, match="three"):
        side_by_side(fail, range(5))


def test_python_models_take_turns():
    at_work, seen = [], []

    @in_turn
    def model(dbt, session):
        at_work.append(dbt)
        time.sleep(0.05)
        seen.append(list(at_work))
        at_work.remove(dbt)
        return dbt, session

    with ThreadPoolExecutor(2) as dbts_threads:
        assert list(dbts_threads.map(model, "ab", "cd")) == [("a", "c"), ("b", "d")]
    assert sorted(seen) == [["a"], ["b"]]


def test_a_model_that_fails_lets_the_next_one_work():
    @in_turn
    def model(dbt, session):
        raise ValueError(dbt)

    for name in ("first", "second"):
        with pytest.raises(ValueError, match=name):
            model(name, None)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "models").rglob("*.py")), ids=lambda path: path.stem
)
def test_every_python_model_waits_for_its_turn(path):
    assert "\n\n\n@in_turn\ndef model(dbt, session):\n" in path.read_text(encoding="utf-8")
