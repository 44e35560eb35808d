"""Published lives and models, as rows of files: imported, scored and asked by the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from crm_metrics.analysis.models.survival import kaplan_meier
from crm_metrics.command import main

Row = dict[str, object]
Ask = Callable[..., list[Row]]

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
TELCO = SHARED / "telco_ibm" / "Telco-Customer-Churn.csv"
CLOSE = date(2026, 6, 30)

# V15: Freireich's 6-MP arm (Le, Introductory Biostatistics). A week is five days here, so that 6 weeks are 30 days.
EVENTS = (6, 6, 6, 7, 10, 13, 16, 22, 23)
CENSORED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
WEEK = 5


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Import plans and ask metrics of the month of the close: `ask([...], "survival_at", by="tier")`."""
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)

    def asked(tables: dict[str, list[Row]], *metrics: str, by: str = "") -> list[Row]:
        folder = tmp_path / "files"
        if not folder.exists():
            folder.mkdir()
            company: Row = {"name": "Prueba", "time_zone": "America/Bogota", "currency": "COP", "locale": "en"}
            for name, rows in {"company": [company], **tables}.items():
                with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, list(rows[0]))
                    writer.writeheader()
                    writer.writerows(rows)
            assert main.main(["import", str(folder), "--warehouse", "house"]) == 0
            capsys.readouterr()
        command = ["query", *metrics, "--every", "month", "--since", "2026-06-01", "--until", "2026-06-30"]
        command += ["--by", by] if by else []
        assert main.main([*command, "--format", "json", "--warehouse", "house"]) == 0
        return [dict(one) for one in json.loads(capsys.readouterr().out)]

    return asked


def lives() -> list[Row]:
    """Plans that lived so long: those that ended began together, those that go on began so long before the close."""
    first = date(2026, 1, 1)
    rows: list[tuple[date, date | None]] = [(first, first + timedelta(days=WEEK * weeks)) for weeks in EVENTS]
    rows += [(CLOSE - timedelta(days=WEEK * weeks), None) for weeks in CENSORED]
    return [
        {
            "subscription_id": f"s{number}",
            "customer_id": f"c{number}",
            "product_id": "plan",
            "starts_on": starts,
            "ends_on": ends or "",
            "mrr": 10,
            "end_reason": "voluntary" if ends else "",
        }
        for number, (starts, ends) in enumerate(rows)
    ]


def reached() -> list[Row]:
    """A change of a customer on the day of the close: how far the source reaches."""
    change: Row = {"entity": "customer", "entity_id": "c0", "attribute": "segment", "changed_at": f"{CLOSE}T12:00:00"}
    return [change | {"old_value": "a", "new_value": "b"}]


def test_v15_survival_of_lives_that_were_imported(ask: Ask) -> None:
    tables = {"subscription": lives(), "status_event": reached()}
    names = ("survival_at", "survival_at_90", "survival_at_365", "median_lifetime")
    found = {one["metric"]: one for one in ask(tables, *names)}
    assert found["survival_at"]["value"] == pytest.approx(0.8571, abs=5e-5)  # 6 weeks
    assert found["survival_at_90"]["value"] == pytest.approx(0.6275, abs=5e-5)  # 18 weeks: as after week 16
    assert found["median_lifetime"]["value"] == 23 * WEEK
    assert found["survival_at_365"]["value"] is None
    assert found["survival_at_365"]["reason"] == "longer than observed: no life was followed for so many days"
    for one in found.values():
        assert (one["n"], one["numerator"], one["denominator"], one["complete"]) == (21, None, None, True), one
    curve = kaplan_meier(WEEK * np.array(EVENTS + CENSORED), [True] * 9 + [False] * 12)
    place = curve.ages.tolist().index(30)
    assert found["survival_at"]["low"] == pytest.approx(curve.low[place])
    assert found["survival_at"]["high"] == pytest.approx(curve.high[place])


def test_the_leavers_alone_would_halve_the_truth(ask: Ask) -> None:
    # V15: the leavers' mean life is 12.1 weeks, the median life is 23.
    assert round(sum(EVENTS) / len(EVENTS), 1) == 12.1
    (found,) = ask({"subscription": lives(), "status_event": reached()}, "median_lifetime")
    assert found["value"] == 23 * WEEK


@pytest.mark.real_data
@pytest.mark.skipif(not TELCO.exists(), reason="the public data sets are not beside the project")
def test_v32_survival_of_the_telephone_company() -> None:
    with TELCO.open(encoding="utf-8") as file:
        rows = [(int(row["tenure"]), row["Churn"] == "Yes") for row in csv.DictReader(file)]
    assert len(rows) == 7043
    assert sum(left for _, left in rows) == 1869
    months, left = zip(*(one for one in rows if one[0] > 0), strict=True)
    assert len(months) == 7043 - 11
    curve = kaplan_meier(months, left)
    published = {1: 0.9460, 12: 0.8432, 24: 0.7887, 36: 0.7485, 48: 0.7088, 60: 0.6644, 72: 0.5928}
    assert {age: round(curve.at(age) or 0.0, 4) for age in published} == published
