"""The tree of an XML document, read without following anything in it, and the cells that XPath finds there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from crm_metrics.warehouse.mapping.source import DocumentsRule
from crm_metrics.warehouse.mapping.xpaths import PlainPath, compiled, plain_paths

Element = Any  # of a tree; lxml tells no types

_BLANKS = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_DOCTYPE = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
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
        root = etree.fromstring(plain, _parser())
    except etree.XMLSyntaxError as error:
        raise UnreadableError("broken_xml", str(error.msg), error.lineno or 0) from error
    except ValueError as error:  # an encoding that nobody knows
        raise UnreadableError("broken_xml", str(error)) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise UnreadableError("doctype")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        collect_ids=False,
    )


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


def text_at(element: Element, path: str) -> str:
    """What an XPath finds from an element, as text; "" for nothing."""
    return _text(compiled(path)(element)) or ""


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
    return "".join(node.itertext()) if len(node) else node.text or ""


@dataclass
class _Step:
    """An element on the way to cells: which of them are its attributes or its text, and the elements below."""

    attributes: list[tuple[str, int]] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    below: dict[str, _Step] = field(default_factory=dict)

    def add(self, path: PlainPath, place: int) -> None:
        step = self
        for name in path.steps:
            step = step.below.setdefault(name, _Step())
        if path.attribute:
            step.attributes.append((path.attribute, place))
        else:
            step.texts.append(place)

    def fill(self, element: Element, cells: list[str | None]) -> None:
        """Write what is found into the cells that are still empty."""
        for name, place in self.attributes:
            if cells[place] is None:
                cells[place] = element.get(name)
        for place in self.texts:
            if cells[place] is None:
                cells[place] = _string(element)
        below = self.below
        if below:
            for child in element:
                step = below.get(_local_names.get(child.tag) or local_name(child))
                if step is not None:
                    step.fill(child, cells)


class RowReader:
    """The rows of one kind in a document, each with the cells of its columns.

    Paths that only go down by names are followed together in one walk; the others are asked one by one.
    """

    def __init__(self, rows: str, paths: Mapping[str, str]) -> None:
        self._rows = rows
        plain = plain_paths(rows)
        self._steps = [f"{{*}}{name}" for name in plain[0].steps] if plain and len(plain) == 1 else None
        self._walk, self._asked = _Step(), list[tuple[int, str]]()
        for place, path in enumerate(paths.values()):
            found = plain_paths(path)
            for one in found or ():
                self._walk.add(one, place)
            if found is None:
                self._asked.append((place, path))
        self._width = len(paths)

    def rows(self, document: Element) -> Iterator[tuple[int, list[str | None]]]:
        """The line of each row, and its cells; None for what is not there."""
        found = compiled(self._rows)(document) if self._steps is None else _descend(document, self._steps)
        for row in found:
            cells: list[str | None] = [None] * self._width
            self._walk.fill(row, cells)
            for place, path in self._asked:
                cells[place] = _text(compiled(path)(row))
            yield row.sourceline or 0, cells


def _descend(element: Element, steps: Sequence[str]) -> Iterator[Element]:
    if not steps:
        yield element
        return
    for child in element.iterchildren(steps[0]):
        yield from _descend(child, steps[1:])
