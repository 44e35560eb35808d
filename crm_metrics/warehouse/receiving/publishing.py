"""Packets of files into one new version; the mapping by which unknown files were read is kept for the next ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crm_metrics.warehouse.company import mappings
from crm_metrics.warehouse.files.texts import Progress
from crm_metrics.warehouse.finishing import Finish
from crm_metrics.warehouse.loading.rejects import Say, plain
from crm_metrics.warehouse.loading.schedule import Schedule, ScheduledSource
from crm_metrics.warehouse.loading.sync import SyncReport, sync
from crm_metrics.warehouse.publish import silent
from crm_metrics.warehouse.receiving.packets import Packet

REFUSED = 2


def bring(
    packets: Sequence[tuple[Packet, str]],
    company: Path,
    warehouse: Path,
    *,
    finish: Finish | None,
    full: bool = False,
    accept_rejects: bool = False,
    say: Say = plain,
    progress: Progress = silent,
) -> SyncReport:
    """Load packets, each with the text of its mapping ("" where a source has it), all of them or none.

    full: the files are all there is of their sources. The mappings are kept once the rows are in.

    Raises DataError where the warehouse can't be written, or another load is at work.
    """
    entries = []
    for packet, text in packets:
        assert packet.source is not None, "a packet that is loaded has a source"
        path = packet.folder.with_suffix(".toml")
        if text:
            path.write_text(text, encoding="utf-8")
        entries.append(
            ScheduledSource(
                name=packet.source.name,
                mapping=str(path) if text else packet.mapping,
                kind="folder",
                place=packet.folder,
                queries={},
                full=full,
                required=True,
            )
        )
    report = sync(
        Schedule(tuple(entries), None),
        warehouse,
        finish=finish,
        accept_rejects=accept_rejects,
        say=say,
        progress=progress,
    )
    if report.exit_code != REFUSED:
        for packet, text in packets:
            if text and packet.source is not None:
                mappings.keep(company, packet.source.name, text)
    return report
