"""The wall as Streamlit runs it, without a browser: whose numbers stand, in which language, and the way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.errors import DataError
from pages.parts import session
from pages.wall import screen
from tests.pages.reading import shown, whole


def wall(app: AppTest, **asked: str) -> str:
    """What a wall shows that is asked for with these words of the address."""
    for name, said in {"wall": "1", **asked}.items():
        app.query_params[name] = said
    app.run()
    assert not app.exception
    return shown(app)


def way(html: str) -> str:
    """Where the way out leads."""
    found = re.search(r'class="tk-wall-way" href="([^"]*)"', html)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_wall_has_one_board_a_clock_and_one_way_out(app: AppTest, language: str) -> None:
    html = wall(app, lang=language, reader="executive")
    whole(app)
    assert html.count("tk-wall-head") == 1 and html.count("<a ") == 1
    assert ("Ahora: " in html and "Sigue: " in html) == (language == "es")
    assert ("Now: " in html and "Next: " in html) == (language == "en")
    assert "tk-wall-old" in html and "21 nov 2026" in html.lower()  # the demo's last day, long ago
    assert not app.get("selectbox") and not app.get("button") and not app.get("download_button")
    assert re.fullmatch(rf"(daily|weekly|monthly)\?reader=executive&lang={language}", way(html))


def _at(minute: int, zone: tzinfo) -> datetime:
    return datetime(1970, 1, 1, 0, minute, tzinfo=zone)


def test_the_board_follows_the_clock(app: AppTest, settled: pytest.MonkeyPatch) -> None:
    seen = []
    for minute in range(3):
        settled.setattr(screen, "datetime", SimpleNamespace(now=partial(_at, minute)))
        html = wall(app, boards="monthly,daily", reader="executive")
        seen.append(way(html).split("?")[0])
    assert seen == ["monthly", "daily", "monthly"]


def test_a_supervisors_wall_has_the_supervisors_board_alone(
    app: AppTest, settled: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    access = tmp_path / "access.toml"
    access.write_text('[[reader]]\nname = "Ana"\nlevel = "supervisor"\nprocesses = ["collections"]\npersonal = true\n')
    settled.setenv("CRM_ACCESS", str(access))
    html = wall(app)
    assert "Solo Cobranzas" in html and "Servicio" not in html
    assert way(html) == "daily?reader=Ana&lang=es" and "Sigue: " not in html
    refused = wall(app, boards="monthly,nothing")
    assert "Ninguno de los tableros pedidos puede estar en esta pared" in refused and "tk-wall-tile" not in refused
    assert way(refused) == "./?reader=Ana&lang=es"


def test_customers_are_masked_whatever_the_reader_may_see(app: AppTest, settled: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    answered = session.answered

    def kept(page: str, wanted: Any, who: Any) -> Any:
        asked.append(who.personal)
        return answered(page, wanted, who)

    settled.setattr(session, "answered", kept)
    wall(app, boards="daily")  # in local mode every reader has every right
    assert asked and not any(asked)


def test_a_filter_of_rows_narrows_the_wall_and_one_that_is_unknown_is_said(app: AppTest) -> None:
    html = wall(app, boards="daily", process="collections", team="nobody", until="2026-11-02")
    assert "Proceso: Cobranzas" in html and "«nobody»" in html
    assert "Datos hasta el 21 nov 2026" in html  # the last day, always


def test_a_company_without_data_has_a_wall_that_says_so(settled: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settled.setenv("CRM_WAREHOUSE", str(tmp_path / "nothing"))
    empty = AppTest.from_file(str(screen.HERE.parents[1] / "dashboard.py"), default_timeout=60)
    html = wall(empty, lang="en")
    assert "There are no data yet" in html and "tk-wall-way" in html


def _damaged() -> Any:
    raise DataError("The file CURRENT of the warehouse in {folder} is missing or can't be read.", folder="x")


def _broken() -> Any:
    raise RuntimeError("secret path")


@pytest.mark.parametrize(("fails", "told"), [(_damaged, "CURRENT"), (_broken, "referencia")])
def test_what_fails_is_said_and_the_clock_goes_on(
    app: AppTest, settled: pytest.MonkeyPatch, fails: Callable[[], Any], told: str
) -> None:
    settled.setattr(screen, "_latest", fails)
    html = wall(app, boards="daily")
    assert told in html and "secret" not in html
    assert "tk-wall-foot" in html and "Ahora: " in html and "tk-wall-tile" not in html


def test_the_boards_lead_to_the_wall_with_their_filters_and_not_their_day(app: AppTest) -> None:
    app.query_params["process"] = "collections"
    app.query_params["until"] = "2026-11-02"
    app.query_params["lang"] = "en"
    whole(app.switch_page("pages/daily.py").run())
    assert 'href="daily?wall=1&amp;' in shown(app)
    link = unescape(re.findall(r'class="tk-to-wall" href="([^"]*)"', shown(app))[0])
    assert "process=collections" in link and "lang=en" in link and "until" not in link
    whole(app.switch_page("pages/journey.py").run())
    assert "tk-to-wall" not in shown(app)
