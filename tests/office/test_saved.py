"""What a name may be, and what of a page can be kept."""

from __future__ import annotations

import pytest

from crm_metrics.errors import QuestionError
from crm_metrics.office.saved import LONGEST, Audience, checked, key_of_name, names_customer, sharable, tidy


def test_a_name_is_one_line_without_signs_that_nobody_sees() -> None:
    assert tidy("  Mi\n vista\u202e \x00 del <b>lunes</b> ") == "Mi vista del <b>lunes</b>"
    assert tidy("Ano\u0303o") == "Anõo"


@pytest.mark.parametrize("name", ["", "   ", "\u200b\n"])
def test_a_name_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(QuestionError, match="Give the view a name"):
        tidy(name)


def test_a_name_has_a_length_that_is_told() -> None:
    assert tidy("á" * LONGEST) == "á" * LONGEST
    with pytest.raises(QuestionError, match="61 letters; 60"):
        tidy("á" * (LONGEST + 1))


def test_names_that_read_the_same_are_the_same() -> None:
    assert key_of_name("MI VISTA") == key_of_name("mi vista") == key_of_name("ｍｉ vista")


def test_too_much_is_refused_and_empty_filters_are_left_out() -> None:
    assert checked({"team": ["Voz\x00 Norte"], "process": []}) == {"team": ["Voz Norte"]}
    assert checked({"team": ["Voz\u00a0Norte \u200d", "\ud800x"]}) == {"team": ["Voz\u00a0Norte \u200d", "x"]}
    with pytest.raises(QuestionError, match="too many values"):
        checked({"team": ["x" * 100] * 50})


def test_what_names_a_customer_is_shared_with_nobody() -> None:
    assert names_customer({"customer": ["crm:C1"]}) and names_customer({"find": ["Pérez"]})
    assert not names_customer({"customer": [], "team": ["Voz"]})
    sharable({"find": ["Pérez"]}, Audience(), ())
    with pytest.raises(QuestionError, match="yourself alone"):
        sharable({"find": ["Pérez"]}, Audience("level", "manager"), ())


def test_a_view_is_shared_with_a_level_or_a_reader_that_there_is() -> None:
    sharable({}, Audience("level", "manager"), ())
    sharable({}, Audience("person", "Beto"), ("Ana", "Beto"))
    for wrong in (Audience("level", "Beto"), Audience("person", "manager")):
        with pytest.raises(QuestionError, match="nobody called"):
            sharable({}, wrong, ("Ana", "Beto"))
