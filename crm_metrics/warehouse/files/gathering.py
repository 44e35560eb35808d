"""All XML documents of a folder as one input: a table of text for each kind of row, and the account of the others."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crm_metrics.errors import DataError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.files import trees
from crm_metrics.warehouse.files.documents import NO_XML, RawDocument, document_files, documents
from crm_metrics.warehouse.files.headers import Header
from crm_metrics.warehouse.files.landing.lines import BETWEEN, LinesFile
from crm_metrics.warehouse.files.reading import CSV, LandedFile, LandingZone, plain_csv
from crm_metrics.warehouse.files.trees import DocumentReader, Row, UnreadableError
from crm_metrics.warehouse.mapping.source import OF_DOCUMENTS, DocumentsRule, Source
from crm_metrics.warehouse.mapping.tax_ids import NOBODY, normal
from crm_metrics.words import mark

TABLE = "documents"  # the temporary table of the documents read and of those that can't be
LINES = 1_000_000  # the line of a row: the number of its document times this, and the line in it
_TOLD = 500  # after so many documents progress is told
_MARKS = OF_DOCUMENTS[1:]  # what every row may have of its document, beside its number
_SELLERS = 5  # of many sellers, those that are named

_VAT = re.compile(r"[A-Z]{2}\w{7}")  # a number with its country before it, as VAT numbers of the EU have

NOT_OURS = mark(
    "{folder}: {count} documents were left out, for none of your tax ids ({tax_id}) is their seller: they are"
    " purchases, or another company's."
)
STRANGERS = mark("{folder}: {count} documents are none that source {source} reads, such as {file}; they were left out.")
FOR_PEOPLE = mark(
    "{folder}: {count} PDF files, such as {file}, have no XML in them or stand beside it; they were not read."
)
TWICE = mark("{folder}: {count} documents are there twice and were read once.")


@dataclass(kw_only=True)
class _Account:
    """What became of the documents of a folder."""

    number: int = 0
    """How many were looked at."""
    ascii: bool = True
    """Whether none of them has a letter beyond ASCII."""
    bytes: int = 0
    """Of the files that they stand in."""
    strangers: int = 0
    """Those that the source doesn't read."""
    stranger: str = ""
    """The file of the first of them."""
    for_people: int = 0
    """The PDF files without XML, or beside it."""
    picture: str = ""
    """The first of them."""
    others: int = 0
    """Those that another company sells by."""
    sellers: Counter[str] = field(default_factory=Counter)
    """The tax ids of sellers, where the company has not said its own."""
    again: int = 0
    """Those that are there twice."""
    sums: Any = field(default_factory=hashlib.sha256)
    """The digest of all digests."""


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """The documents of a folder on their way into tables."""

    zone: LandingZone
    """Where they are landed."""
    source: Source
    """What says which documents there are and what stands in their rows."""
    columns: Mapping[str, Sequence[str]]
    """Each kind of row → the columns that a rule reads."""
    mine: Sequence[str]
    """The company's own tax ids, in their normal form; the first is the one that needs no mark."""

    def land(self, folder: Path) -> list[tuple[str, LandedFile]]:
        """A table for each kind of row, and TABLE; what was left out is told with the first of them.

        Raises DataError where the company has not said its own tax id, naming the sellers that were seen.
        """
        account = _Account()
        with TemporaryDirectory(dir=self.zone.folder) as place:
            scratch = Path(place)
            lines = {kind: LinesFile(scratch / f"{kind}.txt") for kind in self.columns}
            self._write(folder, scratch, lines, account)
            if account.sellers:
                raise _unsaid(account)
            account.again = self._make_documents(scratch)
            return [
                (kind, self._landed(folder, lines[kind], kind, account, first=not at))
                for at, kind in enumerate(self.columns)
            ]

    def _write(self, folder: Path, scratch: Path, lines: Mapping[str, LinesFile], account: _Account) -> None:
        found = list(document_files(folder))
        whole, files = len(found), 0
        with ExitStack() as stack:
            for one in lines.values():
                stack.callback(one.close)
            every = stack.enter_context((scratch / f"{TABLE}.csv").open("w", encoding="utf-8", newline=""))
            into = csv.writer(every, lineterminator="\n")
            read = self._reader([one.rows for one in lines.values()])
            for raw in documents(folder, found):
                account.bytes += len(raw.data)
                account.ascii = account.ascii and raw.data.isascii()
                files += 1
                for marks, rows in self._of_file(raw, read.reader, account, into):
                    read.write(rows, account.number, marks)
                if files % _TOLD == 0:
                    for one in lines.values():
                        one.flush()
                    self.zone.progress(folder.name, min(files, whole), whole)
        self.zone.progress(folder.name, whole, whole)

    def _reader(self, into: Sequence[list[str]]) -> _RowWriter:
        kinds, ids = [], []
        for kind, columns in self.columns.items():
            rule = self.source.files[kind]
            names = [name for name in columns if name not in OF_DOCUMENTS]
            kinds.append((rule.rows or ".", [rule.paths[name] for name in names]))
            ids.append([place for place, name in enumerate(names) if name in rule.tax_ids])
        country = self._rule.country or ""
        nobody = frozenset(normal(one, country) for one in self._rule.nobody)
        about = (self._rule.only or "true()", self._rule.seller)
        marked = [[place for place, name in enumerate(_MARKS) if name in asked] for asked in self.columns.values()]
        return _RowWriter(
            reader=DocumentReader(kinds, about),
            into=into,
            tax_ids=ids,
            marked=marked,
            country=country,
            nobody=nobody,
        )

    def _of_file(
        self, raw: RawDocument, reader: DocumentReader, account: _Account, into: Any
    ) -> Iterator[tuple[Sequence[str], Sequence[Row]]]:
        """The rows of each document of a file that is the company's own, with its marks; the others are counted."""
        if raw.problem == NO_XML:
            account.for_people += 1
            account.picture = account.picture or raw.name
            return
        try:
            if raw.problem:
                raise UnreadableError(raw.problem)
            found = list(trees.documents_of(trees.tree_of(raw.data), self._rule))
        except UnreadableError as error:
            account.number += 1
            into.writerow([account.number, raw.name, "", error.rule, error.detail, error.line])
            return
        digest = hashlib.sha256(raw.data).hexdigest()[:32]
        if not found:
            _count_stranger(account, raw)
        for place, document in enumerate(found):
            (fits, seller), rows = reader.read(document)
            if fits in ("false", "", None):
                _count_stranger(account, raw)
            elif (branch := self._branch(seller or "", account)) is not None:
                account.number += 1
                own = f"{digest}-{place}" if place else digest
                account.sums.update(own.encode())
                into.writerow([account.number, raw.name, own, "", "", 0])
                yield (own, branch), rows

    def _branch(self, seller_id: str, account: _Account) -> str | None:
        """The mark of the company's tax id that sells; None for another company's, which is counted."""
        seller = normal(seller_id, self._rule.country or "")
        if seller not in self.mine and _VAT.match(seller) and seller[2:] in self.mine:
            seller = seller[2:]
        if seller in self.mine:
            return "" if seller == self.mine[0] else f"@{seller}"
        if not self.mine:
            account.sellers[seller or "?"] += 1
        account.others += 1
        return None

    @property
    def _rule(self) -> DocumentsRule:
        if self.source.documents is None:
            raise AssertionError("only a source with documents gathers them")
        return self.source.documents

    def _make_documents(self, scratch: Path) -> int:
        """Make TABLE; how many documents are there twice."""
        types = dict.fromkeys(("number", "name", "digest", "problem", "detail", "line"), "varchar")
        self.zone.connection.execute(
            f"create temp table {TABLE} as select cast(number as bigint) as number, name, digest, problem, detail,"
            " cast(line as bigint) as line, problem is null and row_number() over (partition by digest, problem"
            f" order by cast(number as bigint)) > 1 as again from {CSV}",
            plain_csv(scratch / f"{TABLE}.csv", types),
        )
        found = self.zone.connection.execute(f"select count(*) from {TABLE} where again").fetchall()
        return int(found[0][0])

    def _landed(self, folder: Path, lines: LinesFile, kind: str, account: _Account, *, first: bool) -> LandedFile:
        """One kind of row as a landed file; documents that are there twice bring their rows once."""
        asked = self.columns[kind]
        of_document = ["document", *(name for name in _MARKS if name in asked)]
        names = [*of_document, *(name for name in asked if name not in OF_DOCUMENTS)]
        table = f"landed_rows_of_{kind}"
        again = f" where cast(document as bigint) not in (select number from {TABLE} where again)"
        self.zone.store(
            table,
            {"_line": "_line", **{name: self._cell(lines.cell(quoted(name)), kind) for name in names}},
            f"{CSV}{again if account.again else ''}",
            lines.read_by(["_line", *names]),
        )
        rows = self.zone.connection.execute(f"select count(*) from {quoted(table)}").fetchall()[0][0]
        return LandedFile(
            file=f"{folder.name} ({kind})",
            sha256=account.sums.hexdigest(),
            bytes=account.bytes,
            records=rows,
            blank=0,
            table=table,
            header=Header(
                present={name: place for place, name in enumerate(names)},
                written={name: name for name in names},
                unknown=(),
                width=len(names),
            ),
            typed=False,
            gathered=True,
            ascii=account.ascii,
            notices=list(self._notices(folder, account)) if first else (),
        )

    def _cell(self, cell: str, kind: str) -> str:
        """SQL of a cell, whose blanks are off already; NULL for a word that means so."""
        for word in self.source.file(kind).missing:
            cell = "nullif({}, '{}')".format(cell, word.replace("'", "''"))
        return cell

    def _notices(self, folder: Path, account: _Account) -> Iterator[tuple[str, Mapping[str, object]]]:
        about = {"folder": folder.name, "source": self.source.name}
        if account.others:
            yield NOT_OURS, {**about, "count": account.others, "tax_id": ", ".join(sorted(self.mine))}
        if account.strangers:
            yield STRANGERS, {**about, "count": account.strangers, "file": account.stranger}
        if account.for_people:
            yield FOR_PEOPLE, {**about, "count": account.for_people, "file": account.picture}
        if account.again:
            yield TWICE, {**about, "count": account.again}


