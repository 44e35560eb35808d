"""XPath as a mapping writes it: every name is a local name, so that no namespace, prefix or version of one matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

_NAME = r"[A-Za-z_][\w.-]*"
# What may stand in an XPath: texts, numbers, names with an axis or before brackets, attributes, variables, marks.
_TOKEN = re.compile(
    rf"(?P<text>\"[^\"]*\"|'[^']*')|(?P<axis>{_NAME}\s*::)|(?P<attribute>@\s*(?:{_NAME}|\*))|(?P<call>{_NAME}(?=\s*\())"
    rf"|(?P<name>{_NAME})|(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<mark>//|\.\.|::|[<>!]=|\S)|(?P<blank>\s+)"
)
_OPERATORS = ("and", "or", "div", "mod")
_OPERANDS = (")", "]", "..", ".", "*")  # after these a word is an operator, a star a product
_WAY = re.compile(rf"((?:{_NAME}/)+)(?!/)((?:(?!::|//|\.\.|\|).)+)", re.DOTALL)
_NAMESPACE = re.compile(r"contains\(namespace-uri\(\), '([^'{}]+)'\)(?:\s+or\s.+)?", re.DOTALL)
_PLAIN = re.compile(rf"(?:{_NAME}/)*(?:@{_NAME}|{_NAME})|\.")


@dataclass(frozen=True)
class PlainPath:
    """A path that only goes down by names: `Emisor/@Rfc`. steps: names of elements; attribute: "" for the text."""

    steps: tuple[str, ...]
    attribute: str = ""


def known_path(text: str) -> str:
    """The XPath itself; ValueError says why it is none."""
    try:
        _compiled(text)(etree.Element("any"))  # a function that nobody knows is found when it is called
    except etree.XPathError as error:
        raise ValueError(f"'{text}' is no XPath: {error}") from error
    return text


def plain_paths(text: str) -> tuple[PlainPath, ...] | None:
    """The paths of an XPath that only goes down by names, several with | between; None for any other."""
    parts = [part.strip() for part in text.split("|")]
    if not all(_PLAIN.fullmatch(part) for part in parts):
        return None
    return tuple(_plain(part) for part in parts)


def plain_way(text: str) -> tuple[tuple[str, ...], str]:
    """The names of elements that an XPath goes down by before it is anything else, and the rest of it.

    What the rest finds from each of those elements, one after the other, is what the whole finds: it only goes down.
    """
    found = _WAY.fullmatch(text)
    return (tuple(found[1].split("/")[:-1]), found[2]) if found else ((), text)


def namespace_enough(text: str) -> str:
    """What makes an XPath true where an element's namespace has it in it; "" where it takes more.

    Most documents are told by it, and to ask XPath takes as long as to look for twenty attributes.
    """
    found = _NAMESPACE.fullmatch(text)
    return found[1] if found else ""


@cache
def compiled(text: str) -> etree.XPath:
    """The XPath over local names, ready to be called with an element."""
    return _compiled(text)


def _compiled(text: str) -> etree.XPath:
    return etree.XPath("".join(_local(text)), smart_strings=False, regexp=False)


def _plain(part: str) -> PlainPath:
    steps = [step for step in part.split("/") if step != "."]
    if steps and steps[-1].startswith("@"):
        return PlainPath(tuple(steps[:-1]), steps[-1][1:])
    return PlainPath(tuple(steps))


def _local(text: str) -> Iterator[str]:
    """The tokens of an XPath, each name of an element by its local name; an axis keeps its own."""
    before = ""
    for token in _TOKEN.finditer(text):
        word, kind = token.group(), token.lastgroup
        operand = before in _OPERANDS or before in ("name", "text", "number", "attribute")
        if kind == "name" and operand and word in _OPERATORS:
            yield word
            before = "operator"
            continue
        yield f"*[local-name()='{word}']" if kind == "name" else word
        if kind != "blank":
            before = word if kind == "mark" else str(kind)
