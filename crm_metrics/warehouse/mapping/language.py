"""The mapping language: one TOML per source says how its files become the input tables.

    name = "shop"                    the source; what it brings carries this name in `_source`
    title = "Orders of the shop"     one line for people
    owner = "Ana Ruiz, sales"        who answers for the source, as the page of data says; owners.toml comes before it
    prefix = "shop"                  before every id (`shop:17`); the name when not given, "" for none. 'unknown' stays
    time_zone = "America/Bogota"     of instants without offset; else the company's, whose are all days without an hour
    encoding = "cp1252"              of files that are neither UTF-8 nor marked by a byte-order mark
    delimiter = ";"                  else found in the header line, among , ; tab |
    escape = "\\\\"                    quotes and marks within a cell have a backslash before them, as databases write
                                     them; a cell \\N is empty. Else a quote within a quoted cell is doubled
    decimal = ","   thousands = "."  the marks of numbers; else found when only one reading fits
    dates = "DD/MM/YYYY"             the format of columns of kind "date", or "serial"; else found when only one fits
    instants = "DD/MM/YYYY HH:MM"    the format of columns of kind "instant", "epoch" or "serial"; likewise;
                                     "DD/MM/YYYY *": any hour or none
    missing = ["?", "NaN"]           words that mean: empty
    through = 2018-10-17             how far the files reach; else the last day on which something happened
    ended = true                     nothing more will come from this source
    open_debts = true                its receivable lists only what is still open, as a report by age does
    undated = true                   its invoices without a due day are due on a day that nobody told; else on their own
    separate = true                  its files come from several systems: each table reaches as far as its own rows;
                                     else all reach as far as the furthest, for a quiet file is no late one
    max_rejected = 0.02              above this share of rejected rows a table refuses the load; else 0.05, or 20 rows
    rates_to = "MXN"                 the currency that rates of the rows themselves lead to
    notes = ["…"]                    sentences shown after each import
    extends = "plain"                the input tables themselves, with the settings above (and no files or tables)
    extends = "google_forms"         another source, with what stands here over it, word by word and table by table, as
                                     [files.form.aliases] with a company's questions; [[tables]] come after its own

    [files.orders]                   one kind of file; `orders` is its name below
    names = ["orders_*"]             patterns of its name without folder and ending, any case
    bare = true                      its files have no ending, as queue_log.1, or .txt or .log at most
    rows_of = "log"                  other files with the rows of `log`, whose columns have the same names
    required = true                  without it nothing is loaded
    header = ["id", "day", …]        the file has no header line: its columns in order
    widths = [6, 9, 3, 8]            … and its cells are not separated: each has so many characters (with `header`)
    pattern = '([^:]+): (.*)'        … or are the groups of a pattern: a line that it fits begins a row, any other goes
                                     on in the last cell of the row before it (with `header`)
    ragged = 5                       a line may end after so many cells, the others are empty; what lies beyond the
                                     last column stays in it (with `header`)
    quotes = false                   a quote is a letter like others, and cells never hold the delimiter
    subtitles = 1                    so many lines below the names explain them and are no rows. A column may be named
                                     by its title, by what stands below it, or by both: Title - Choice
    subtitles_end = '{"ImportId"'    what begins the cells of the last of them; a time zone told there is the column's
    ask_zone = true                  instants that tell no offset are refused until a time_zone is declared
    may_lack = ["won"]               columns that are empty, not missing, when the file lacks them
    repeated = ["labels"]            columns that may stand there several times, as a tool writes a list: their filled
                                     cells, with | between, which is what a column of kind "list" reads
    key = "id"                       a thing comes once for each change: of the rows of one key the newest is read …
    changed = ["sent", "updated"]    … by the first of these columns that is filled
    needs_one = ["nps", "csat"]      of these it has one at least; a file without any is refused, with what it has
    sheet = "Data"                   of a workbook; else its first
    sheets = ["Ene*", "Feb*"]        of a workbook: all that fit a pattern and have the columns, one below the other
    other_sheets = ["Pagos*"]        … but for these, which another kind with the same `names` reads
    report = true                    a list made to be printed: its header stands below lines of title, and may come
                                     again on each page; lines of totals, and remarks in a cell alone, are no rows
    totals = ["acumulado*"]          how such a line of totals begins, beside total, subtotal, suma, soma, saldo
    header_lines = 2                 the names stand in so many lines, read as one: Importe above Total is Importe Total
    day_of_month = "day"             this column tells the day alone, 3 or 3/5; lines above the header, the name of the
                                     sheet or of the file tell month and year
    group = "customer_name"          a line that says one thing alone names what all rows below it have in this column,
                                     down to their total: a report by customer
    answers.cancelled_rows = "keep"  what the owner said of such files; the command suggest asks it no more
    meanings.Importe = "net"         what a person said a column means, for suggest too; "" for nothing
                                     And for this file alone, as above: delimiter, escape, encoding, decimal,
                                     thousands, dates, instants, time_zone, missing
    [files.orders.columns]           kinds of columns; what is not named here is "text"
    price = "number"                 number, whole, percent, yes/no, time, list, date, instant, text, what stands below
                                     (docs/mapping.md shows all), or a format of dates:
    day = "M/D/YYYY H:MM"            YYYY YY MM M MMM DD D HH H MM SS AM Z or "ISO"; H: an instant; MMM: a month's name,
                                     short or long, in Spanish, Portuguese or English
    day = ["M/D/YYYY H:MM", "ISO"]   several, as several tools write it: the one that fits all values of a column, file
                                     by file; where two do and read other moments, the columns with the same ways
                                     tell, as all are written alike; else the file is refused
    talked = "duration"              a length of time, in seconds: 27:15:00, 2 h 05 min, 1 día 3 horas, PT2H5M, 7500;
                                     27:15 is hours and minutes, in a column of kind "M:SS" minutes and seconds
    liked = "score"                  the one number of a label: 5 (Muy satisfecho), Extremely likely - 10; or its stars
                                     of five, or its words for how satisfied: Muy satisfecho is 5
    liked = "0-10"                   … from 0 to 10; a column with another number is refused, and of kind "0-10 coded"
                                     one that begins with 1: it may be coded from 1 to 11
    created = "epoch"                seconds since 1970, or milliseconds where all values are that large
    day = "serial"                   days as Excel counts them since 1900: 45000.5 (never as it does since 1904)
    share = "percent"                12.5 % as 0.125; a value without the sign is not read
    aliases.price = ["precio", "unit price"]   in [files.orders], too: other names that a column has been seen under

    [documents]                      XML documents, as many in a file, folder or ZIP as there are; all of them one input
    each = ["Invoice"]               the elements that are a document, by local name, wherever in a file
    only = "ProfileID = 'X'"         XPath of each: whether it is one of this source, which `import` so finds itself
    inside = ".//Description"        XPath of texts of the file that hold another one, read in its place
    seller = "Issuer/@Id"            XPath of who sells, by tax id: other sellers' documents, as purchases, are left out
    country = "MX"                   whose rules give tax ids their normal form (tax_ids.py)
    nobody = ["XAXX010101000"]       tax ids of no customer: in `tax_ids` they, and none at all, are 'unknown'
    [files.line]                     one kind of row in each document, in place of `names`:
    rows = "Lines/Line"              XPath of the rows; "." is the document itself
    paths = { price = "@Price" }     its columns: XPath from the row, the first that is found; several with | between
    tax_ids = ["customer"]           columns that are tax ids
                                     XPath here: names are local names, whatever their namespace; each row also has
                                     `document`, the number of its document, `digest`, which differs by content,
                                     `branch`: empty, or @ and the seller where it is not the company's first tax id,
                                     and `nth`, the text of its number among the rows of its kind in the document

    [[withdrawn]]                    ids of documents that no longer hold, replaced or cancelled: known rows whose key
                                     begins with such an id (up to #) are withdrawn; the relation `withdrawn` has each
                                     `id` ever told, to be looked up by rows that come again
    from = "related"                 rows that tell such ids
    when = "kind = '04'"             … those of them that do
    id = "upper(uuid)"               the id

    [rows.last_update]               rows made from a file or from other rows, to be read below like a file
    from = "log"                     what they are made from
    lookup.people = { id = "who" }   beside each row, the one row of `people` whose `id` equals the expression
    if_there = ["people"]            lookups whose columns are empty, not missing, when their file isn't there
    when = "kind <> 'test'"          only these rows of `from`; how many others there are is told after each import;
                                     of what happened, a row known from before that it leaves out is withdrawn
    why = "they are tests"           … with this reason, in place of the expression
    by = ["case"]                    one row per case: columns are then aggregates: first(x), last(x), min, max, sum,
                                     count, each also with filter (where …)
    within = ["case"]                one row per row, but looking around in its case: previous(x), next(x), number(),
                                     running(x): the sum of x so far, latest(x): the last x so far that isn't empty
    order = ["at"]                   what first, last and these words follow; after it the order of the file
    keep = "old is distinct from new"   only these of the rows made; speaks of the new columns
    optional = true                  left out, and told, when a file lacks a column that it can't do without
    columns = { at = "last(at)" }    name = expression
    columns.net = { spread = "document.net", over = "net" }   an amount shared out over the rows of `within` as `over`
                                     is, what differs by its size, cents by the largest remainder: the sum is the amount

    [[tables]]                       rows of an input table, made with the same words
    table = "order_line"             its name; each is described in crm_metrics/warehouse/schema.sql
    from = "orders"                  the rows that its own are made from
    first = ["first_resolved_at"]    of these instants a known row keeps the earliest ever told
    updated = "changed"              when the row was last changed: of several of one key the newest counts, and one
                                     older than what is known changes only what `first` names
    elsewhere = true                 what `when` passes by another file tells: it isn't told as left out
    assumed = "that …"               what nobody has said: numbers made of its rows are never complete
    currency = "code"                the currency of the row's amounts; empty: the company's (data/rates.csv)
    rate = "rate"                    units of `rates_to` for one of it, as the row tells; before rates.csv. What settles
                                     an invoice has the invoice's rate
    [tables.columns]
    order_id = "id"                              a column
    quantity = "1"                               a constant
    delivered_at = "case when ok then day end"   any scalar SQL expression over the columns; no query, no table or file
    customer_id = "people.code"                  a column of a lookup
    status = { value = "state", map = { W = "won", L = "lost" } }   words one by one; another word rejects the row …
    product_id = { value = "item", map = { GTXPro = "GTX Pro" }, otherwise = "item", report = true }   … or stays
    kind = { value = "type", map = { Queja = "complaint" }, loose = true }   whatever its case, accents and blanks
    [tables.keys]                    of customers: exact keys that tell one customer over several sources
    tax_id = "vat"                   name = expression; used when [alias] or sources.toml declares the name

    [aliases]                        with extends = "plain": other names of the columns of the input tables, in place
                                     of all that Pulso knows
    customer_id = ["codigo", "NIT"]
    [words.channel]                  … and what people write for the words of a column, in place of what Pulso knows
                                     for that column
    phone = ["Llamada", "Tel."]

    [alias]                          which keys join customers of several sources, as rows of customer_alias
    keys = ["email", "tax_id"]       names from [tables.keys], or of columns of customer; an empty key joins nobody
    normalise = ["trim", "lower"]    before they are compared; also "plain": without blanks, points and dashes
    most = 3                         a key that more ids share joins nobody, nor does one that two of a source share

To be looked up without a file, of what this source brought before: `known_agent`, the `id` of who was an agent;
`known_order` and `known_invoice`, the `id` of each up to #, of an invoice its `customer` too; `withdrawn`, see there.
Every row also has `_file` (name of its file without ending), `_line`, `_row` (number within its file, from 0),
`_until`, the last day that the lines above the header of a report name, as in "del 01/01/2026 al 20/11/2026"; null
where none does, and `_scales`, the scale that the question of each score names, as `csat 1 7; ces 1 5`.
Of a column that the file lacks, rules that use it are left out, and known rows keep what they have; where the input
table can't do without it, the file is refused. A lookup of a file that isn't in the folder gives nothing, and known
rows keep what it once told. A day without an hour is a civil day of the company, whatever zone is declared: given to a
column of instants it stays that day, and its row remembers that the hour is not known. civil_day(at) is the company's
day of an instant, a text or a day; so is cast(at as date), of an instant.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crm_metrics.declared import text_of
from crm_metrics.errors import DataError, DefinitionError, unknown
from crm_metrics.languages import unaccented
from crm_metrics.warehouse.mapping import needs, plain
from crm_metrics.warehouse.mapping.source import KNOWN, OF_DOCUMENTS, FileRule, RowRule, Source, Spread, TableRule
from crm_metrics.warehouse.tables import Table, tables

# Sources that read public data sets, to prove the metrics by: no company has such files.
PUBLIC_SETS = frozenset((
    "airline_loyalty", "bank_marketing", "cdnow", "complaints", "crm_pipeline", "incidents", "loan_applications",
    "olist_funnel", "olist_orders", "servicenow_log", "telco",
))  # fmt: skip


def source_names() -> tuple[str, ...]:
    """The sources that come with the product."""
    return tuple(sorted(_files()))


def offered_sources() -> tuple[str, ...]:
    """Those that a company may have files of."""
    return tuple(name for name in source_names() if name not in PUBLIC_SETS)


@cache
def _files() -> Mapping[str, Traversable]:
    """The file of each of them; those of one kind stand in a folder of their own."""
    folder = resources("crm_metrics.warehouse").joinpath("sources")
    found = [file for part in folder.iterdir() for file in (part.iterdir() if part.is_dir() else [part])]
    return {file.name[:-5]: file for file in found if file.name.endswith(".toml")}


def open_source(name: str | None = None) -> Source:
    """A source by its name, or by the path of its TOML file; without either `plain`, the input tables themselves.

    Raises DefinitionError where the file is not what this module's docstring says, naming the place.
    """
    wanted = name or "plain"
    if wanted.endswith(".toml"):
        path = Path(wanted)
        if not path.is_file():
            raise DataError("There is no source file {path}.", path=wanted)
        return _read(text_of(path), path.name)
    if wanted not in source_names():
        raise unknown(DataError, "No source '{word}'.", wanted, offered_sources())
    return _shipped(wanted)


@cache
def _shipped(name: str) -> Source:
    text = _files()[name].read_text(encoding="utf-8")
    return _read(text, f"{name}.toml")


def _read(text: str, file: str) -> Source:
    try:
        return source_of(_extended(tomllib.loads(text), file), file)
    except (ValueError, RecursionError) as error:  # TOML that can't be read, or a number of thousands of digits
        told = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "too many digits or brackets"
        raise DefinitionError("{file} is not TOML: {problem}.", file=file, problem=told) from error


def source_of(told: Mapping[str, object], file: str) -> Source:
    """The source that a TOML, read already, declares. Raises DefinitionError, naming the place, where it is wrong."""
    try:
        source = Source.model_validate(told)
    except ValidationError as error:
        raise DefinitionError("{file}: {problem}.", file=file, problem="; ".join(_problems(error))) from error
    if source.name == "plain" or source.extends:
        source = _with_plain_tables(source)
    for problem in _mistakes(source):
        raise DefinitionError("{file}: {problem}.", file=file, problem=problem)
    return source


def _extended(told: Mapping[str, Any], file: str) -> Mapping[str, Any]:
    """What a source says, over what the source says that it extends; `plain` is made of the input tables instead."""
    base = told.get("extends")
    if base in (None, "plain") or not isinstance(base, str):
        return told
    if base not in source_names():
        raise DefinitionError("{file}: {problem}.", file=file, problem=f"extends: there is no source {base}")
    under = _extended(tomllib.loads(_files()[base].read_text(encoding="utf-8")), file)
    both = _over(under, {word: said for word, said in told.items() if word != "extends"})
    return both | ({"rows": _in_order(both["rows"])} if isinstance(both.get("rows"), dict) else {})


def _in_order(rows: Mapping[str, Any]) -> dict[str, Any]:
    """Rows after those that they are made from: what a source adds may stand before what it extends, or after it."""
    left, found = dict(rows), dict[str, Any]()
    while left:
        ready = [name for name, rule in left.items() if not _reads(rule) & set(left) - {name}]
        for name in ready or list(left):  # rows that need each other are told as a mistake
            found[name] = left.pop(name)
    return found


def _reads(rule: Any) -> set[str]:
    return {str(rule.get("from")), *rule.get("lookup", {})} if isinstance(rule, dict) else set()


def _over(under: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """Words over words, in each table by its name; rules of tables, and notes, after those that are there."""
    both = dict(under)
    for word, said in told.items():
        known = under.get(word)
        if isinstance(said, dict) and isinstance(known, dict):
            both[word] = _over(known, said)
        elif word in ("tables", "notes") and isinstance(known, list):
            both[word] = [*known, *said]
        else:
            both[word] = said
    return both


def _problems(error: ValidationError) -> Iterator[str]:
    """Each place once: a column's rule is a text or a table, and what is wrong with the text says enough."""
    places: dict[str, str] = {}
    for problem in error.errors():
        place = ".".join(
            str(part) for part in problem["loc"] if part not in ("ValueMap", "Spread") and "[" not in str(part)
        )
        places.setdefault(place, problem["msg"].removeprefix("Value error, "))
    for place, said in places.items():
        yield f"{place}: {said}"