@dataclass(frozen=True, kw_only=True)
class _RowWriter:
    """Makes the rows of documents, each kind among its own."""

    reader: DocumentReader
    """Finds them."""
    into: Sequence[list[str]]
    """Of each kind, where its rows wait to be written."""
    tax_ids: Sequence[Sequence[int]]
    """Of each kind, the places of its cells that are tax ids."""
    marked: Sequence[Sequence[int]]
    """Of each kind, the places of the marks of a document that its rows have."""
    country: str
    """Whose rules give tax ids their normal form."""
    nobody: Collection[str]
    """Those of no customer."""

    def write(self, rows: Sequence[Row], number: int, marks: Sequence[str]) -> None:
        """Take all rows of a document; tax ids in their normal form, those of nobody as such."""
        first, strip, plain = number * LINES, str.strip, f"{BETWEEN}{number}{BETWEEN}"
        nth = [0] * len(self.into)
        for kind, line, cells in rows:
            nth[kind] += 1
            for place in self.tax_ids[kind]:
                found = normal(cells[place], self.country)
                cells[place] = NOBODY if not found or found in self.nobody else found
            head = plain
            for place in self.marked[kind]:
                head += f"{marks[place] if place < len(marks) else nth[kind]}{BETWEEN}"
            at = first + (line if line < LINES else LINES - 1)
            self.into[kind].append(f"{at}{head}{BETWEEN.join(map(strip, cells))}")


def _count_stranger(account: _Account, raw: RawDocument) -> None:
    account.strangers += 1
    account.stranger = account.stranger or raw.name


def _unsaid(account: _Account) -> DataError:
    named = ", ".join(f"{seller} ({count})" for seller, count in account.sellers.most_common(_SELLERS))
    return DataError(
        "Which company is yours? These invoices were issued by {sellers}. Say your own tax id with init --tax-id"
        " {tax_id}, and import again: what others sold to you is left out.",
        sellers=named,
        tax_id=account.sellers.most_common(1)[0][0],
    )
