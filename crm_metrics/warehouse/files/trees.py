"""The tree of an XML document, read without following anything in it, and the cells that XPath finds there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from typing import Any

from lxml import etree

from crm_metrics.warehouse.mapping.source import DocumentsRule
from crm_metrics.warehouse.mapping.xpaths import PlainPath, compiled, namespace_enough, plain_paths, plain_way

Element = Any  # of a tree; lxml tells no types

_BLANKS = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_DOCTYPE = re.compile(rb"(?:\s++|<\?[^>]*+>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    remove_comments=True,
    remove_pis=True,
    huge_tree=False,
    collect_ids=False,
)
_local_names: dict[str, str] = {}


class UnreadableError(Exception):
    """A document that is not read. rule: a word of rejects; detail: what the parser says; line: where it stopped."""

    def __init__(self, rule: str, detail: str = "", line: int = 0) -> None:
        super().__init__(detail or rule)
        self.rule, self.detail, self.line = rule, detail, line


def tree_of(data: bytes) -> Element:
    """The root of a document; UnreadableError where it is not well-formed, or has a DOCTYPE.

    Entities expand in attributes whatever a parser is told, and they may name other files: no invoice has any.
    """
    plain = data.removeprefix(_BOM).lstrip(_BLANKS)
    if _DOCTYPE.match(plain):
        raise UnreadableError("doctype")
    try:
        root = etree.fromstring(plain, _PARSER)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("broken_xml", str(error.msg), error.lineno or 0) from error
    except ValueError as error:  # an encoding that nobody knows
        raise UnreadableError("broken_xml", str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError("doctype")
    return root


def documents_of(root: Element, rule: DocumentsRule) -> Iterator[Element]:
    """The documents of a file: those in the texts that hold one, else the elements that are one.

    Raises UnreadableError where the text inside is no document.
    """
    inner = [tree_of(_as_bytes(text)) for text in _texts(root, rule) if text.lstrip()[:1] == "<"]
    found = [document for tree in inner for document in _elements(tree, rule.each)]
    yield from found or _elements(root, rule.each)


def _texts(root: Element, rule: DocumentsRule) -> Iterator[str]:
    for node in compiled(rule.inside)(root) if rule.inside else ():
        yield _string(node)


def _as_bytes(text: str) -> bytes:
    """A text as bytes of the one encoding that needs no declaration; what it declares is no longer true."""
    return _DECLARATION.sub("", text, count=1).encode("utf-8", "surrogatepass")


def _elements(root: Element, names: Sequence[str]) -> Iterator[Element]:
    if local_name(root) in names:
        yield root
    else:
        yield from root.iter(*(f"{{*}}{name}" for name in names))


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    found = _local_names.get(tag)
    if found is None:
        found = _local_names[tag] = str(tag).rpartition("}")[2]
    return found


def texts_at(element: Element, paths: tuple[str, ...]) -> list[str]:
    """What each XPath finds from an element, as text; "" for nothing."""
    return _cells(paths).read(element)


def _text(found: object) -> str | None:
    """An answer of XPath as text: of several nodes the first; None for none."""
    if isinstance(found, list):
        return _string(found[0]) if found else None
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, float):
        return "" if found != found else format(found, ".15g")
    return str(found)


def _string(node: Element) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, tuple):  # a namespace: its prefix and its name
        return str(node[1])
    return "".join(node.itertext()) if len(node) else node.text or ""


@dataclass
class _Step:
    """An element on a way down: which cells its attributes and its text are, which rows it is, and what lies below."""

    attributes: list[tuple[str, int]] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    below: dict[str, _Step] = field(default_factory=dict)
    tags: dict[str, _Step | None] = field(default_factory=dict)
    """What lies below by names with their namespaces, as they were met."""

    def at(self, names: Sequence[str]) -> _Step:
        """The step that lies so far below, made where there is none."""
        step = self
        for name in names:
            step = step.below.setdefault(name, _Step())
        return step

    def add(self, paths: Sequence[PlainPath], place: int) -> None:
        """Let the cell at a place be what these paths find."""
        for path in paths:
            step = self.at(path.steps)
            if path.attribute:
                step.attributes.append((path.attribute, place))
            else:
                step.texts.append(place)

    def fill(self, element: Element, cells: list[str | None], found: list[tuple[int, Element]]) -> None:
        """Write what is found into the cells that are still empty; gather the elements that are rows, by their kind."""
        if self.attributes:
            get = element.get
            for name, place in self.attributes:
                if cells[place] is None:
                    cells[place] = get(name)
        for place in self.texts:
            if cells[place] is None:
                cells[place] = _string(element)
        for kind in self.rows:
            found.append((kind, element))
        if self.below:
            tags = self.tags
            for child in element:
                tag = child.tag
                step = tags[tag] if tag in tags else self._met(child)
                if step is not None:
                    step.fill(child, cells, found)

    def _met(self, child: Element) -> _Step | None:
        step = self.tags[child.tag] = self.below.get(local_name(child))
        return step


@dataclass
class _Cells:
    """The cells of one kind of row: plain paths are followed together in one walk, the others asked one by one."""

    walk: _Step
    asked: list[tuple[int, str, str]]
    """The cell's place, its XPath, and what its namespace has in it wherever that is true of an element."""
    width: int
    own: tuple[list[str], list[tuple[str, int, list[str]]]] | None = None
    """Where every cell is an attribute of the row itself: their names; others, each with its cell and those before."""

    @classmethod
    def of(cls, paths: Iterable[str]) -> _Cells:
        """The cells that these paths find, in their order."""
        made = cls(_Step(), [], 0)
        for path in paths:
            found = plain_paths(path)
            if found is None:
                made.asked.append((made.width, path, namespace_enough(path)))
            else:
                made.walk.add(found, made.width)
            made.width += 1
        made.own = made._attributes()
        return made

    def _attributes(self) -> tuple[list[str], list[tuple[str, int, list[str]]]] | None:
        if self.asked or self.walk.texts or self.walk.below:
            return None
        names: list[list[str]] = [[] for _ in range(self.width)]
        for name, place in self.walk.attributes:
            names[place].append(name)
        others = [(name, place, alike[:at]) for place, alike in enumerate(names) for at, name in enumerate(alike) if at]
        return [alike[0] for alike in names], others

    def read(self, element: Element, found: list[tuple[int, Element]] | None = None) -> list[str]:
        """The text of each; "" for what is not there. found: gathers the rows that lie on the way."""
        if self.own:
            firsts, others = self.own
            get = element.get
            texts: list[str] = [*map(get, firsts, repeat(""))]
            for name, place, before in others:
                if not texts[place] and all(get(one) is None for one in before):
                    texts[place] = get(name, "")
            return texts
        cells: list[str | None] = [None] * self.width
        self.walk.fill(element, cells, [] if found is None else found)
        for place, path, enough in self.asked:
            told = bool(enough) and enough in element.tag.rpartition("}")[0]
            cells[place] = "true" if told else _text(compiled(path)(element))
        return [cell or "" for cell in cells]


