"""Which source reads each of some files: an input table, invoices, a mapping kept from before, a known system, or none.

What no source reads is taken for files that nobody has described: `suggesting` says what they mean.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from crm_metrics.errors import CrmError, DataError
from crm_metrics.warehouse.company import mappings
from crm_metrics.warehouse.files.containers import HIDDEN, unzipped
from crm_metrics.warehouse.files.documents import holds_documents
from crm_metrics.warehouse.files.recognising import source_of
from crm_metrics.warehouse.files.texts import Progress
from crm_metrics.warehouse.loading.rejects import Say, plain
from crm_metrics.warehouse.mapping.language import offered_sources, open_source
from crm_metrics.warehouse.mapping.source import DOCUMENT_ENDINGS, Source
from crm_metrics.warehouse.publish import silent
from crm_metrics.warehouse.receiving.trial import TrialLoad, tried
from crm_metrics.warehouse.receiving.unread import held_back, is_torn
from crm_metrics.warehouse.store import open_warehouse
from crm_metrics.warehouse.suggesting.familiar import customers_of
from crm_metrics.warehouse.suggesting.questions import OwnersAnswers, read_answers
from crm_metrics.warehouse.suggesting.suggestion import Suggestion, source_name, suggest
from crm_metrics.warehouse.versions import exists

LARGEST = 50 * 1024**2  # bytes of a file that is dropped; the command line takes more
_UNNAMED = ("plain", "form")  # no system


def systems() -> tuple[str, ...]:
    """The known systems that a company may have files of."""
    return tuple(name for name in offered_sources() if name not in _UNNAMED)


@dataclass(kw_only=True)
class Packet:
    """Files that one source reads."""

    kind: str
    """plain, documents, kept, known or unknown."""
    folder: Path
    """Where they lie, alone."""
    files: Sequence[str]
    """Their names."""
    source: Source | None = None
    """What reads them; None where nothing was understood."""
    mapping: str = ""
    """The same as an import takes it: a name, or the path of a TOML; "" where it is still to be written."""
    trial: TrialLoad = field(default_factory=TrialLoad)
    """What they would bring."""
    found: Suggestion | None = None
    """What was understood of unknown files."""
    complete: bool = False
    """Whether all files that its source ever brought are there again, so that they may replace what they brought."""


@dataclass(kw_only=True)
class Sorting:
    """Files on their way to the packets that they belong to."""

    inbox: Path
    """Where they were put."""
    scratch: Path
    """A folder in which each packet gets one of its own."""
    company: Path
    """The company's folder, with the mappings that it keeps."""
    warehouse: Path
    """Whose company it is."""
    answers: OwnersAnswers
    """What the owner has said so far."""
    country: str = ""
    """The company's, two letters."""
    currency: str = ""
    """The company's, three letters."""
    say: Say = plain
    """A sentence in the reader's language."""
    progress: Progress = silent
    """Hears each file, and each step."""
    made: int = 0
    """How many folders were made."""
    places: dict[str, Path] = field(default_factory=dict)
    """The name of each file → where it lies: in the inbox, or unpacked."""

    def packets(self, asked: str = "", *, anew: bool = False) -> list[Packet]:
        """The packets; asked: the one source that shall read them; anew: forget the mappings kept from before.

        A ZIP stands for the files in it, one with XML or PDF invoices for itself.

        Raises DataError for a folder that is empty or not there, and for a file that is too large, QuestionError for a
        wrong answer.
        """
        names = self._names()
        if asked:
            packet = self._by(open_source(asked), asked, names, "plain" if asked == "plain" else "known")
            return [packet]
        invoices = [name for name in names if name.casefold().endswith(DOCUMENT_ENDINGS)]
        found = list(self._documents(invoices))
        left = [name for name in names if name not in invoices]
        for candidates in (self._templates, *([] if anew else [self._kept]), self._known):
            for packet in self._taken(candidates(), left):
                found.append(packet)
                left = [name for name in left if name not in packet.files]
        return found + (list(self._described(left)) if left else [])

    # ------------------------------------------------------------ who may read them

    def _templates(self) -> Iterator[tuple[str, str, Source]]:
        yield "plain", "plain", open_source()

    def _kept(self) -> Iterator[tuple[str, str, Source]]:
        for path, source in mappings.kept(self.company):
            yield "kept", str(path), source

    @staticmethod
    def _known() -> Iterator[tuple[str, str, Source]]:
        for name in systems():
            source = open_source(name)
            if source.documents is None and not any("*" in rule.names for rule in source.files.values()):
                yield "known", name, source

    def _taken(self, candidates: Iterator[tuple[str, str, Source]], names: Sequence[str]) -> Iterator[Packet]:
        """What each candidate reads of the files whose names it knows, those that know most of them first."""
        left = list(names)
        known = [(one, [name for name in names if one[2].file_for(name)]) for one in candidates]
        for (kind, mapping, source), _ in sorted(known, key=lambda each: -len(each[1])):
            mine = [name for name in left if source.file_for(name)]
            packet = self._read(source, mapping, mine, kind) if mine else None
            if packet and packet.trial.reads:
                left = [name for name in left if name not in packet.files]
                yield packet

    def _read(self, source: Source, mapping: str, names: Sequence[str], kind: str) -> Packet:
        """What a source reads; of a mapping kept from before, without the files that wait for one that is torn."""
        packet = self._by(source, mapping, names, kind)
        problem = packet.trial.problem
        torn = problem and kind == "kept" and any(is_torn(self.places[name]) for name in names)
        held = held_back(source, names, problem) if problem and torn else []
        others = [name for name in names if name not in held]
        return self._by(source, mapping, others, kind) if held and others else packet

    def _by(self, source: Source, mapping: str, names: Sequence[str], kind: str) -> Packet:
        folder = self._apart(names)
        trial = tried(folder, source, self.warehouse, say=self.say, progress=self.progress)
        complete = self._brought(source.name, names)
        return Packet(
            kind=kind, folder=folder, files=names, source=source, mapping=mapping, trial=trial, complete=complete
        )

    def _brought(self, source: str, names: Collection[str]) -> bool:
        """Whether a source brought files before, and none but these."""
        if not exists(self.warehouse):
            return False
        with closing(open_warehouse(self.warehouse)) as opened:
            rows = opened.fetch("select distinct file from main.load_file where source = ?", [source])
        return bool(rows) and {str(file) for (file,) in rows} <= set(names)

    def _documents(self, names: Sequence[str]) -> Iterator[Packet]:
        if not names:
            return
        folder = self._apart(names)
        try:
            name = source_of(folder)
            if name is None:
                raise DataError("No invoice that is known stands in {file}.", file=", ".join(names[:5]))
        except CrmError as refused:
            yield Packet(kind="documents", folder=folder, files=names, trial=TrialLoad(problem=refused))
            return
        yield self._by(open_source(name), name, names, "documents")

    def _described(self, names: Sequence[str]) -> Iterator[Packet]:
        """Files that no source knows by name: of a tool whose columns they have, as it means them; else by themselves.

        What the answers to a form are about only its owner can say: they are asked about where they are understood.
        """
        whole = self._unknown(names)
        tools: dict[str, list[str]] = {}
        for one in whole.found.files if whole.found else ():
            asked = one.makes and one.table is not None and one.table.subject == "surveys"
            if one.known and one.known in systems() and not asked and one.file in names:
                tools.setdefault(one.known, []).append(one.file)
        taken: set[str] = set()
        for tool, files in tools.items():
            packet = self._by(open_source(tool), tool, files, "known")
            if packet.trial.reads and not packet.trial.too_many:
                taken |= set(files)
                yield packet
        left = [name for name in names if name not in taken]
        if left:
            yield from self._apart_from_unread(self._unknown(left) if taken else whole)

    def _apart_from_unread(self, packet: Packet) -> Iterator[Packet]:
        """A packet; where a file of it can't be read, that one and those that wait for it apart from the others."""
        problem, source = packet.trial.problem, packet.source
        held = held_back(source, packet.files, problem) if problem and source else []
        others = [name for name in packet.files if name not in held]
        if not held or not others:
            yield packet
            return
        yield self._unknown(others)
        yield Packet(kind="unknown", folder=packet.folder, files=held, trial=TrialLoad(problem=problem))

    def _unknown(self, names: Sequence[str]) -> Packet:
        """What files mean that no source reads."""
        folder = self._apart(names)
        answers, name = self.answers, ""
        for path, kept in mappings.kept(self.company):
            if any(kept.file_for(one) for one in names):
                answers = read_answers(path).under(answers)
                name = name or kept.name
        name = name or self._free(names)
        try:
            found = suggest(
                folder,
                answers,
                name=name,
                country=self.country,
                currency=self.currency,
                customers=self._customers(),
                progress=self.progress,
            )
        except DataError as refused:
            return Packet(kind="unknown", folder=folder, files=names, trial=TrialLoad(problem=refused))
        trial = TrialLoad()
        if found.source is not None:
            trial = tried(folder, found.source, self.warehouse, say=self.say, progress=self.progress)
        return Packet(
            kind="unknown",
            folder=folder,
            files=names,
            source=found.source,
            trial=trial,
            found=found,
            complete=found.source is not None and self._brought(found.source.name, names),
        )

    def _customers(self) -> list[tuple[str, str]]:
        """Who is known already."""
        if not exists(self.warehouse):
            return []
        with closing(open_warehouse(self.warehouse)) as opened:
            return customers_of(opened)

    def _free(self, names: Sequence[str]) -> str:
        """A name for a new mapping: of its only file, or of all together."""
        first = source_name(Path(names[0]).stem)[:40].strip("_") if len(names) == 1 else "archivos"
        taken = {source.name for _, source in mappings.kept(self.company)}
        return next(name for name in _numbered(first) if name not in taken)

    # ------------------------------------------------------------ the files themselves

    def _names(self) -> list[str]:
        if not self.inbox.is_dir():
            raise DataError("There is no folder {folder}.", folder=self.inbox)
        paths = sorted(path for path in self.inbox.iterdir() if path.is_file() and not path.name.startswith(HIDDEN))
        if not paths:
            raise DataError("{folder} holds no file.", folder=self.inbox.name)
        for path in paths:
            if path.stat().st_size > LARGEST:
                raise DataError(
                    "{file} has {size} MB, and a file dropped here at most {most}. Pack it as .gz, or let whoever looks"
                    " after Pulso import it.",
                    file=path.name,
                    size=path.stat().st_size // 1024**2,
                    most=LARGEST // 1024**2,
                )
        for path in (one for packed in paths for one in self._inside(packed)):
            name = path.name if path.name not in self.places else f"{len(self.places)}_{path.name}"
            self.places[name] = path
        return list(self.places)

    def _inside(self, path: Path) -> list[Path]:
        """The files of a ZIP in which there are no invoices; any other file is its own, one that is damaged too."""
        if path.suffix.casefold() != ".zip" or holds_documents(path):
            return [path]
        with suppress(DataError):
            return unzipped(path, self.scratch / f"unpacked_{len(self.places)}") or [path]
        return [path]

    def _apart(self, names: Collection[str]) -> Path:
        """A folder with these files alone."""
        self.made += 1
        folder = self.scratch / f"packet_{self.made}"
        folder.mkdir(parents=True)
        for name in names:
            try:
                os.link(self.places[name], folder / name)
            except OSError:
                shutil.copyfile(self.places[name], folder / name)
        return folder


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 1
    while True:
        number += 1
        yield f"{name}_{number}"
