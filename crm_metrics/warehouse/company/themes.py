"""The themes of comments: what a company listens for in what customers write, each by its words.

[[theme]]
name = "Entrega tarde"                    what a reader sees
words = ["tarde", "demor*", "no llegó"]   a word, a phrase, or a beginning with *; accents and capitals do not count

A comment is of each theme of which it holds a word: of several, of one, or of none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from crm_metrics import declared
from crm_metrics.declared import Section
from crm_metrics.languages import unaccented

FILE = "themes.toml"
EXAMPLE = '["tarde", "demor*"]'
EDGE = r"(?:^|[^\pL\pN])", r"(?:$|[^\pL\pN])"  # no letter and no digit stands beside a whole word


@dataclass(frozen=True)
class CommentTheme:
    """A theme and the words that tell it."""

    name: str
    words: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """A regular expression for small letters without accents, as RE2 reads it."""
        before, after = EDGE
        return before + "(?:" + "|".join(map(_pattern, self.words)) + ")" + after


def _pattern(word: str) -> str:
    begins = word.endswith("*")
    plain = unaccented(word.removesuffix("*").casefold(), "NFD")
    said = r"\s+".join(re.sub(r"([^\w])", r"\\\1", part) for part in plain.split())
    return said + (r"[\pL\pN]*" if begins else "")


def read(folder: Path) -> tuple[CommentTheme, ...] | None:
    """The themes of the file `themes.toml` in the company's folder; None where there is no such file.

    Raises DefinitionError, with the key and what to do, when the file can't be read as such a list.
    """
    return declared.named(folder / FILE, "theme", ("words",), _theme, example="Entrega tarde")


def _theme(name: str, section: Section) -> CommentTheme:
    words = section.texts("words")
    if not words or not all(re.search(r"\w", word) and "*" not in word[:-1] for word in words):
        raise section.wrong("words", EXAMPLE)
    return CommentTheme(name, words)


def write(connection: duckdb.DuckDBPyConnection, themes: tuple[CommentTheme, ...]) -> None:
    """Write the list into a version being built, in place of the one that was there."""
    connection.execute("delete from main.comment_theme")
    for theme in themes:
        connection.execute("insert into main.comment_theme values (?, ?)", [theme.name, theme.pattern])
