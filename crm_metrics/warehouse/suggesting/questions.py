"""What nobody but the owner can say: the questions, each with its consequence and default, and the answers given."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from crm_metrics.declared import text_of
from crm_metrics.errors import DefinitionError, QuestionError, unknown
from crm_metrics.warehouse.mapping.source import stem
from crm_metrics.warehouse.suggesting.dictionary import dictionary
from crm_metrics.words import mark

MOST = 5  # questions of one company; what is less urgent takes its default, and says so


@dataclass(frozen=True)
class OwnersChoice:
    """One answer: its id, what it says, and other words for it."""

    id: str
    text: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OwnersQuestion:
    """What is asked of the owner."""

    id: str
    """A word that stays: answers are kept under it."""
    text: str
    """The question, in the owner's words."""
    consequence: str
    """What it changes."""
    choices: tuple[OwnersChoice, ...]
    """The answers."""
    default: str
    """The answer that is taken while nobody has said anything."""
    assumed: str = ""
    """The end of the sentence that marks the numbers made with the default; "" where it makes none wrong."""
    tables: tuple[str, ...] = ()
    """The input tables whose numbers it may change; all facts where none is named."""
    stated: bool = False
    """Whether it is only told, for it changes no number of today."""


_YES, _NO = ("yes", "si", "sí", "true", "s", "sim"), ("no", "false", "n", "não", "nao")

# In the order of what they weigh: those after the fifth that is open are not asked, and their numbers are marked.
QUESTIONS: Mapping[str, OwnersQuestion] = {
    one.id: one
    for one in (
        OwnersQuestion(
            id="date_order",
            text=mark("{file}: is {value} in {column} written day first, or month first?"),
            consequence=mark("It decides in which month every row counts."),
            choices=(
                OwnersChoice("day_first", mark("day first"), ("dmy", "d/m")),
                OwnersChoice("month_first", mark("month first"), ("mdy", "m/d")),
            ),
            default="day_first",
            assumed=mark("in which order its days are written"),
        ),
        OwnersQuestion(
            id="decimal_mark",
            text=mark("{file}: is {value} in {column} a thousand and more, or one and a fraction?"),
            consequence=mark("It decides how large every amount is."),
            choices=(
                OwnersChoice("thousand", mark("a thousand and more")),
                OwnersChoice("fraction", mark("one and a fraction")),
            ),
            default="thousand",
            assumed=mark("how the mark in its amounts is to be read"),
        ),
        OwnersQuestion(
            id="cancelled_rows",
            text=mark("{file}: are the rows that say {values} ({count}) to be left out?"),
            consequence=mark("Kept, they count as sales, debts or cases like all others."),
            choices=(
                OwnersChoice("leave_out", mark("leave them out"), _YES),
                OwnersChoice("keep", mark("count them"), _NO),
            ),
            default="leave_out",
            assumed=mark("that cancelled rows are left out"),
        ),
        OwnersQuestion(
            id="amount_tax",
            text=mark("{file}: does {column} hold the tax?"),
            consequence=mark("Sales are told without tax, debts with it: by one amount alone the other can't be told."),
            choices=(
                OwnersChoice("with_tax", mark("with tax"), _YES),
                OwnersChoice("without_tax", mark("without tax"), _NO),
                OwnersChoice("no_tax", mark("there is no tax on it: both are the same"), ("none", "exempt", "exento")),
            ),
            default="with_tax",
            assumed=mark("whether its amounts hold the tax"),
        ),
        OwnersQuestion(
            id="payments_after_end",
            text=mark("{file}: what are the payments dated after {day}, the end of the list ({count})?"),
            consequence=mark("Left open, their invoices are still owed; counted, they are money that came in."),
            choices=(
                OwnersChoice("leave_open", mark("promised: leave their invoices open"), ("open", "leave_out", "no")),
                OwnersChoice("count", mark("real payments: count them"), ("keep", "paid", "yes", "si", "sí")),
            ),
            default="leave_open",
            assumed=mark("that payments dated after the end of the list are still to come"),
            tables=("receivable",),
        ),
        OwnersQuestion(
            id="paid_without_date",
            text=mark("{file}: were the rows paid without a day of payment ({count}) paid on the day of the invoice?"),
            consequence=mark("Else nobody knows when their money came in, and they stand as owed."),
            choices=(
                OwnersChoice("invoice_day", mark("paid on the day of the invoice"), (*_YES, "cash")),
                OwnersChoice("unknown", mark("the day is not known"), _NO),
            ),
            default="unknown",
            assumed=mark("that what is paid without a day of payment is still owed"),
            tables=("receivable",),
        ),
        OwnersQuestion(
            id="survey_about",
            text=mark("{file}: is the survey about the company as a whole, or about one contact?"),
            consequence=mark("Only answers about the company as a whole make its NPS."),
            choices=(
                OwnersChoice(
                    "company", mark("the company as a whole"), ("whole", "relationship", "the whole", "empresa", "todo")
                ),
                OwnersChoice("contact", mark("one contact"), ("one", "transactional", "ticket", "case")),
            ),
            default="unknown",
        ),
        OwnersQuestion(
            id="which_satisfaction",
            text=mark("{file}: which of these questions is your customers' satisfaction: {values}?"),
            consequence=mark("Answers to one of them make your CSAT; those to the others are left aside."),
            choices=(
                OwnersChoice("first", mark("the first of them"), ("1",)),
                OwnersChoice("second", mark("the second of them"), ("2",)),
                OwnersChoice("third", mark("the third of them"), ("3",)),
                OwnersChoice("fourth", mark("the fourth of them"), ("4",)),
            ),
            default="first",
            assumed=mark("that the first question about satisfaction is the one that counts"),
            tables=("survey",),
        ),
        OwnersQuestion(
            id="customer_column",
            text=mark("{file}: does {column} ({values}) name your customers?"),
            consequence=mark("Some of its values are customers of yours; if it does not, these rows are nobody's."),
            choices=(
                OwnersChoice("customers", mark("it names the customers"), _YES),
                OwnersChoice("other", mark("it names something else"), _NO),
            ),
            default="other",
            assumed=mark("that its rows are of no known customer"),
        ),
        OwnersQuestion(
            id="scale_of_answers",
            text=mark("{file}: up to how much do the answers to {column} go?"),
            consequence=mark("It decides who counts as satisfied."),
            choices=(OwnersChoice("5", "5"), OwnersChoice("7", "7"), OwnersChoice("10", "10")),
            default="10",
            assumed=mark("that the scale of its answers goes up to 10"),
        ),
        OwnersQuestion(
            id="process",
            text=mark("{file}: what are these contacts for?"),
            consequence=mark("It decides on which boards they stand."),
            choices=tuple(
                OwnersChoice(name, name)
                for name in ("service", "presales", "sales", "collections", "telemarketing", "loyalty", "retention")
            ),
            default="service",
            assumed=mark("that these contacts are service"),
        ),
        OwnersQuestion(
            id="names_above",
            text=mark("{file}: are the names above the rows ({values}) those of customers?"),
            consequence=mark("Each row is then a sale to the customer above it; else nobody knows to whom."),
            choices=(
                OwnersChoice("customers", mark("of customers"), _YES),
                OwnersChoice("other", mark("of something else"), _NO),
            ),
            default="customers",
            assumed=mark("that the names above its rows are those of customers"),
        ),
        OwnersQuestion(
            id="balance_list",
            text=mark("{file}: does it list all that is still owed, and nothing else?"),
            consequence=mark("Only then what is owed can be told."),
            choices=(
                OwnersChoice("all", mark("all that is owed"), _YES),
                OwnersChoice("part", mark("not all of it"), _NO),
            ),
            default="part",
        ),
        OwnersQuestion(
            id="pending_state",
            text=mark("{file}: does {values} wait for the customer?"),
            consequence=mark("It matters where a promise of time stands still while the customer is awaited."),
            choices=(
                OwnersChoice("customer", mark("yes, for the customer"), _YES),
                OwnersChoice("us", mark("no, for us"), _NO),
            ),
            default="customer",
            stated=True,
        ),
    )
}


