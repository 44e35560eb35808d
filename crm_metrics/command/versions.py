"""The commands about the versions of a warehouse: versions and rollback."""

from __future__ import annotations

import sys

from crm_metrics.command import arguments, printing
from crm_metrics.command.run import Run
from crm_metrics.warehouse import versions as numbered
from crm_metrics.warehouse.publish import rollback as make_current


def versions(run: Run) -> int:
    """The command versions: all of them, and which one is current."""
    known = numbered.versions(run.folder)
    now = numbered.current(run.folder)
    rows = [
        [
            str(version.number),
            run.words.moment(version.made_at) + " UTC",
            run.words.number(version.size / 1024**2, 1) + " MB",
            run.words("current") if version.number == now else "",
        ]
        for version in known
    ]
    names = [run.words(name) for name in ("version", "made", "size", "")]
    sys.stdout.write(printing.grid(names, rows, right=(names[0], names[2])))
    return 0


def rollback(run: Run) -> int:
    """The command rollback: an earlier version becomes the current one."""
    number = make_current(run.folder, arguments.whole("N", run.given.number))
    run.print("Version {number} of the warehouse in {folder} is current.", number=str(number), folder=run.folder)
    return 0
