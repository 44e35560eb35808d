"""What the files of a folder mean: their tables, the questions they leave, and the mapping that reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files import reports, texts
from crm_metrics.warehouse.files.containers import HIDDEN, unzipped
from crm_metrics.warehouse.files.headers import Wanted
from crm_metrics.warehouse.mapping import needs
from crm_metrics.warehouse.mapping.language import source_names, source_of
from crm_metrics.warehouse.mapping.source import JSON_ENDINGS, RESERVED, Source, ending
from crm_metrics.warehouse.publish import silent
from crm_metrics.warehouse.suggesting import grids, pages, sheets
from crm_metrics.warehouse.suggesting.drafts import MappingDraft
from crm_metrics.warehouse.suggesting.familiar import QUESTION, with_customers
from crm_metrics.warehouse.suggesting.foreign import ForeignMoney, foreign_money
from crm_metrics.warehouse.suggesting.found import FoundTable, billed
from crm_metrics.warehouse.suggesting.grids import FoundGrid
from crm_metrics.warehouse.suggesting.people import People, told_by_names
from crm_metrics.warehouse.suggesting.questions import AskedQuestion, Interview, OwnersAnswers
from crm_metrics.warehouse.suggesting.recognised import known_source
from crm_metrics.warehouse.suggesting.subjects.contacts import draft_calls
from crm_metrics.warehouse.suggesting.subjects.customers import make_customers
from crm_metrics.warehouse.suggesting.subjects.invoices import draft_invoices
from crm_metrics.warehouse.suggesting.subjects.ledgers import draft_debts, draft_payments, payer_rows
from crm_metrics.warehouse.suggesting.subjects.links import link_rows, with_named_invoices
from crm_metrics.warehouse.suggesting.subjects.sales import draft_sales, draft_subscriptions
from crm_metrics.warehouse.suggesting.subjects.surveys import draft_surveys
from crm_metrics.warehouse.suggesting.subjects.tickets import draft_tickets

_DRAFTS: Mapping[str, Callable[[MappingDraft], None]] = {
    "invoices": draft_invoices,
    "payments": draft_payments,
    "debts": draft_debts,
    "sales": draft_sales,
    "tickets": draft_tickets,
    "calls": draft_calls,
    "surveys": draft_surveys,
    "subscriptions": draft_subscriptions,
    "customers": lambda draft: None,
}
_NO_GRID: Sequence[FoundGrid | None] = (None,)  # of a file in which no table was found


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """One file of the folder, as it was understood."""

    file: str
    """Its name; where several ZIPs hold one of that name, after the name of its own: enero.zip/facturas.csv."""
    table: FoundTable | None
    """The table in it; None where nothing was understood."""
    grid: FoundGrid | None
    """Where the table stands."""
    left: reports.LeftOut
    """What of it is no row."""
    makes: tuple[str, ...]
    """The input tables that it becomes rows of."""
    problem: DataError | None = None
    """Why it could not be opened."""
    known: str | None = None
    """The source of the product that reads it as it is."""
    sheet: str = ""
    """Which of its sheets this is, where several are tables each by itself."""
    unused: tuple[str, ...] = ()
    """The columns that were understood, and of which the mapping reads nothing."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What was understood of a folder."""

    files: Sequence[ReadFile]
    """Each of its files."""
    questions: Sequence[AskedQuestion]
    """What came up, answered or open."""
    mapping: Mapping[str, Any]
    """The mapping, as its TOML says it."""
    source: Source | None
    """The same, checked; None where nothing was understood."""
    foreign: Sequence[ForeignMoney] = ()
    """The rows in other currencies, whose rates the import asks for."""

    @property
    def assumed(self) -> list[tuple[str, str]]:
        """What is taken for granted of input tables: the table, and the end of the sentence."""
        found = ((str(rule["table"]), str(rule["assumed"])) for rule in self.mapping["tables"] if rule.get("assumed"))
        return list(dict.fromkeys(found))

    @property
    def exit_code(self) -> int:
        """0: nothing is open; 1: defaults were assumed; 2: nothing was understood."""
        if self.source is None:
            return 2
        still = any(one.answer is None and not one.question.stated for one in self.questions)
        return 1 if still or self.assumed else 0


