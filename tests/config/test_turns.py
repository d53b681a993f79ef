"""Threads take turns; one that waits for something else is not waited for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from config.serving.turns import Turns

LONG = 30  # seconds that no test takes


def test_one_thread_works_at_a_time() -> None:
    turns, working, most = Turns(LONG), 0, 0
    together = Barrier(4)

    def work() -> None:
        nonlocal working, most
        together.wait(LONG)
        for _ in range(50):
            with turns.taken():
                working += 1
                most = max(most, working)
                Event().wait(0.0001)  # lets go of the interpreter
                working -= 1

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for _ in range(4)]:
            done.result(LONG)
    assert most == 1


def test_a_turn_that_takes_too_long_holds_nobody_up() -> None:
    turns, begun, go_on = Turns(0.01), Event(), Event()

    def wait_for_something_else() -> None:
        with turns.taken():
            begun.set()
            assert go_on.wait(LONG)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(wait_for_something_else)
        assert begun.wait(LONG)
        with turns.taken():  # although the other one has not ended
            assert not slow.done()
            go_on.set()
            slow.result(LONG)
            assert turns.holder is not None  # the turn is still ours


def test_after_an_error_the_next_one_has_its_turn() -> None:
    turns = Turns(LONG)
    with pytest.raises(ValueError, match="bad"), turns.taken():
        raise ValueError("bad")
    with turns.taken():
        assert turns.holder is not None
    assert turns.holder is None
