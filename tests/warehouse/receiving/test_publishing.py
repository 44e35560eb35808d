"""Packets are loaded as one version, all or none, and the way in which they were read is kept for the next ones."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from crm_metrics.warehouse import versions
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.warehouse.receiving.packets import Packet
from crm_metrics.warehouse.receiving.publishing import bring
from crm_metrics.warehouse.store import open_warehouse
from crm_metrics.warehouse.suggesting.writing import toml_of
from tests.warehouse.receiving.conftest import Dropped
from tests.warehouse.receiving.test_packets import CUSTOMERS, INVOICES, QUEUE


def published(packets: list[Packet], place: Path, *, full: bool = False, accept: bool = False) -> int:
    texts = [(packet, toml_of(packet.found.mapping) if packet.found else "") for packet in packets]
    return bring(texts, place / "company", place / "warehouse", finish=None, full=full, accept_rejects=accept).exit_code


def sales(place: Path) -> list[tuple[object, ...]]:
    with closing(open_warehouse(place / "warehouse")) as opened:
        return opened.fetch("select order_id, amount::double from main.order_line order by 1")


def test_files_of_several_sources_are_one_version(dropped: Dropped, place: Path) -> None:
    before = versions.current(place / "warehouse")
    found = dropped({"customer.csv": CUSTOMERS, "queue_log": QUEUE, "facturas enero.csv": INVOICES})
    assert published(found, place) == 0
    assert versions.current(place / "warehouse") == before + 1
    assert sales(place) == [("F-1", 100.0), ("F-2", 50.5)]
    assert [path.name for path in (place / "company" / "mappings").iterdir()] == ["facturas_enero.toml"]


def test_the_same_files_again_do_not_double_and_the_command_line_reads_them_alike(
    dropped: Dropped, place: Path
) -> None:
    published(dropped({"facturas enero.csv": INVOICES}, cancelled_rows="leave_out"), place)
    assert published(dropped({"facturas enero.csv": INVOICES}), place) == 0
    assert sales(place) == [("F-1", 100.0), ("F-2", 50.5)]
    inbox = place / "febrero"
    inbox.mkdir()
    (inbox / "facturas febrero.csv").write_text(INVOICES.replace("F-", "G-"), encoding="utf-8")
    report = import_folder(inbox, place / "warehouse", finish=None)
    assert report.source == "facturas_enero"
    assert [row[0] for row in sales(place)] == ["F-1", "F-2", "G-1", "G-2"]
    assert import_folder(inbox, place / "warehouse", "facturas_enero", finish=None).version is None


def test_a_mended_list_may_replace_what_it_brought(dropped: Dropped, place: Path) -> None:
    """F-2 is gone from the second list: it goes where the owner says that the list is all there is."""
    published(dropped({"facturas.csv": INVOICES}, cancelled_rows="leave_out"), place)
    mended = "".join(line for line in INVOICES.splitlines(keepends=True) if not line.startswith("F-2"))
    found = dropped({"facturas.csv": mended})
    assert [one.complete for one in found] == [True]
    assert published(found, place) == 0
    assert [row[0] for row in sales(place)] == ["F-1", "F-2"]
    assert published(dropped({"facturas.csv": mended}), place, full=True) == 0
    assert [row[0] for row in sales(place)] == ["F-1"]


def test_one_month_of_several_is_not_all_there_is(dropped: Dropped, place: Path) -> None:
    published(dropped({"facturas enero.csv": INVOICES}, cancelled_rows="leave_out"), place)
    (found,) = dropped({"facturas febrero.csv": INVOICES.replace("F-", "G-")})
    assert not found.complete


def test_what_is_refused_leaves_no_rows_and_no_mapping(dropped: Dropped, place: Path) -> None:
    lines = "".join(f"C{n},Ana,{'x' if n < 25 else '2026-01-05'}\n" for n in range(30))
    files = {"customer.csv": f"customer_id,name,acquired_on\n{lines}", "facturas enero.csv": INVOICES}
    before = versions.current(place / "warehouse")
    assert published(dropped(files), place) == 2
    assert versions.current(place / "warehouse") == before
    assert not (place / "company" / "mappings").exists()
    assert published(dropped(files), place, accept=True) == 1
    assert sales(place) == [("F-1", 100.0), ("F-2", 50.5)]