@dataclass(kw_only=True)
class AskedQuestion:
    """A question as it is put to this company."""

    question: OwnersQuestion
    """What is asked."""
    parts: Mapping[str, object]
    """What fills its gaps."""
    default: str
    """The answer that is taken while nobody has said anything."""
    files: list[str] = field(default_factory=list)
    """The files that it is about."""
    answer: str | None = None
    """The choice that was given; None while there is none."""
    is_open: bool = False
    """Whether it is put to the owner: neither answered, nor only told."""


@dataclass
class Interview:
    """The answers given, and the questions that come up while the files are read."""

    answers: OwnersAnswers
    country: str = ""
    currency: str = ""
    asked: dict[str, AskedQuestion] = field(default_factory=dict)

    def choice(self, name: str, files: Sequence[str], *, default: str = "", **parts: object) -> str:
        """The answer to a question about some files, else its default."""
        question = QUESTIONS[name]
        given = next((told for file in files if (told := self.answers.of(question, file))), None)
        asked = self.asked.setdefault(
            name,
            AskedQuestion(
                question=question, parts={"file": files[0], **parts}, default=default or question.default, answer=given
            ),
        )
        asked.files.extend(file for file in files if file not in asked.files)
        if given is None:
            asked.answer = None  # one file of several is still to be told of
        return given or default or question.default

    def assumed(self, table: str, names: Sequence[str]) -> str:
        """The mark of a table's numbers that rest on the default of one of these questions; "" where none does."""
        open_ones = [self.asked[name].question for name in names if name in self.asked and not self.asked[name].answer]
        about = (question.assumed for question in open_ones if table in (question.tables or (table,)))
        return next(filter(None, about), "")

    def questions(self) -> list[AskedQuestion]:
        """What came up, in the order of what it weighs; at most MOST of them are put to the owner."""
        found = [self.asked[name] for name in QUESTIONS if name in self.asked]
        still = [one for one in found if one.answer is None and not one.question.stated]
        for one in found:
            one.is_open = one in still[:MOST]
        return found


