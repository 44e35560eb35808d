"""What a company wants to know of its customers: each question in plain words, with the metrics that answer it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

from crm_metrics.access import PROCESSES
from crm_metrics.declared import Problem, Section, Stamp, read, stamp
from crm_metrics.errors import CrmError, DefinitionError, unknown
from crm_metrics.settings import company_folder
from crm_metrics.words import LANGUAGES

FIELDS = ("es", "en", "metrics", "process")
LONGEST = 300  # characters of a question


@dataclass(frozen=True)
class Inquiry:
    """One question. texts: by language; metrics: ids, none where no metric answers yet; process: whose, or None."""

    texts: Mapping[str, str] = field(hash=False)
    metrics: tuple[str, ...] = ()
    process: str | None = None

    def text(self, language: str) -> str:
        """The question in this language, else in the one that it was written in."""
        return self.texts.get(language) or next(iter(self.texts.values()))


def inquiries(known: Collection[str], folder: Path | None = None) -> tuple[tuple[Inquiry, ...], tuple[Problem, ...]]:
    """The questions of the company's `questions.toml`, then those of every company; and what is wrong with the file.

    known: the ids of the metrics that there are. Each question stands under a line [[question]] with its text in `es`,
    `en` or both, `metrics` (a list of ids, which may be empty) and, where it is one process's own, `process`.
    """
    own = stamp((folder or company_folder()) / "questions.toml")
    asked, problems = _own(own, frozenset(known)) if own else ((), ())
    return (*asked, *_every()), problems


@lru_cache(maxsize=1)
def _every() -> tuple[Inquiry, ...]:
    with as_file(files("crm_metrics.metrics").joinpath("questions.toml")) as path:
        return tuple(map(_inquiry, read(path).listed("question")))


@lru_cache(maxsize=4)
def _own(file: Stamp, known: frozenset[str]) -> tuple[tuple[Inquiry, ...], tuple[Problem, ...]]:
    try:
        whole = read(Path(file[0]))
        whole.only(["question"])
        asked = tuple(map(_inquiry, whole.listed("question")))
        for inquiry, section in zip(asked, whole.listed("question"), strict=True):
            for name in inquiry.metrics:
                if name not in known:
                    template = "{file}, {key}: no metric '{word}'."
                    key = section.key("metrics")
                    raise unknown(DefinitionError, template, name, sorted(known), file=whole.file, key=key)
    except CrmError as error:
        return (), (Problem(Path(file[0]).as_posix(), error),)
    return asked, ()


def _inquiry(section: Section) -> Inquiry:
    section.only(FIELDS)
    texts = {language: section.text(language) for language in LANGUAGES if language in section.values}
    for language, text in texts.items():
        if len(text) > LONGEST or not text.isprintable():
            template = "{file}, {key}: write up to {most} characters on one line."
            raise DefinitionError(template, file=section.file, key=section.key(language), most=LONGEST)
    if not texts:
        section.text("es", example="¿…?")  # says how to write it
    process = section.choice("process", PROCESSES) if "process" in section.values else None
    return Inquiry(texts, section.texts("metrics", ()), process)