Row = tuple[int, int, list[str]]


class DocumentReader:
    """The rows of all kinds in a document; those at plain paths are found in the walk through its own cells."""

    def __init__(self, kinds: Sequence[tuple[str, Sequence[str]]], about: Sequence[str] = ()) -> None:
        """kinds: the XPath of the rows of each, and the paths of their cells. about: paths from the document itself."""
        self._whole = [kind for kind, (rows, _) in enumerate(kinds) if rows == "."]
        own = [path for kind in self._whole for path in kinds[kind][1]]
        self._own = _Cells.of([*own, *about])
        self._own.own = None  # rows may lie below
        self._about = len(own)
        self._cells = [_Cells.of(paths) for _, paths in kinds]
        self._asked = list[tuple[int, str]]()
        for kind, (rows, _) in enumerate(kinds):
            found = plain_paths(rows)
            if (
                found is None
            ):  # where its plain way leads the rest is asked: the number behind those of kinds says which
                way, rest = plain_way(rows)
                self._own.walk.at(way).rows.append(len(kinds) + len(self._asked))
                self._asked.append((kind, rest))
            elif kind not in self._whole:
                for path in found:
                    self._own.walk.at(path.steps).rows.append(kind)

    def read(self, document: Element) -> tuple[list[str], list[Row]]:
        """What `about` finds; and of each row the number of its kind, its line, and its cells."""
        found: list[tuple[int, Element]] = []
        own = self._own.read(document, found)
        rows: list[Row] = []
        place = 0
        for kind in self._whole:
            width = self._cells[kind].width
            rows.append((kind, document.sourceline or 0, own[place : place + width]))
            place += width
        cells = self._cells
        known = len(cells)
        rows += [(kind, row.sourceline or 0, cells[kind].read(row)) for kind, row in found if kind < known]
        for at, above in [one for one in found if one[0] >= known] if self._asked else ():
            kind, rest = self._asked[at - known]
            rows += [(kind, row.sourceline or 0, cells[kind].read(row)) for row in compiled(rest)(above)]
        return own[self._about :], rows


@cache
def _cells(paths: tuple[str, ...]) -> _Cells:
    return _Cells.of(paths)