def suggest(
    folder: Path,
    answers: OwnersAnswers,
    *,
    name: str = "archivos",
    country: str = "",
    currency: str = "",
    customers: Iterable[tuple[str, str]] = (),
    progress: texts.Progress = silent,
) -> Suggestion:
    """Read the files of a folder that nothing is known of.

    name: of the source that the mapping declares; country: two letters, of the company, for marks that can't be told;
    currency: three letters, of the company, to which rates of exchange lead; customers: the name and the id of each
    that is known already.

    Raises DataError for a folder that isn't there or holds no file, QuestionError for an answer that is no choice.
    """
    with TemporaryDirectory() as scratch:
        paths = _named(_paths(folder), Path(scratch))
        grids_of, problems = _grids(paths, progress)
    read_tables, found = sheets.tables_in(grids_of, answers.meanings_of)
    inquiry = Interview(answers, country, currency)
    tables = _told(read_tables, customers, inquiry)
    people = People([table for table in tables if table.subject != "unknown"])
    known = [table for table in tables if table.subject in _DRAFTS]
    drafts = [MappingDraft(table=table, inquiry=inquiry, people=people, everything=tables) for table in known]
    for draft in drafts:
        draft.peers = drafts
        if QUESTION in inquiry.asked and set(inquiry.asked[QUESTION].files) & set(draft.table.files):
            draft.asked.append(QUESTION)
    for draft in drafts:
        _DRAFTS[draft.table.subject](draft)
    payer_rows(drafts)
    link_rows(drafts)
    make_customers(drafts)
    mapping = _mapping(drafts, source_name(name))
    source = source_of(mapping, f"{name}.toml") if any(draft.tables for draft in drafts) else None
    read = [
        _read(name, grid, tables, drafts, source=source, problem=problems.get(name))
        for name in paths
        for grid in found.get(name) or _NO_GRID
    ]
    return Suggestion(
        files=read,
        questions=inquiry.questions(),
        mapping=mapping,
        source=source,
        foreign=foreign_money(drafts, currency),
    )


def _told(tables: Sequence[FoundTable], customers: Iterable[tuple[str, str]], inquiry: Interview) -> list[FoundTable]:
    """The tables, with what they say of each other: their customers, what is billed, which invoices payments name."""
    named = with_customers(told_by_names(tables), customers, inquiry, inquiry.answers.meanings_of)
    return with_named_invoices(billed(named))


def source_name(name: str) -> str:
    """A name that a source may bear."""
    bare = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name.casefold()).strip("_")
    bare = bare if bare[:1].isalpha() else f"s_{bare}".rstrip("_")
    return f"{bare}_propio" if bare in (*RESERVED, *source_names()) else bare


def _paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        if folder.is_file():
            raise DataError(
                "{file} is a file: name the folder that holds it. All files in it that the source knows are imported.",
                file=folder,
            )
        raise DataError("There is no folder {folder}.", folder=folder)
    paths = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(HIDDEN)]
    kept = sorted(path for path in paths if path.suffix.casefold() not in (".md", ".toml"))
    if not kept:
        raise DataError("{folder} holds no file.", folder=folder)
    return kept


def _named(paths: Sequence[Path], scratch: Path) -> dict[str, Path]:
    """The files, those in ZIPs unpacked, each under a name that no other one has."""
    files = [(path, one) for path in paths for one in _files_of(path, scratch)]
    often = Counter(one.name for _, one in files)
    named: dict[str, Path] = {}
    for path, one in files:
        name = one.name if often[one.name] == 1 or one == path else f"{path.name}/{one.name}"
        named[name if name not in named else f"{path.name}/{len(named)}/{one.name}"] = one
    return named


