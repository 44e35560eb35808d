"""What the page reads: all that it can show is one family; weeks or months are chosen by how many answers there are."""

from __future__ import annotations

from crm_metrics.analysis.relating.family import q_values
from crm_metrics.analysis.relating.quadrants import both_apart
from crm_metrics.boards import pairing
from crm_metrics.boards.core import View
from tests.boards.pairing.units import company, pair_of
from tests.conftest import House


def test_every_test_that_the_page_can_show_is_of_one_family(house: House) -> None:
    facts = pairing.gather(company(house), View())
    told = [
        (both_apart(one.point, pair.centre), one.q)
        for pair in facts.pairs.values()
        if pair.centre is not None
        for one in pair.judged
    ]
    told += [(pair.cloud.p, pair.opposite_q) for pair in facts.pairs.values() if pair.cloud and pair.cloud.within]
    told += [(pair.over_time.p, pair.over_time.q) for pair in facts.pairs.values() if pair.over_time.p is not None]
    told += [(one.p, one.q) for one in facts.contacts.values() if one.p is not None]
    assert len(told) == facts.family == 9  # five agents, two teams, one touchpoint, and the answers by their contact
    worked_out = q_values([float(p or 0) for p, _ in told])
    assert [q for q, (_, said) in zip(worked_out, told, strict=True) if said is not None] == [
        said for _, said in told if said is not None
    ]


def test_weeks_with_too_few_answers_are_read_by_the_month(house: House) -> None:
    pair = pair_of(pairing.gather(company(house), View()))
    # an agent has two answers a week and eight a month: none has thirty
    assert (pair.over_time.every, pair.over_time.verdict, pair.over_time.n) == ("month", "inconclusive", 0)
    assert pair.over_time.thin > 0


def test_a_contact_of_each_answer_is_read_beside_the_units(house: House) -> None:
    facts = pairing.gather(company(house), View())
    found = facts.contacts["service", "average_handle_time", "csat"]
    assert (found.n, found.linked) == (305, 1.0)
    assert facts.answering["service", "csat"].answered == 305
    assert facts.together["service", "csat"] == 1.0  # each answer is of another customer
