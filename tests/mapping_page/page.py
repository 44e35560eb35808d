"""The page itself: what stands between its marks is written from the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.mapping_page import tables, words

PAGE = Path(__file__).parents[2] / "docs" / "mapping.md"
_BLOCK = re.compile(r"<!-- generated: (.*?) -->\n.*?<!-- end -->", re.DOTALL)
_MADE: Mapping[str, Callable[[], str]] = {
    "always": words.always,
    "kinds": tables.of_kinds,
    "moments": tables.of_moments,
    "tried": tables.of_tried,
    "functions": tables.of_functions,
    "looking": tables.of_looking,
    "all functions": tables.of_all_functions,
}
_WORDS, _OTHERS = "words", "other words"


def written(text: str) -> str:
    """The page with all between its marks made anew; a part of the language without a mark goes to `other words`.

    Raises ValueError for a mark that nothing is known by, and for a word that the head of the language does not tell.
    """
    if untold := words.untold():
        raise ValueError(f"the head of mapping/language.py says nothing of {', '.join(untold)}")
    parts = {part.header: part for part in words.parts()}
    marked = {name.removeprefix(_WORDS).strip() for name in _BLOCK.findall(text) if name.startswith(_WORDS)}
    if unknown := marked - set(parts):
        raise ValueError(f"the language has no {', '.join(sorted(unknown))}")

    def made(name: str) -> str:
        if name.startswith(_WORDS):
            return _part(parts[name.removeprefix(_WORDS).strip()])
        if name == _OTHERS:
            return "\n\n".join(_part(part) for header, part in parts.items() if header not in marked)
        if name not in _MADE:
            raise ValueError(f"nothing is made for the mark {name}")
        return _MADE[name]()

    return _BLOCK.sub(lambda block: f"<!-- generated: {block[1]} -->\n\n{made(block[1])}\n\n<!-- end -->", text)


def _part(part: words.Part) -> str:
    head = f"{tables.code(part.header)}: {tables.plain(part.says)}\n\n" if part.header and part.says else ""
    return head + tables.of_words(part)