def _files_of(path: Path, scratch: Path) -> list[Path]:
    """A file, or those in a ZIP; one that can't be unpacked stays itself, for its problem to be told."""
    if path.suffix.casefold() != ".zip":
        return [path]
    try:
        return sorted(unzipped(path, scratch / path.name)) or [path]
    except DataError:
        return [path]


def _grids(
    paths: Mapping[str, Path], progress: texts.Progress
) -> tuple[dict[str, list[FoundGrid]], dict[str, DataError]]:
    found: dict[str, list[FoundGrid]] = {}
    problems: dict[str, DataError] = {}
    for name, path in paths.items():
        try:
            found[name] = grids.find_all(replace(pages.open_file(path, progress), file=name))
        except DataError as error:
            problems[name] = error
    return found, problems


def _mapping(drafts: Sequence[MappingDraft], name: str) -> dict[str, Any]:
    for draft in drafts:
        draft.finish()
    rated = {draft.inquiry.currency for draft in drafts if any(rule.get("rate") for rule in draft.tables)}
    said = {draft.inquiry.asked["balance_list"].answer for draft in drafts if "balance_list" in draft.asked}
    return {
        "name": name,
        "title": "Files of the company, read by the command suggest",
        "prefix": "",
        **({"open_debts": True} if said == {"all"} or any(draft.open_debts for draft in drafts) else {}),
        **({"rates_to": rated.pop()} if rated else {}),
        **({"undated": True} if _undated(drafts) else {}),
        **({"separate": True} if sum(bool(draft.tables) for draft in drafts) > 1 else {}),
        "files": {draft.name: draft.file() for draft in drafts if draft.tables},
        "rows": {made: rule for draft in drafts if draft.tables for made, rule in draft.rows.items()},
        "tables": [rule for draft in drafts for rule in draft.tables],
    }


def _undated(drafts: Sequence[MappingDraft]) -> bool:
    """Whether debts are told and the day on which they are due is not: due at once would make all of them overdue."""
    rules = [rule["columns"] for draft in drafts for rule in draft.tables if rule["table"] == "receivable"]
    owed = [columns for columns in rules if columns["kind"] == "'invoice'"]
    return bool(owed) and not any("due_on" in columns for columns in owed)


def _read(
    file: str,
    grid: FoundGrid | None,
    tables: Sequence[FoundTable],
    drafts: Sequence[MappingDraft],
    *,
    source: Source | None,
    problem: DataError | None,
) -> ReadFile:
    """A file as it was understood, with what its mapping leaves out of it."""
    left = reports.LeftOut()
    table = next((one for one in tables if grid in one.grids), None)
    draft = next((one for one in drafts if table is not None and one.name == table.name), None)
    makes = tuple(dict.fromkeys(rule["table"] for rule in draft.tables)) if draft else ()
    if grid is not None and source is not None and draft is not None and draft.tables:
        columns, required, filled = (say(source, draft.name) for say in (needs.columns, needs.required, needs.filled))
        wanted = Wanted(source.file(draft.name), columns, required, filled)
        if wanted.rule.is_report:
            for _ in reports.rows([(page.name, page.records) for page in grid.pages], wanted, left, file):
                pass
        left.sheets.extend(grid.others)
    understood = table if table is not None and table.subject != "unknown" else None
    known = known_source(_called(file.rpartition("/")[2], grid), grid.names) if grid is not None else None
    sheet = (
        ", ".join(page.name for page in grid.pages) if grid is not None and table is not None and table.sheets else ""
    )
    return ReadFile(
        file=file,
        table=understood or table,
        grid=grid,
        left=left,
        makes=makes,
        problem=problem,
        known=known,
        sheet=sheet,
        unused=_unused(draft) if makes and draft else (),
    )


def _called(file: str, grid: FoundGrid) -> str:
    """What a table is called: as its file is, or as its list in JSON."""
    name = grid.pages[0].name
    return f"{name}{ending(file)}" if name and ending(file) in JSON_ENDINGS else file


def _unused(draft: MappingDraft) -> tuple[str, ...]:
    read = {one.place for one in draft.used.values()}
    return tuple(one.name for one in draft.table.columns if one.meaning and one.place not in read)
