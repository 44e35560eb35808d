"""The known answers of public data sets, where they lie beside the project: half of them; `make real-data` asks all."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.scenarios.known.arithmetic import FILE, credit_default
from tests.scenarios.known.core import DATA, Answer, Scenario
from tests.scenarios.real_data import SCENARIOS, answered

SAMPLE = Random(10).sample(SCENARIOS, len(SCENARIOS) // 2)


@pytest.mark.real_data
@pytest.mark.skipif(not DATA.is_dir(), reason=f"the public data sets are not in {DATA}")
@pytest.mark.parametrize("scenario", SAMPLE, ids=lambda one: one.id)
def test_a_public_data_set_gives_its_published_answers_and_its_boards_open(scenario: Scenario, tmp_path: Path) -> None:
    answers = answered(scenario, tmp_path)
    assert len(answers) >= 6
    assert [one for one in answers if not one.ok] == []


@pytest.mark.real_data
@pytest.mark.skipif(not FILE.is_file(), reason=f"there is no {FILE}")
def test_roll_rates_of_card_holders_are_those_known() -> None:
    assert [one for one in credit_default() if not one.ok] == []


def test_an_answer_that_differs_in_its_last_digit_is_not_ok() -> None:
    assert Answer("win_rate", "63.1501 %", "63.1501 %").ok
    assert not Answer("win_rate", "63.1501 %", "63.1502 %").ok
