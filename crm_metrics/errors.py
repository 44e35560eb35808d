"""What can go wrong for a reader, and the sentence that tells them.

    CrmError            anything a reader can act on
    ├── DefinitionError  a metric, source or board is written wrongly: fix the definition
    ├── QuestionError    the call asks for something that is not there: fix the call
    └── DataError        a file or the warehouse is not as it must be: fix the file

An error is made from an English sentence with named gaps and the parts that fill them, so that
`crm_metrics.words` can say the same sentence in the reader's language:

>>> raise DataError("{file} has no column {column}.", file="survey.csv", column="score")
Traceback (most recent call last):
    ...
crm_metrics.errors.DataError: survey.csv has no column score.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST_KNOWN = 40  # a longer list is not read


class CrmError(Exception):
    """A sentence for the reader; `template` and `parts` keep what it was made from."""

    def __init__(self, template: str, **parts: object) -> None:
        self.template = template
        self.parts = parts
        super().__init__(template.format(**parts) if parts else template)

    def __getattr__(self, name: str) -> object:
        parts = self.__dict__.get("parts", {})
        if name in parts:
            return parts[name]
        raise AttributeError(name)


class DefinitionError(CrmError):
    """The definition of a metric, source or board is wrong."""


class QuestionError(CrmError):
    """The call asks for something that does not exist or is not allowed."""


class DataError(CrmError):
    """A file, or the warehouse, is not as it must be."""


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None."""
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def unknown(kind: type[CrmError], template: str, word: str, known: Iterable[str], **parts: object) -> CrmError:
    """An error about a word that is not among the known ones, with the closest match and the list.

    Of a list too long to be read, the words nearest to it. `template` says what is missing and may use {word} and the
    other parts.
    """
    names = sorted(known)
    meant = closest(word, names)
    listed = names if len(names) <= MOST_KNOWN else get_close_matches(word, names, n=8, cutoff=0.0)
    enumerated = ", ".join(listed) + (" …" if len(listed) < len(names) else "")
    if meant:
        return kind(
            template + " Did you mean '{meant}'? Known: {known}.", word=word, meant=meant, known=enumerated, **parts
        )
    return kind(template + " Known: {known}.", word=word, known=enumerated, **parts)
