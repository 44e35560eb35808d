"""A sample of the messy files; `python -m tests.proofs messy` writes all 500."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.proofs.messy import judging, lists


@pytest.mark.parametrize("seed", [2, 3, 11, 79, 82])
def test_a_messy_file_gives_the_numbers_of_its_clean_table(seed: int) -> None:
    """Seeds that were wrong once: days with words for nothing, footers where a day belongs, totals with their count."""
    verdict = judging.judge(seed)
    assert verdict.said == "right", verdict.why


def test_a_sample_of_messy_files_gives_the_clean_numbers_or_a_question() -> None:
    counts = judging.files(count=10, seed=600)
    assert counts["messy files"] == 10


def test_another_number_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = lists.draw

    def other(*given: object, **words: object) -> lists.CleanList:
        table = drawn(*given, **words)  # type: ignore[arg-type]
        return replace(table, numbers={**table.numbers, next(iter(table.numbers)): {"all": Decimal(1)}})

    monkeypatch.setattr(lists, "draw", other)
    with pytest.raises(AssertionError, match=r"clean \{'all'"):
        judging.files(count=1, seed=2)
