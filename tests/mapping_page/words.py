"""The words of the mapping language, as the head of `mapping/language.py` tells them, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel

from crm_metrics.warehouse.mapping import language, source

MODELS: tuple[type[BaseModel], ...] = (
    source.Source,
    source.DocumentsRule,
    source.FileRule,
    source.WithdrawnRule,
    source.RowRule,
    source.TableRule,
    source.ValueMap,
    source.Spread,
    source.AliasRule,
)
_SAYS = 33  # where the head says what a word means, unless the word is longer
_HEADER = re.compile(r"(\[{1,2}[a-z_.]+\]{1,2})(?:\s{2,}(.*))?")
_SENTENCE = re.compile(r"(?<=\.) (?=[A-Z])")
_LONG = re.compile(r"((?:\"[^\"]*\"|'[^']*'|(?! {2,}).)+?) {2,}(\S.*)")


@dataclass
class Word:
    """One line of a mapping, and what it says."""

    written: str
    says: str


@dataclass
class Part:
    """A table of the file, its words, and what the table as a whole is for."""

    header: str
    says: str = ""
    words: list[Word] = field(default_factory=list)


def parts() -> list[Part]:
    """The parts of the language, the source's own words first, under an empty header."""
    found = [Part("")]
    for line in _block():
        header = _HEADER.fullmatch(line)
        if header:
            found.append(Part(header[1], header[2] or ""))
        elif not line.startswith(" "):
            found[-1].words.append(_word(line))
        elif found[-1].words:
            found[-1].words[-1].says = _joined(found[-1].words[-1].says, line.strip())
        else:
            found[-1].says = _joined(found[-1].says, line.strip())
    return found


def always() -> str:
    """What holds of every mapping: the last paragraph of the head, a line for each sentence."""
    head = language.__doc__ or ""
    told = " ".join(head[head.index("To be looked up without a file") :].split())
    return "\n".join(f"- {sentence}" for sentence in _SENTENCE.split(told))


def untold() -> list[str]:
    """The words that the records of a mapping hold and the head of the language does not name."""
    text = language.__doc__ or ""
    names = {
        rule.alias or name
        for model in MODELS
        for name, rule in model.model_fields.items()
        if model is not source.Source or name != "tables"
    }
    return sorted(name for name in names if not re.search(rf"\b{name}\b", text))


def _block() -> Iterator[str]:
    """The indented lines of the head, without their indent."""
    for line in (language.__doc__ or "").splitlines():
        if line.startswith("    "):
            yield line[4:].rstrip()


def _word(line: str) -> Word:
    if line[_SAYS - 2 : _SAYS] == "  " and line[_SAYS : _SAYS + 1].strip():
        return Word(line[:_SAYS].strip(), line[_SAYS:])
    long = _LONG.fullmatch(line)
    return Word(long[1], long[2]) if long else Word(line, "")


def _joined(says: str, more: str) -> str:
    """Two lines of one explanation; a new sentence begins with a capital."""
    ends = says.endswith((".", ";", ":", ",", "…")) or not says
    return f"{says}{'' if ends or not more[0].isupper() else '.'} {more}".strip()
