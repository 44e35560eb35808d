"""Saved views: who sees them, who changes them, and what happens when two do at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crm_metrics.errors import QuestionError
from crm_metrics.office import views
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.saved import Audience, ChangedMeanwhileError
from crm_metrics.office.views import ViewShelf

Shelf = Callable[..., ViewShelf]
ALONE = Audience()


def names(shelf: ViewShelf) -> list[str]:
    return [one.name for one in shelf.views()]


def test_before_anybody_saved_there_is_nothing_and_no_file(shelf: Shelf, database: OfficeDatabase) -> None:
    assert shelf("Ana").views() == ()
    assert database.place.file is None or not database.place.file.exists()


def test_a_private_view_is_its_owners_alone(shelf: Shelf) -> None:
    saved = shelf("Ana").save("Mi vista", "daily", {"team": ["Voz Norte"]}, ALONE)
    assert shelf("Ana").views() == (saved,)
    assert saved.asked == {"team": ("Voz Norte",)}
    assert names(shelf("Beto")) == names(shelf("Ana María")) == []


def test_a_view_is_shared_with_a_level_or_with_a_reader(shelf: Shelf) -> None:
    shelf("Ana").save("Para gerentes", "daily", {}, Audience("level", "manager"))
    shelf("Ana").save("Para Beto", "daily", {}, Audience("person", "Beto"))
    assert names(shelf("Beto", "supervisor")) == ["Para Beto"]
    assert names(shelf("Beto", "manager")) == ["Para Beto", "Para gerentes"]
    assert names(shelf("Caro", "manager")) == ["Para gerentes"]
    assert names(shelf("Caro", "executive")) == []


def test_the_own_come_first_each_by_name(shelf: Shelf) -> None:
    shelf("Beto").save("a de Beto", "daily", {}, Audience("person", "Ana"))
    shelf("Ana").save("zeta", "daily", {}, ALONE)
    shelf("Ana").save("Beta", "daily", {}, ALONE)
    assert names(shelf("Ana")) == ["Beta", "zeta", "a de Beto"]


def test_a_board_that_a_level_may_not_open_is_not_listed(shelf: Shelf) -> None:
    shelf("Ana").save("Mes", "monthly", {}, Audience("person", "Beto"))
    assert names(shelf("Beto", "supervisor")) == []
    assert names(shelf("Beto", "executive")) == ["Mes"]


def test_what_asks_for_a_customer_is_hidden_from_who_sees_none(shelf: Shelf) -> None:
    shelf("Ana", rights=("personal",)).save("Ficha", "customer", {"customer": ["crm:C1"]}, ALONE)
    assert names(shelf("Ana", rights=("personal",))) == ["Ficha"]
    assert names(shelf("Ana")) == []


def test_a_name_is_taken_once_by_each_owner(shelf: Shelf) -> None:
    shelf("Ana").save("Mi vista", "daily", {}, ALONE)
    other = shelf("Ana").save("Otra", "daily", {}, ALONE)
    shelf("Beto").save("Mi vista", "daily", {}, ALONE)
    with pytest.raises(QuestionError, match="“MI VISTA” already"):
        shelf("Ana").save("MI  VISTA", "weekly", {}, ALONE)
    with pytest.raises(QuestionError, match="already"):
        shelf("Ana").change(other, "mi vista", ALONE)
    assert names(shelf("Ana")) == ["Mi vista", "Otra"]


def test_an_owner_has_a_stated_number_of_views(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST", 3)
    for number in range(3):
        shelf("Ana").save(f"{number}", "daily", {}, ALONE)
    with pytest.raises(QuestionError, match="You have 3 saved views"):
        shelf("Ana").save("4", "daily", {}, ALONE)
    shelf("Beto").save("4", "daily", {}, ALONE)


def test_a_view_is_renamed_shared_and_deleted_by_its_owner(shelf: Shelf) -> None:
    saved = shelf("Ana").save("Mi vista", "daily", {}, ALONE)
    changed = shelf("Ana").change(saved, "mi Vista", Audience("person", "Beto"))
    assert (changed.version, changed.name, names(shelf("Beto"))) == (2, "mi Vista", ["mi Vista"])
    with pytest.raises(QuestionError, match="of Ana, who alone"):
        shelf("Beto").change(changed, "de Beto", ALONE)
    with pytest.raises(QuestionError, match="of Ana, who alone"):
        shelf("Beto", rights=("founds",)).delete(changed)
    shelf("Ana").delete(changed)
    assert names(shelf("Ana")) == names(shelf("Beto")) == []
    with pytest.raises(QuestionError, match="deleted meanwhile"):
        shelf("Ana").delete(changed)


def test_who_saves_on_what_was_changed_meanwhile_is_shown_both(shelf: Shelf) -> None:
    seen = shelf("Ana").save("Mi vista", "daily", {}, ALONE)
    shelf("Ana").change(seen, "La primera", ALONE)
    with pytest.raises(ChangedMeanwhileError, match="“La primera” now; you wrote “La segunda”") as caught:
        shelf("Ana").change(seen, "La segunda", ALONE)
    assert names(shelf("Ana")) == ["La primera"]
    with pytest.raises(ChangedMeanwhileError):
        shelf("Ana").delete(seen)
    shelf("Ana").change(caught.value.view, "La segunda", ALONE)
    assert names(shelf("Ana")) == ["La segunda"]


def test_a_view_of_a_reader_who_is_gone_stays_with_whom_it_was_shared_and_is_deleted_by_who_founds(
    shelf: Shelf,
) -> None:
    shelf("Ana").save("Compartida", "daily", {}, Audience("person", "Beto"))
    shelf("Ana").save("Privada", "daily", {}, ALONE)
    left = ("Beto", "Caro")
    beto = shelf("Beto", known=left)
    assert names(beto) == ["Compartida"]
    assert not beto.may_delete(beto.views()[0])
    with pytest.raises(QuestionError):
        beto.delete(beto.views()[0])
    founder = shelf("Beto", rights=("founds",), known=left)
    founder.delete(founder.views()[0])
    assert names(beto) == []


def test_what_a_view_asks_is_changed_by_its_owner_alone_and_is_checked_anew(shelf: Shelf) -> None:
    saved = shelf("Ana", rights=("personal",)).save(
        "Mío", "chosen", {"shown": ["csat", "nps"]}, Audience("person", "Beto")
    )
    turned = shelf("Ana").change(saved, "Mío", saved.audience, {"shown": ["nps", "csat"]})
    assert (turned.version, turned.asked) == (2, {"shown": ("nps", "csat")}), "another order is another board"
    assert shelf("Beto").views() == (turned,)
    assert shelf("Ana").change(turned, "Mío", turned.audience).version == 2, "nothing is another"
    with pytest.raises(QuestionError, match="of Ana, who alone"):
        shelf("Beto").change(turned, "Mío", turned.audience, {"shown": ["csat"]})
    with pytest.raises(QuestionError, match="one customer"):
        shelf("Ana").change(turned, "Mío", turned.audience, {"customer": ["crm:C1"]})
    with pytest.raises(ChangedMeanwhileError):
        shelf("Ana").change(saved, "Mío", saved.audience, {"shown": ["csat"]})