@dataclass
class OwnersAnswers:
    """Answers by question, for all files or for those of a pattern."""

    everywhere: dict[str, str] = field(default_factory=dict)
    by_pattern: dict[str, dict[str, str]] = field(default_factory=dict)
    meanings: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, question: OwnersQuestion, file: str) -> str | None:
        """The choice that was given for a file. Raises QuestionError for a word that is none of the choices."""
        name = stem(file).casefold()
        told = next(
            (
                answers[question.id]
                for pattern, answers in self.by_pattern.items()
                if question.id in answers and fnmatchcase(name, pattern.casefold())
            ),
            self.everywhere.get(question.id),
        )
        return None if told is None else chosen(question, told)

    def meanings_of(self, file: str) -> Mapping[str, str]:
        """What a person said that the columns of a file mean, by name; "" for nothing."""
        name = stem(file).casefold()
        fitting = (told for pattern, told in self.meanings.items() if fnmatchcase(name, pattern.casefold()))
        return next(fitting, {})

    def under(self, other: OwnersAnswers) -> OwnersAnswers:
        """Both, `other` first: what it says of all files comes before what this one says of some."""
        both = {
            pattern: {name: word for name, word in told.items() if name not in other.everywhere}
            for pattern, told in self.by_pattern.items()
        }
        for pattern, told in other.by_pattern.items():
            both[pattern] = both.get(pattern, {}) | told
        return OwnersAnswers(self.everywhere | other.everywhere, both, {**self.meanings, **other.meanings})


def chosen(question: OwnersQuestion, told: str) -> str:
    """The id of the choice that a word means. Raises QuestionError for one that is none."""
    word = str(told).strip().casefold()
    for choice in question.choices:
        if word in (choice.id, *choice.also):
            return choice.id
    if word == question.default:
        return word
    raise unknown(
        QuestionError,
        "{question}: '{word}' is no answer to it.",
        str(told),
        [choice.id for choice in question.choices],
        question=question.id,
    )


def read_answers(path: Path) -> OwnersAnswers:
    """The answers in a TOML: `id = "choice"`, likewise below `["pattern of files"]`, or those of an earlier mapping.

    What columns mean stands below `[meanings."pattern of files"]`, as `"Name of the column" = "net"`.

    Raises DefinitionError for what is no TOML, and QuestionError for an id that is no question.
    """
    try:
        told = tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError("{file} is not TOML: {problem}.", file=path.name, problem=str(error)) from error
    if isinstance(told.get("files"), Mapping):
        return of_mapping(told)
    answers = OwnersAnswers()
    for name, value in told.items():
        if name == "meanings" and isinstance(value, Mapping):
            answers.meanings = {pattern: _meanings(columns) for pattern, columns in value.items()}
        elif isinstance(value, Mapping):
            answers.by_pattern[name] = {_known(one): str(word) for one, word in value.items()}
        else:
            answers.everywhere[_known(name)] = _word(value)
    return answers


def of_mapping(told: Mapping[str, object]) -> OwnersAnswers:
    """The answers that a mapping keeps beside the patterns of its files."""
    files = told.get("files")
    answers = OwnersAnswers()
    for rule in files.values() if isinstance(files, Mapping) else ():
        kept = rule.get("answers", {}) if isinstance(rule, Mapping) else {}
        said = rule.get("meanings", {}) if isinstance(rule, Mapping) else {}
        for pattern in rule.get("names", ()) if isinstance(rule, Mapping) else ():
            if kept:
                answers.by_pattern[str(pattern)] = {one: str(word) for one, word in kept.items() if one in QUESTIONS}
            if said:
                answers.meanings[str(pattern)] = _meanings(said)
    return answers


def _meanings(told: object) -> dict[str, str]:
    """What columns mean, each by a word of the dictionary. Raises QuestionError for another word."""
    known = ("", *sorted(set(dictionary().columns.values())))
    columns = {str(name): str(word) for name, word in told.items()} if isinstance(told, Mapping) else {}
    for name, word in columns.items():
        if word not in known:
            raise unknown(QuestionError, "{column}: '{word}' is no meaning of a column.", word, known, column=name)
    return columns


def _word(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _known(name: str) -> str:
    if name in QUESTIONS:
        return name
    raise unknown(QuestionError, "There is no question '{word}'.", name, QUESTIONS)


def listed(values: Iterable[str]) -> str:
    """Some values, for a sentence."""
    return ", ".join(dict.fromkeys(re.sub(r"\s+", " ", value) for value in values))
