"""A warehouse that release 0.1.0 made, read and rebuilt by this one.

`release_0_1_0.duckdb.xz` is a version that its code wrote: `init --name Vieja --country CO`, then an import of four
sales (w1 won 1,000, w2 lost, w3 won 500, w4 open) and three surveys of satisfaction (5, 2 and 4 of 5).
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import crm_metrics as crm
from crm_metrics.command.main import main
from crm_metrics.errors import CrmError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.warehouse import schema, versions
from crm_metrics.warehouse.store import open_warehouse

PACKED = Path(__file__).parent / "release_0_1_0.duckdb.xz"
JANUARY = {"every": "month", "since": date(2026, 1, 1), "until": date(2026, 1, 31)}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Path]:
    versions.file_of(tmp_path, 1).write_bytes(lzma.decompress(PACKED.read_bytes()))
    versions.swap_pointer(tmp_path, versions.write_pointer(tmp_path, 1))
    yield tmp_path


def numbers(place: Path) -> list[tuple[object, object]]:
    shop = crm.open(place)
    try:
        readings = [
            metric.measure(shop, **JANUARY).readings[0]  # type: ignore[arg-type]
            for metric in (crm.metrics.win_rate, crm.metrics.bookings, crm.metrics.csat)
        ]
    finally:
        shop.close()
    return [(one.numerator, one.denominator) for one in readings]


def test_it_opens_with_the_numbers_that_it_had_and_says_what_to_do(house: Path) -> None:
    assert numbers(house) == [(2, 3), (1500, None), (2, 3)]
    shop = open_warehouse(house)
    assert shop.notice is not None
    assert "rebuild" in str(shop.notice)
    shop.close()


def test_no_metric_of_this_release_crashes_on_it(house: Path) -> None:
    shop = crm.open(house)
    refused = 0
    for metric in CATALOGUE.values():
        try:
            metric.measure(shop, every="month", since=date(2026, 1, 1), until=date(2026, 1, 31))
        except CrmError:
            refused += 1
    shop.close()
    assert refused < len(CATALOGUE) / 2


def test_the_commands_tell_it_in_a_sentence(
    house: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    assert main(["query", "win_rate", "--warehouse", str(house)]) == 0
    assert "The command rebuild" in capsys.readouterr().err
    assert main(["doctor", "--warehouse", str(house)]) in (1, 2)
    told = capsys.readouterr()
    assert "The command rebuild" in told.out + told.err


@pytest.mark.parametrize("form", ["table", "json", "html"])
def test_the_catalogue_shows_every_metric_and_which_ones_wait_for_rebuild(
    house: Path, form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    assert main(["metrics", "--format", form, "--warehouse", str(house)]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in ("win_rate", "trial_loss_rate"))
    assert form == "json" or "needs the command rebuild" in told
    assert main(["metrics", "trial_loss_rate", "--warehouse", str(house)]) == 0  # its rows are younger than 0.1.0


def test_one_command_makes_it_anew_with_the_same_numbers(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_LANGUAGE", "en")
    assert main(["rebuild", "--warehouse", str(house)]) == 0
    assert numbers(house) == [(2, 3), (1500, None), (2, 3)]
    shop = open_warehouse(house)
    assert shop.notice is None
    assert schema.told_by(shop.connection) == schema.made_by()
    assert shop.fetch("select count(*) from main.work_item") == [(4,)]
    assert [(one.name, one.tables) for one in shop.sources][1] == ("plain", ("survey", "work_item"))
    shop.close()
    assert len(versions.versions(house)) == 2  # the earlier one is still there for rollback


def test_a_load_over_it_brings_it_up_too(house: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    exports = tmp_path_factory.mktemp("exports")
    (exports / "survey.csv").write_text(
        "survey_id,instrument,customer_id,sent_at,responded_at,score,scale_min,scale_max\n"
        "s4,csat,c4,2026-01-24 10:00,2026-01-24 11:00,1,1,5\n",
        encoding="utf-8",
    )
    assert main(["import", str(exports), "--warehouse", str(house)]) == 0
    assert numbers(house) == [(2, 3), (1500, None), (2, 4)]
