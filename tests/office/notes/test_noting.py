"""What a note may be and who sees it: read from its own rules, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.access import EVERYTHING, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.notes.noting import NoteContent, checked, clean, reached, visible

DAY = date(2026, 11, 12)
NOTE = NoteContent(first=DAY, last=DAY, text="Sube el precio")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Sube \n el\tprecio ", "Sube el precio"),
        ("<b>Huelga</b> & **fin** [x](javascript:1)", "<b>Huelga</b> & **fin** [x](javascript:1)"),
        ("👩\u200d🚀 sale", "👩\u200d🚀 sale"),  # one sign, which its joiner makes
        ("إضراب\u200f الفريق", "إضراب\u200f الفريق"),
        ("a\u202eb\x00c\x1b[31m\ud800", "a b c [31m"),  # what would turn the line around, or is no sign at all
        ("Cafe\u0301", "Café"),
        ("\u200d\u200f \u200b", ""),
    ],
)
def test_a_text_is_kept_as_it_was_written_but_for_signs_that_nobody_sees(written: str, kept: str) -> None:
    assert clean(written) == kept


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": " \u200b"}, "needs a text"),
        ({"text": "x" * 281}, "281"),
        ({"kind": "rumour"}, "event or a comment"),
        ({"last": DAY - timedelta(days=1)}, "before its first"),
        ({"last": DAY + timedelta(days=366)}, "366 days"),
        ({"first": date(1989, 12, 31), "last": date(1989, 12, 31)}, "1990 to 2100"),
        ({"first": date(2101, 1, 1), "last": date(2101, 1, 1)}, "1990 to 2100"),
        ({"parts": (("customer", "C1"),)}, "can't be about customer"),
        ({"parts": (("process", "kitchen"),)}, "can't be about kitchen"),
        ({"parts": (("team", "x" * 201),)}, "at most"),
        ({"parts": (("team", ""),)}, "at most"),
        ({"parts": tuple(("team", str(n)) for n in range(501))}, "at most 500"),
        ({"mentions": tuple(str(n) for n in range(51))}, "at most 50"),
        ({"metric": "m" * 101}, "can't be about m"),
    ],
)
def test_a_note_that_says_nothing_or_too_much_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        checked(replace(NOTE, **changes))  # type: ignore[arg-type]


def test_the_longest_note_and_the_longest_stretch_of_days_are_kept() -> None:
    longest = replace(NOTE, text="x" * 280, last=DAY + timedelta(days=365))
    assert checked(longest) == longest


def test_parts_and_mentions_are_kept_once_and_in_order() -> None:
    given = replace(NOTE, parts=(("team", "B"), ("process", "sales"), ("team", "B")), mentions=("Eva", "Ana", "Eva"))
    kept = checked(given)
    assert (kept.parts, kept.mentions) == ((("process", "sales"), ("team", "B")), ("Ana", "Eva"))


@pytest.mark.parametrize(
    ("scope", "parts", "seen"),
    [
        (EVERYTHING, (), True),
        (EVERYTHING, (("team", "Sur"),), True),
        (Scope(teams=("Norte",)), (), True),  # of the whole company
        (Scope(teams=("Norte",)), (("process", "service"),), False),
        (Scope(teams=("Norte",)), (("team", "Norte"),), True),
        (Scope(teams=("Norte",)), (("team", "Norte"), ("team", "Sur")), False),  # the other's name stays unknown
        (Scope(processes=("sales",)), (("process", "service"), ("team", "Norte")), False),
        (Scope(processes=("sales",)), (("process", "sales"), ("team", "Norte")), True),
        (Scope(processes=("sales",), teams=("Norte",)), (("team", "Norte"),), True),  # his part lies within it
        (Scope(processes=("sales",)), (("process", "sales"), ("process", "service")), True),  # the same
        (Scope(processes=("sales", "service")), (("process", "sales"),), True),
        (Scope(processes=("sales", "service")), (("team", "Norte"),), False),
    ],
)
def test_a_reader_sees_the_notes_of_the_company_of_his_part_and_of_what_it_lies_in(
    scope: Scope, parts: tuple[tuple[str, str], ...], seen: bool
) -> None:
    assert visible(scope, replace(NOTE, parts=parts)) is seen


def test_only_a_reader_who_sees_the_note_is_mentioned() -> None:
    readers = (Reader("Ana", "executive"), Reader("Beto", "supervisor", Scope(teams=("Norte",))))
    reached(replace(NOTE, mentions=("Ana",)), readers)
    reached(replace(NOTE, parts=(("team", "Norte"),), mentions=("Ana", "Beto")), readers)
    reached(replace(NOTE, mentions=("Beto",)), readers)  # of the whole company
    for name in ("Beto", "Nobody"):
        with pytest.raises(QuestionError, match=f"{name} does not see"):
            reached(replace(NOTE, parts=(("team", "Sur"),), mentions=(name,)), readers)


@pytest.mark.parametrize(
    ("parts", "lies", "seen"),
    [
        ((("process", "service"),), {"process": ("service",)}, True),
        ((("process", "service"),), {"process": ("service", "sales")}, False),  # some of his people work elsewhere
        ((("process", "service"), ("process", "sales")), {"process": ("service",)}, True),
        ((("process", "sales"),), {"process": ("service",)}, False),
        ((("process", "service"),), {}, False),  # the data do not tell it
        ((("area", "Voz"),), {"area": ("Voz",)}, True),
        ((("area", "Voz"), ("area", "Web")), {"area": ("Voz",)}, False),  # the other's name stays unknown
        ((("process", "service"), ("team", "Sur")), {"process": ("service",)}, False),
    ],
)
def test_a_note_of_what_a_part_lies_in_by_the_data_is_seen_there(
    parts: tuple[tuple[str, str], ...], lies: dict[str, tuple[str, ...]], seen: bool
) -> None:
    around = {name: frozenset(values) for name, values in lies.items()}
    assert visible(Scope(teams=("Norte",)), replace(NOTE, parts=parts), lambda _: around) is seen
