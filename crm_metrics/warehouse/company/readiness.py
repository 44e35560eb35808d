"""What a company says of how its processes are run: yes or no to a handful of questions, process by process.

[answers.sales]                  a process by its id; what is not answered stays unanswered
owner = true                     somebody answers for it and for its numbers
agreement = false                what it promises is written down, with its limits
survey = true                    customers are asked how it went when it ends
review = true                    its numbers are looked at on fixed days, by the same people
written = false                  how it is done is written down

[questions.backup]               a question of one's own, beside these five
es = "¿Hay quien reemplace al responsable?"
en = "Does somebody stand in for the owner?"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crm_metrics import declared
from crm_metrics.declared import Section
from crm_metrics.errors import DefinitionError, unknown
from crm_metrics.languages import DEFAULT, LANGUAGES
from crm_metrics.processes import PROCESSES
from crm_metrics.words import Said, mark

FILE = "readiness.toml"
QUESTIONS: Mapping[str, str] = {
    "owner": mark("Does somebody answer for the process and its numbers?"),
    "agreement": mark("Is there a written agreement on service, with limits?"),
    "survey": mark("Are customers asked how it went when it ends?"),
    "review": mark("Are its numbers reviewed on fixed days?"),
    "written": mark("Is it written down how the process is done?"),
}


@dataclass(frozen=True)
class SelfCheck:
    """The questions by id, and (process, question) → the answer, of those that were answered."""

    questions: Mapping[str, str]
    answers: Mapping[tuple[str, str], bool]


def read(folder: Path) -> SelfCheck:
    """The answers of the file `readiness.toml` in the company's folder; none where there is no such file.

    Raises DefinitionError, with the key and what to do, when the file can't be read so.
    """
    path = folder / FILE
    if declared.stamp(path) is None:
        return SelfCheck(QUESTIONS, {})
    whole = declared.read(path)
    whole.only(("answers", "questions"))
    questions = {**QUESTIONS, **_own(whole.section("questions"))}
    answers: dict[tuple[str, str], bool] = {}
    for process, section in whole.section("answers").sections():
        _known(process, PROCESSES, whole.file, "answers")
        for question in section.values:
            _known(question, questions, whole.file, section.place)
            answers[process, question] = section.flag(question)
    return SelfCheck(questions, answers)


def _own(given: Section) -> Mapping[str, str]:
    """The company's own questions, each in the languages that it wrote."""
    own = {}
    for question in given.values:
        texts = given.spoken(question, LANGUAGES, fallback=DEFAULT)
        own[question] = Said(texts[DEFAULT], texts)
    return own


def _known(word: str, known: Mapping[str, str] | tuple[str, ...], file: str, place: str) -> None:
    if word not in known:
        raise unknown(
            DefinitionError, "{file}, {key}: '{word}' is not known.", word, tuple(known), file=file, key=place
        )
