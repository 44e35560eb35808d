"""A campaign drawn below a list of customers: by who may, with those held out in no list, and withdrawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.boards.campaigns.kept import forget
from crm_metrics.declared import Stamp
from crm_metrics.office.campaigns.campaign import KeptCampaign
from crm_metrics.office.campaigns.shelf import campaigns
from crm_metrics.office.database import opened
from crm_metrics.office.place import OfficePlace
from pages.parts import session, sheet
from tests.pages.reading import ROOT, shown, whole

ACCESS = """
[[reader]]
name = "Ana"
level = "manager"
personal = true
[[reader]]
name = "Beto"
level = "manager"
[[reader]]
name = "Caro"
level = "supervisor"
teams = ["Voz Norte"]
personal = true
[[reader]]
name = "Dora"
level = "executive"
founds = true
"""
NEW, END = "tk-campaign-new", "tk-campaign-end"


@pytest.fixture
def file(kept_in: OfficePlace, tmp_path: Path) -> Path:
    """The database's file."""
    forget()
    return tmp_path / "office.sqlite"


def visit(reader: str, language: str = "es", **asked: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in {"lang": language, **asked, "reader": reader}.items():
        app.query_params[key] = [value]
    return whole(app.switch_page("pages/customers.py").run())


def unfold(app: AppTest, form: str) -> AppTest:
    app.session_state[form] = True
    return whole(app.run())


def press(app: AppTest, key: str) -> AppTest:
    return whole(app.button(key=key).click().run())


def kept(file: Path) -> tuple[KeptCampaign, ...]:
    return campaigns(opened(OfficePlace(file=file)))


def draw(app: AppTest, name: str) -> AppTest:
    app.text_input(key=f"{NEW}-name").set_value(name)
    return press(app, f"{NEW}-do")


def test_it_is_drawn_from_the_list_shown_and_its_list_stands_under_campaigns(file: Path) -> None:
    app = unfold(visit("Ana", part="segments", row="high"), NEW)
    assert "de la lista" in shown(app) and not file.exists()
    press(app, f"{NEW}-do")
    assert "Una campaña necesita un nombre" in shown(app) and kept(file) == ()
    app.selectbox(key=f"{NEW}-share").set_value(0.5)  # of so few a tenth may be nobody
    draw(app, "Volver <b>ya</b>")
    (one,) = kept(file)
    content = one.content
    assert (content.name, one.author, content.days, content.asked) == (
        "Volver <b>ya</b>", "Ana", 28, {"part": ["segments"], "row": ["high"]},
    )  # fmt: skip
    assert content.held and not set(content.listed) & set(content.held)
    html = shown(app)
    assert "Volver &lt;b&gt;ya&lt;/b&gt; está sorteada" in html and "<b>ya" not in html
    list_of = shown(visit("Ana", part="campaigns", drawn=one.id))
    assert f"{len(content.listed)} clientes por contactar" in list_of and "se cuenta cuando" in list_of


def test_a_day_whose_outcome_is_known_is_refused_and_what_was_typed_stays(file: Path) -> None:
    app = unfold(visit("Ana", "en", part="segments"), NEW)
    app.date_input(key=f"{NEW}-day").set_value(date(2026, 1, 5))
    draw(app, "Back")
    assert "a campaign begins after it" in shown(app) and kept(file) == ()
    assert app.text_input(key=f"{NEW}-name").value == "Back"


def test_who_may_not_know_the_customers_is_told_and_a_reader_of_a_part_has_no_form(file: Path) -> None:
    app = unfold(visit("Beto", part="stimulus"), NEW)
    assert "quien ve a todos los clientes de la empresa" in shown(app)
    assert f"{NEW}-do" not in str([one.key for one in app.button])
    app = visit("Caro")
    assert "Sortear una campaña" not in str(app.get("expander")) and not file.exists()


def test_who_drew_it_or_a_founder_withdraws_it(file: Path) -> None:
    draw(unfold(visit("Ana", "en", part="segments"), NEW), "Back")
    assert "Withdraw a campaign" not in str(visit("Beto", "en", part="campaigns").get("expander"))
    app = unfold(visit("Dora", "en", part="campaigns"), END)
    press(app, f"{END}-do")
    assert "say why" in shown(app) and kept(file)[0].stands
    app.text_area(key=f"{END}-why").set_value("No budget")
    press(app, f"{END}-do")
    assert not kept(file)[0].stands
    assert "withdrawn by Dora: No budget" in shown(app)


def test_two_of_one_name_the_second_is_told(file: Path) -> None:
    first, second = (unfold(visit("Ana", "en", part="segments"), NEW) for _ in range(2))
    draw(first, "Back")
    draw(second, "BACK")
    assert "There is a campaign of this name" in shown(second) and len(kept(file)) == 1


def test_a_page_that_asks_to_contact_is_made_anew_when_a_day_begins_once_there_is_a_campaign(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(moment: float, page: str) -> tuple[Stamp, ...]:
        monkeypatch.setattr(sheet, "time", SimpleNamespace(time=lambda: moment))
        return sheet.stamps(page, session.current_settings())

    def same() -> list[str]:
        return [page for page in ("customers", "daily", "weekly") if at(0, page) == at(900, page)]

    assert same() == ["customers", "daily", "weekly"]
    draw(unfold(visit("Ana", "en", part="segments"), NEW), "Back")
    assert same() == ["weekly"] and at(0, "customers") == at(899, "customers")


def test_whom_a_campaign_holds_out_the_next_one_leaves_out(file: Path) -> None:
    draw(unfold(visit("Ana", "en", part="segments"), NEW), "One")
    (one,) = kept(file)
    app = unfold(visit("Ana", "en", part="segments"), NEW)
    draw(app, "Two")
    two = next(each for each in kept(file) if each.content.name == "Two")
    assert not set(one.content.held) & {*two.content.listed, *two.content.held}