def _with_plain_tables(source: Source) -> Source:
    """The source with a file and a table for each input table, columns by name."""
    shipped = source if source.name == "plain" else _shipped("plain")
    aliases, words = source.aliases or shipped.aliases, {**shipped.words, **source.words}
    rules = {name: FileRule.model_validate(rule) for name, rule in plain.files(aliases).items()}
    made = tuple(TableRule.model_validate(rule) for rule in plain.rules(words))
    prefix = source.prefix if source.prefix is not None else ""
    return source.model_copy(update={"files": rules, "tables": made, "aliases": aliases, "prefix": prefix})


def _mistakes(source: Source) -> Iterator[str]:
    """What is wrong with a source that each of its tables alone can't tell."""
    known: set[str] = {*(kind for kind, rule in source.files.items() if not rule.rows_of), *KNOWN}
    for gone in source.withdrawn:
        yield from _misplaced("withdrawn", gone, known)
    yield from _mistakes_of_files(source, known)
    for name, rule in source.rows.items():
        yield from _misplaced(f"rows.{name}", rule, known)
        known.add(name)
    for rule in source.tables:
        place = f"tables.{rule.table}"
        yield from _misplaced(place, rule, known)
        if rule.table not in tables():
            yield f"{place}: there is no input table {rule.table}"
            continue
        yield from _misfits(place, rule, tables()[rule.table])


