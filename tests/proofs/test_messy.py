"""A sample of the messy files; `python -m tests.proofs messy` writes all 500."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.proofs import messy


@pytest.mark.parametrize("seed", [1, 7, 15, 16, 53, 275])
def test_a_messy_file_gives_the_numbers_of_its_clean_table(seed: int) -> None:
    """Seeds that were wrong once: customers called Total, a group's name over scattered columns, few rows."""
    assert messy.judge(seed)[0] == "right"


def test_a_sample_of_messy_files_gives_the_clean_numbers_or_a_question() -> None:
    counts = messy.files(count=10, seed=600)
    assert counts["messy files"] == 10


def test_another_number_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = messy.clean

    def other(rows: Sequence[messy.Invoice]) -> messy.Numbers:
        return {**clean(rows), "owed": {"all": Decimal(1)}}

    monkeypatch.setattr(messy, "clean", other)
    with pytest.raises(AssertionError, match="owed"):
        messy.files(count=1, seed=600)
