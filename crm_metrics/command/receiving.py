"""The command receive: which source reads each file, what it would bring, and its way into the warehouse."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crm_metrics.command.printing import grid, known_format
from crm_metrics.command.run import REFUSED, Progress, Run
from crm_metrics.command.suggesting import MEANINGS, SUBJECTS, as_json, country_of, currency_of, mapping_text
from crm_metrics.errors import CrmError
from crm_metrics.names import TABLES
from crm_metrics.warehouse.loading.sync import Part
from crm_metrics.warehouse.notes import Note
from crm_metrics.warehouse.receiving.packets import Packet, Sorting
from crm_metrics.warehouse.receiving.publishing import bring
from crm_metrics.warehouse.receiving.subtotals import Subtotal
from crm_metrics.warehouse.receiving.trial import SampleRows
from crm_metrics.warehouse.suggesting.columns import fits
from crm_metrics.warehouse.suggesting.found import pattern_of
from crm_metrics.warehouse.suggesting.questions import OwnersAnswers, read_answers
from crm_metrics.warehouse.suggesting.suggestion import ReadFile
from crm_metrics.words import Words, mark

_FORMATS = ("table", "json")
# Kinds of row that one document has several of: the name of a file would not tell them apart.
_KINDS: Mapping[str, str] = {
    "document": mark("documents"),
    "line": mark("lines of documents"),
    "related": mark("documents that belong to others"),
    "paid": mark("payments of documents"),
    "payment": mark("payments"),
    "instalment": mark("due days"),
    "event": mark("events of documents"),
    "without_lines": mark("documents"),
}
_COLUMNS: Mapping[str, str] = {  # what is shown of a document
    **MEANINGS,
    "document": mark("file"),
    "day": mark("day"),
    "name": mark("name"),
    "about": mark("what was sold"),
    "subtotal": mark("amount before the discount"),
    "invoice": mark("invoice"),
}
_UNKNOWN = mark("{file}: these columns are not known and were left aside: {columns}.")
_UNUSED = mark("{file}: no number needs these columns: {columns}.")
NAMED = 3  # files named


def receive(run: Run) -> int:
    """The command receive. Exit 0: all is read, or in; 1: something is open or left out; 2: nothing is."""
    given = run.given
    form = known_format(given.format, _FORMATS)
    with TemporaryDirectory(prefix="pulso-") as scratch:
        sorting = Sorting(
            inbox=Path(given.folder),
            scratch=Path(scratch),
            company=run.settings.company,
            warehouse=run.folder,
            answers=read_answers(Path(given.answers)) if given.answers else OwnersAnswers(),
            country=country_of(run),
            currency=currency_of(run),
            say=run.words,
            progress=Progress(run),
        )
        packets = sorting.packets(given.source or "", anew=given.anew)
        if given.publish:
            return _publish(packets, run)
        told = report(packets, run.words)
    if form == "json":
        print(json.dumps(told, ensure_ascii=False))
    else:
        _print(told)
    if not any(packet.trial.reads for packet in packets):
        return REFUSED
    return 0 if all(_is_clear(packet) for packet in packets) else 1


def _publish(packets: Sequence[Packet], run: Run) -> int:
    """Load what can be read; what can't is told, and keeps nothing out."""
    for packet in packets:
        if packet.trial.problem is not None:
            _tell_problem(packet, run)
    ready = [packet for packet in packets if packet.source is not None and packet.trial.problem is None]
    if not ready:
        run.tell("Nothing was loaded: the warehouse is as it was.")
        return REFUSED
    outcome = bring(
        [(packet, mapping_text(packet.found, run.words) if packet.found else "") for packet in ready],
        run.settings.company,
        run.folder,
        finish=run.finish,
        full=run.given.full,
        accept_rejects=run.given.accept_rejects,
        say=run.words,
        progress=Progress(run),
    )
    for part in outcome.parts:
        _tell_part(run, part)
    if outcome.version is not None:
        run.tell("Version {number} is current.", number=str(outcome.version))
    elif outcome.exit_code == REFUSED:
        run.tell("Nothing was loaded: the warehouse is as it was.")
    else:
        run.tell("Nothing is new: the warehouse is as it was.")
    return max(outcome.exit_code, int(len(ready) < len(packets)))


def _tell_part(run: Run, part: Part) -> None:
    """What became of one source, in words of the trade; what it noticed was told before it was published."""
    for one in part.report.tables if part.report else ():
        run.print(
            "{rows}: {loaded} new or changed, {unchanged} as before, {rejected} left out.",
            rows=run.words(TABLES[one.table]).capitalize(),
            loaded=one.loaded,
            unchanged=one.unchanged,
            rejected=one.rejected,
        )
    for trouble in part.troubles:
        for sentence in getattr(trouble, "errors", (trouble,)):
            run.say(sentence)


def _tell_problem(packet: Packet, run: Run) -> None:
    for sentence in _sentences(packet.trial.problem):
        run.say(sentence)


def _sentences(problem: CrmError | None) -> Sequence[CrmError]:
    """One refusal may be of several files."""
    errors: Sequence[CrmError] = getattr(problem, "errors", (problem,) if problem else ())
    return errors


def _asked_tax_id(problem: CrmError | None) -> str:
    """The tax id that is probably the company's, where invoices can't be read before it says its own; else ""."""
    return str(problem.parts["tax_id"]) if problem and "sellers" in problem.parts else ""


def _whose(problem: CrmError, words: Words) -> str:
    """The same where the reader can say it at once, without a command."""
    said = mark(
        "Which company is yours? These invoices were issued by {sellers}. Say your own tax id: what others sold to you"
        " is left out."
    )
    return words(said, sellers=problem.parts["sellers"])


