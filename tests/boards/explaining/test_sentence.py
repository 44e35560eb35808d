from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from crm_metrics.analysis.attribution import PartEffect, Split
from crm_metrics.boards.core import View
from crm_metrics.boards.explaining.sentence import finding, name_of
from crm_metrics.boards.explaining.split import Explained, NumberToExplain, gather
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import NBSP, Words
from tests.boards.explaining.test_split import FEBRUARY
from tests.boards.explaining.two_months import FEB, company
from tests.conftest import House
from tests.metrics.made import JAN

EN, ES = Words("en"), Words("es-CO")


def csat(house: House) -> Explained:
    """The change of February, with a third team of few answers."""
    few = (("Oeste", JAN, 5, 5), ("Oeste", FEB, 5, 0))
    view = View(process="service")
    asked = NumberToExplain(metric=metric_of("csat"), every="month", days=FEBRUARY, view=view, gap="before")
    found = gather(company(house, more=few), asked)
    assert found is not None
    return found


def said(shown: Explained, words: Words, *effects: tuple[str | None, float, float]) -> str:
    parts = tuple(PartEffect(cell, Fraction(rate), Fraction(mix)) for cell, rate, mix in effects)
    split = Split(sum((one.total for one in parts), Fraction(0)), parts)
    return finding(shown, split, "COP", words).replace(NBSP, " ")


def test_two_parts_are_named_with_what_they_bring_it_by(house: House) -> None:
    shown = csat(house)
    effects = (("Norte", -0.02, -0.001), ("Sur", 0.0, -0.006), (None, 0.001, 0.0))
    assert said(shown, EN, *effects) == "Of −2.6 pp, Norte brings −2.1 pp (its result) and Sur −0.6 pp (its share)"
    assert said(shown, ES, *effects) == "De −2,6 pp, Norte aporta −2,1 pp (su resultado) y Sur −0,6 pp (su peso)"


def test_a_part_that_brings_less_than_a_tenth_is_not_named(house: House) -> None:
    assert said(csat(house), EN, ("Norte", -0.05, 0.0), ("Sur", -0.004, 0.0)) == (
        "Of −5.4 pp, Norte brings −5.0 pp (its result)"
    )


def test_a_part_of_few_rows_is_not_named_and_where_only_such_push_nobody_is(house: House) -> None:
    shown = csat(house)
    assert said(shown, EN, ("Oeste", -0.05, 0.0), ("Sur", -0.02, 0.0)) == "Of −7.0 pp, Sur brings −2.0 pp (its result)"
    assert said(shown, EN, ("Oeste", -0.05, 0.0), ("Sur", 0.02, 0.0)) == (
        "CSAT (top two of five): −3.0 pp; no part with enough rows explains it"
    )


def test_a_change_has_the_digits_that_the_whole_takes_beside_what_it_was(house: House) -> None:
    """82.4 less 82.4 is nothing to a reader, and −0.08 is read as −0.1: 82.36 less 82.44 is −0.08."""
    shown = csat(house)
    assert shown.then is not None and shown.then.whole is not None and shown.now.whole is not None
    shown = replace(
        shown,
        then=replace(shown.then, whole=replace(shown.then.whole, value=0.8244)),
        now=replace(shown.now, whole=replace(shown.now.whole, value=0.8236)),
    )
    assert said(shown, EN, ("Norte", -0.0012, 0.0), ("Sur", 0.0004, 0.0)) == (
        "Of −0.08 pp, Norte brings −0.12 pp (its result)"
    )


def test_parts_that_make_up_for_each_other_move_nothing(house: House) -> None:
    shown, effects = csat(house), (("Norte", 0.05, 0.0), ("Sur", -0.05, 0.0))
    assert said(shown, EN, *effects) == "CSAT (top two of five): nothing moved as a whole"
    assert said(shown, ES, *effects).endswith(": en conjunto nada se movió")


def test_a_part_that_brings_nothing_that_can_be_written_is_not_named(house: House) -> None:
    shown = csat(house)
    assert said(shown, EN, ("Norte", -0.0006, 0.0), ("Sur", -0.0004, 0.0)) == (
        "Of −0.1 pp, Norte brings −0.1 pp (its result)"
    )
    few = (("Oeste", -0.05, 0.0), ("Sur", -0.0001, 0.0))
    assert said(shown, EN, *few).endswith("no part with enough rows explains it")
    many: tuple[tuple[str | None, float, float], ...] = (("Norte", -0.0004, 0.0), ("Sur", -0.0004, 0.0))
    assert said(shown, EN, *many) == "CSAT (top two of five): −0.1 pp, a little in each of its parts"
    assert said(shown, ES, *many).endswith(": −0,1 pp, un poco en cada una de sus partes")


def test_a_single_part_is_not_said_to_explain_the_whole_that_it_is(house: House) -> None:
    shown = csat(house)
    assert said(shown, EN, ("Norte", -0.02, 0.0)) == "CSAT (top two of five): −2.0 pp; it has one part only: Norte"
    assert said(shown, ES, (None, -0.02, 0.0)).endswith(": −2,0 pp; solo tiene una parte: sin equipo")


def test_long_names_leave_out_what_does_not_fit(house: House) -> None:
    shown = csat(house)
    named = replace(shown, names={"Norte": "Mesa de ayuda empresarial del norte", "Sur": "Mesa de ayuda del sur"})
    title = said(named, EN, ("Norte", -0.02, 0.0), ("Sur", -0.02, 0.0))
    assert title == "Of −4.0 pp, Mesa de ayuda empresarial del norte brings −2.0 pp"
    assert len(title) <= TITLE


def test_rows_without_a_value_are_called_by_what_they_lack(house: House) -> None:
    shown, nobody = csat(house), PartEffect(None, Fraction(0))
    assert (name_of(shown, nobody, EN), name_of(shown, nobody, ES)) == ("rows without team", "sin equipo")
