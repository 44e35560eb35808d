"""The command doctor: whether the warehouse is whole and fresh, and which metrics wait for what."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.governance import register, shares
from crm_metrics.command import printing
from crm_metrics.command.run import Run
from crm_metrics.metrics.lacks import Lack, lacks
from crm_metrics.metrics.problems import problems
from crm_metrics.metrics.registry import known
from crm_metrics.names import TABLES
from crm_metrics.warehouse import doctor as checks
from crm_metrics.warehouse import versions
from crm_metrics.warehouse.finals.checking import unlike as unlike_months
from crm_metrics.warehouse.refreshing.checking import unlike
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


def doctor(run: Run) -> int:
    """The command doctor: what would mislead a reader, how fresh each source is, what can't be computed."""
    found = run.named or versions.exists(run.folder)
    damage = checks.damage(run.folder, run.settings) if found else None
    rows = list(unlike(run.folder, run.settings)) if found and damage is None else []
    warehouse = run.warehouse
    notes = [*([damage] if damage else []), *checks.checkup(warehouse), *rows]
    if warehouse.made_here:
        notes += unlike_months(warehouse.fetch, warehouse.company.time_zone, warehouse.version)
    run.print("Version {number} of the warehouse in {folder}.", number=str(warehouse.version), folder=run.folder)
    sys.stdout.write(sources(warehouse, [source.name for source, _ in checks.late(warehouse)], run.words))
    for note in notes:
        run.print("! {sentence}" if note.misleads else "- {sentence}", sentence=note)
    for problem in problems(warehouse=warehouse):
        run.print("- {sentence}", sentence=problem.error)
    sys.stdout.write(uncomputable(warehouse, run.words))
    misled = any(note.misleads for note in notes)
    run.print("A reader would be misled: see the lines with !." if misled else "Nothing here would mislead a reader.")
    return 1 if misled else 0


def uncomputable(warehouse: Warehouse, words: Words) -> str:
    """A line per missing file or column, with the metrics that wait for it; empty when none is missing."""
    waiting: dict[Lack, list[str]] = {}
    for metric in known().values():
        for lack in lacks(warehouse, metric):
            waiting.setdefault(lack, []).append(words(metric.label))
    return "".join(
        (
            words("- {file}: no row has a value in {column}; {metrics} can't be computed.", file=" / ".join(lack.files),
                  column=lack.column, metrics=names)
            if lack.column
            else words("- Never loaded: {tables}. Needed by {metrics}. Template: {template}.",
                       tables=" / ".join(words(TABLES[one]) for one in lack.tables), metrics=names,
                       template=lack.templates)
        )
        + "\n"
        for lack, names in sorted(waiting.items())
    )  # fmt: skip


def sources(warehouse: Warehouse, late: Sequence[str], words: Words) -> str:
    """A line per source: how far it reaches, when it was loaded, its tables, who answers for it, how full it is."""
    owners, filled = register.owners_of(warehouse), register.filled_by(warehouse, EVERYTHING)
    outdated = shares.lacks(warehouse, "source")
    rows = [
        [
            source.name,
            "–" if source.through is None else source.through.isoformat(),
            words("late") if source.name in late else words("ended") if source.ended else "",
            words.moment(source.loaded_at) + " UTC",
            ", ".join(words(TABLES[one]) if one in TABLES else one for one in source.tables),
            owners.get(source.name, words("nobody named")),
            register.completeness(source, filled.get(source.name), words, outdated=outdated).text,
        ]
        for source in warehouse.sources
    ]
    titles = ("source", "until", "state", "loaded", "tables", "owner", "critical fields filled")
    return printing.grid([words(name) for name in titles], rows)