def _is_clear(packet: Packet) -> bool:
    doubt = packet.found is not None and packet.found.exit_code
    return packet.trial.reads and not packet.trial.left_out and not doubt


# What a program reads: the page asks for it in a process of its own --------------------------------------------------


def report(packets: Sequence[Packet], words: Words) -> dict[str, Any]:
    """All of it as JSON: sentences in the reader's language, amounts and days plain."""
    return {
        "packets": [_packet(packet, words) for packet in packets],
        "meanings": [{"id": name, "name": words(text)} for name, text in MEANINGS.items()],
    }


def _packet(packet: Packet, words: Words) -> dict[str, Any]:
    trial, found, problems = packet.trial, packet.found, _sentences(packet.trial.problem)
    told: dict[str, Any] = {
        "kind": packet.kind,
        "files": list(packet.files),
        "source": packet.source.name if packet.source else None,
        "title": packet.source.title if packet.source else "",
        "problems": [words.error(one) if not _asked_tax_id(one) else _whose(one, words) for one in problems],
        "own_tax_id": _asked_tax_id(trial.problem),
        "reads": trial.reads,
        "complete": packet.complete,
        "tables": [
            {"table": words(TABLES[one.table]), "read": one.read, "rejected": one.rejected, "loaded": one.loaded}
            for one in trial.tables
        ],
        "rejected": [
            {
                "file": one.file,
                "line": one.line,
                "column": one.column,
                "value": one.value,
                "message": one.message(words),
            }
            for one in trial.rejected
        ],
        "left_out": trial.left_out,
        "too_many": trial.too_many,
        "notices": [_notice(one, words, packet) for one in trial.notices],
        "samples": [_sample(one, words) for one in trial.samples if one.rows],
        "subtotals": [_subtotal(one, words) for one in trial.subtotals],
        "understood": [],
        "questions": [],
        "stated": [],
    }
    if found is not None:
        said = as_json(found, words, None)
        told["questions"], told["stated"] = said["questions"], said["stated"]
        told["understood"] = [
            _with_choices(one, read, words) for one, read in zip(said["files"], found.files, strict=True)
        ]
    return told


def _with_choices(told: Mapping[str, Any], read: ReadFile, words: Words) -> dict[str, Any]:
    """A file as `suggest` tells it, with its pattern, and by column the meanings that its values may have."""
    if read.table is None:
        return {**told, "pattern": None, "what": ""}
    may = {one.name: [name for name in MEANINGS if fits(name, one.look)] for one in read.table.columns}
    columns = [{**one, "may": may[one["column"]]} for one in told.get("columns", ())]
    what = words(SUBJECTS[read.table.subject])
    return {**told, "columns": columns, "pattern": pattern_of(read.file), "what": what}


def _notice(one: Note, words: Words, packet: Packet) -> str:
    """What is to be told beside: its table in words, documents not by the folder in which they were put."""
    described = packet.found is not None  # what each column means is known from its values
    parts = dict(one.parts)
    if parts.get("table") in TABLES:
        parts["table"] = words(TABLES[str(parts["table"])]).capitalize()
    if str(parts.get("file", "")).partition(" (")[0] == packet.folder.name:
        parts["file"] = words("the documents")
    return words.error(Note(_UNUSED if described and one.template == _UNKNOWN else one.template, parts))


def _sample(one: SampleRows, words: Words) -> dict[str, Any]:
    named = ", ".join([*one.files[:NAMED], *(["…"] if len(one.files) > NAMED else [])])
    # The columns of a list have the names that its owner gave them, those of a document only what we call them.
    places = [at for at, name in enumerate(one.columns) if one.files or name in _COLUMNS]
    return {
        "kind": words(_KINDS[one.kind]) if one.kind in _KINDS and not one.files else named or one.kind,
        "columns": [one.columns[at] if one.files else words(_COLUMNS[one.columns[at]]) for at in places],
        "rows": [[_cell(row[at], words) for at in places] for row in one.rows],
        "numbers": [
            any(_is_number(row[at]) for row in one.rows)
            and all(row[at] is None or _is_number(row[at]) for row in one.rows)
            for at in places
        ],
    }


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | int | float) and not isinstance(value, bool)


def _cell(value: object, words: Words) -> str:
    """A value as people of the reader's country write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Decimal | int | float):
        return words.number(value)
    return str(value)


def _subtotal(one: Subtotal, words: Words) -> dict[str, Any]:
    return {
        "id": one.subject.id,
        "label": words(one.subject.label),
        "measures": [{"label": words(each.label), "unit": each.unit} for each in one.subject.measures],
        "months": [
            {"month": month.isoformat(), "values": list(map(_plain, told))} for month, told in one.months.items()
        ],
        "whole": list(map(_plain, one.whole)),
    }


def _plain(amount: Decimal | int | None) -> str | None:
    return None if amount is None else str(amount)


def _print(told: Mapping[str, Any]) -> None:
    for packet in told["packets"]:
        print(f"{packet['kind']}: {packet['title'] or packet['source'] or '–'} · {', '.join(packet['files'])}")
        for problem in packet["problems"]:
            print(f"  {problem}")
        for one in packet["understood"]:
            if one.get("problem"):
                print(f"  {one['problem']}")
        for table in packet["tables"]:
            print(f"  {table['table']} read {table['read']} loaded {table['loaded']} rejected {table['rejected']}")
        for one in packet["subtotals"]:
            names = ["", *(each["label"] for each in one["measures"])]
            rows = [[each["month"][:7], *(value or "" for value in each["values"])] for each in one["months"]]
            rows.append(["", *(value or "" for value in one["whole"])])
            print(f"{one['label']}\n{grid(names, rows, right=names[1:])}", end="")
        for question in packet["questions"]:
            if question["open"]:
                print(f"{question['id']}: {question['text']} {question['consequence']}")
