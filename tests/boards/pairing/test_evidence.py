"""What goes together, level by level: n, what it is worth, its interval and lag, and the warning of signs that turn."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.boards import pairing
from crm_metrics.boards.core import View
from crm_metrics.boards.pairing import evidence
from crm_metrics.words import Words
from tests.boards.pairing.units import company, pair_of, shown
from tests.boards.process.asked import card, texts
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
# Of Norte the faster satisfy less, of Sur too; all of Sur are slower, and satisfy more.
TURNED = {
    **{f"N{n}": ("Norte", 100 + 20 * n, 44 - 4 * n, 60) for n in range(6)},
    **{f"S{n}": ("Sur", 400 + 20 * n, 60 - 4 * n, 60) for n in range(6)},
}


def test_each_level_says_n_worth_lag_and_verdict(house: House) -> None:
    board = shown(company(house))
    rows = texts(board, "evidence")
    assert list(rows) == ["Answer", "Agent", "Team", "Touchpoint", "As they are"]
    question, finding, _, _, _, n, worth, lag, q, verdict = rows["Answer"]
    assert question.startswith("Among answers about one contact")
    assert (n, worth, lag) == ("305", "305", "none: its own contact")
    assert rows["Agent"][7] == "none: the same month"
    assert rows["As they are"][4].count("to") == 1  # the coefficient with its interval
    assert (rows["As they are"][5], rows["As they are"][-1]) == ("5", "description only")
    assert finding and q and verdict


def test_the_footer_explains_q_and_says_who_answers(house: House) -> None:
    footer = card(shown(company(house)), "evidence").footer
    assert "q: of all that is reported up to this q, the share that chance would bring" in footer
    assert "only answered surveys are here: the response rate is unknown" in footer
    assert "U invertida" not in footer


def test_a_u_is_explained_where_it_is_found(house: House) -> None:
    made = {
        "F": ("Norte", 60, 20, 60),
        "M": ("Norte", 240, 57, 60),
        "L": ("Norte", 960, 20, 60),
        "X": ("Sur", 240, 57, 60),
    }
    board = shown(company(house, made), words=ES)
    assert "U invertida: la satisfacción es máxima en el medio" in card(board, "evidence").footer
    assert texts(board, "evidence")["Respuesta"][1].startswith("U invertida")


def test_signs_that_turn_within_teams_are_warned_of_above_the_page(house: House) -> None:
    facts = pairing.gather(company(house, TURNED), View())
    pair = pair_of(facts)
    assert pair.cloud is not None
    assert pair.cloud.within is not None
    assert pair.cloud.within.value < -0.9
    certain = replace(pair, opposite_q=0.01)
    (said, *_) = evidence.warnings(certain, EN)
    assert said.startswith("Simpson: within teams −")
    assert evidence.warnings(replace(pair, opposite_q=0.5), EN) == ()
    assert "No compare asesores de equipos distintos" in evidence.warnings(certain, ES)[0]


def test_every_process_stands_with_a_measure_of_its_own(house: House) -> None:
    rows = texts(shown(company(house)), "processes")
    assert rows["Service"][0] == "Average handle time"
    assert rows["Loyalty"][0] == "Enrolments per hour"
    assert "loyalty" not in str(rows)  # no id in a sentence