def _mistakes_of_files(source: Source, known: set[str]) -> Iterator[str]:
    if bool(source.documents) != bool(source.kinds_of_rows()):
        yield "documents need a kind of file with rows, and rows need documents"
    for kind in source.kinds_of_rows():
        for name in needs.columns(source, kind):
            if name not in source.files[kind].paths and name not in OF_DOCUMENTS:
                yield f"files.{kind}: a rule reads {name}, and paths has no such column"
    for kind, file in source.files.items():
        if file.rows_of and file.rows_of not in known:
            yield f"files.{kind}: no kind of file is named {file.rows_of}"


def _misplaced(place: str, rule: RowRule, known: set[str]) -> Iterator[str]:
    for name in (rule.origin, *rule.lookup):
        if name not in known:
            yield f"{place}: nothing is named {name} before it; known: {', '.join(sorted(known))}"
    for name in rule.if_there:
        if name not in rule.lookup:
            yield f"{place}: {name} in if_there is no lookup of it"
    if any(isinstance(value, Spread) for value in rule.columns.values()) and not rule.within:
        yield f"{place}: spread needs within, the rows that share"
    if rule.by and rule.within:
        yield f"{place}: either by or within, not both"


def _misfits(place: str, rule: TableRule, table: Table) -> Iterator[str]:
    for name in rule.columns:
        if name not in table.columns:
            yield f"{place}: {table.name} has no column {name}"
    for name in rule.first:
        if name not in table.instants or name not in rule.columns:
            yield f"{place}: {name} in first is no instant that it gives"
    for name, column in table.columns.items():
        if column.required and name not in rule.columns:
            yield f"{place}: {table.name} can't do without {name}"


def folded(name: str) -> str:
    """A column's name without case, accents and the marks between its words."""
    plain = unaccented(name.strip().strip("\ufeff")).casefold()
    return re.sub(r"[\s_\-./]+", "_", plain).strip("_")
