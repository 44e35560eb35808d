"""What outlives a run: freed when nobody holds it any more, and not walked over at each run."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from pages.serving.lasting import Keeping


class Ring:
    """What only the search for garbage can free: it holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_lasts_is_left_out_of_the_search_that_follows_a_run() -> None:
    Keeping(serving=True, made=True).set_aside()
    assert gc.get_freeze_count() > len(gc.get_objects())


def test_what_was_set_aside_and_is_held_no_more_is_freed_with_the_next_that_lasts() -> None:
    keeping = Keeping(serving=True, made=True)
    ring = Ring()
    seen = weakref.ref(ring)
    keeping.set_aside()
    del ring
    gc.collect()
    assert seen() is not None, "set aside: a search after a run does not look at it"
    keeping.made = True
    keeping.set_aside()
    assert seen() is None


def test_what_a_run_leaves_is_found_by_the_search_after_it() -> None:
    keeping = Keeping(serving=True, made=True)
    keeping.set_aside()
    ring = Ring()
    seen = weakref.ref(ring)
    keeping.set_aside()  # nothing lasting was made since
    del ring
    gc.collect()
    assert seen() is None


def test_a_process_that_serves_nobody_sets_nothing_aside() -> None:
    before = gc.get_freeze_count()
    Keeping(made=True).set_aside()
    assert gc.get_freeze_count() == before
