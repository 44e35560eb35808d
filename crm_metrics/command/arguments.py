"""The words of the command line: its commands, their options, and how a value is read."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from crm_metrics.errors import QuestionError
from crm_metrics.words import Words, mark

PROGRAM = "python -m crm_metrics"


@dataclass(frozen=True)
class Option:
    """One argument of a command: its flags (or its name), what it is for, and how argparse keeps it."""

    flags: str
    about: str
    kept: Mapping[str, Any] = field(default_factory=dict)


def _valued(flags: str, metavar: str, about: str, **kept: Any) -> Option:
    return Option(flags, about, {"metavar": metavar, **kept})


_ACCEPT = Option(
    "--accept-rejects",
    mark("load the other rows however many are left out; they are in rejects.csv"),
    {"action": "store_true"},
)

COMMANDS: Mapping[str, tuple[str, Sequence[Option]]] = {
    "init": (
        mark("make the empty warehouse of a company: its row, business hours and holidays"),
        [
            _valued("--name", "N", mark("the company's name")),
            _valued("--country", "CC", mark("two letters, as CO; gives currency, time zone, language and holidays")),
            _valued("--currency", "CUR", mark("three letters, as COP")),
            _valued("--time-zone", "TZ", mark("as America/Bogota")),
            _valued("--locale", "L", mark("language and country of the screens, as es-CO")),
            _valued("--tax-id", "ID", mark("the company's own, by which its invoices are known; several as A,B")),
        ],
    ),
    "demo": (
        mark("build the demo company; all of it is synthetic"),
        [
            _valued("--customers", "N", mark("how many customers")),
            _valued("--months", "M", mark("how many months")),
            _valued("--seed", "S", mark("same seed, same rows")),
            _valued("--until", "DATE", mark("the last day, as 2026-11-21 (default: today)")),
        ],
    ),
    "import": (
        mark("import the files of a folder"),
        [
            _valued("folder", "FOLDER", mark("where the files are")),
            _valued(
                "--source", "NAME", mark("the source's name, or its TOML file (default: files named like the tables)")
            ),
            Option(
                "--full", mark("these files are all there is: what they lack is withdrawn"), {"action": "store_true"}
            ),
            Option("--check", mark("only say what the import would do"), {"action": "store_true"}),
            _ACCEPT,
        ],
    ),
    "suggest": (
        mark("say what unknown files mean, and write a mapping that import takes"),
        [
            _valued("folder", "FOLDER", mark("where the files are")),
            _valued("--answers", "FILE", mark('the owner\'s answers, a TOML of id = "choice", or an earlier mapping')),
            _valued("--out", "FILE", mark("where the mapping goes; the answers that stand there already are kept")),
            _valued("--format", "F", mark("table or json"), default="table"),
        ],
    ),
    "receive": (
        mark("say which source reads each file of a folder and what it would bring; with --publish bring it"),
        [
            _valued("folder", "FOLDER", mark("where the files are")),
            _valued("--answers", "FILE", mark('the owner\'s answers, a TOML of id = "choice", or an earlier mapping')),
            _valued("--source", "NAME", mark("the system that they come from (default: Pulso finds it)")),
            Option("--anew", mark("forget how such files were read before"), {"action": "store_true"}),
            Option(
                "--publish",
                mark("load them into one new version, and keep how they are read"),
                {"action": "store_true"},
            ),
            Option(
                "--full", mark("these files are all there is: what they lack is withdrawn"), {"action": "store_true"}
            ),
            _ACCEPT,
            _valued("--format", "F", mark("table or json"), default="table"),
        ],
    ),
    "query": (
        mark("ask one metric or several"),
        [
            _valued("metrics", "METRIC", mark("their ids; the command metrics lists them"), nargs="+"),
            _valued("--every", "CADENCE", mark("day, week, month, quarter, year or all"), default="month"),
            _valued("--by", "DIM,DIM", mark("one row per value of these dimensions")),
            _valued("--where", "DIM=VALUE", mark("only these rows; may be repeated"), action="append", default=[]),
            _valued("--since", "D", mark("the first day, as 2026-11-21")),
            _valued("--until", "D", mark("the last day")),
            _valued("--format", "F", mark("table, csv or json"), default="table"),
        ],
    ),
    "rows": (
        mark("give the rows that make a number, and work it out from them again"),
        [
            _valued("metric", "METRIC", mark("a metric's id")),
            _valued("--every", "CADENCE", mark("day, week, month, quarter, year or all"), default="month"),
            _valued("--by", "DIM,DIM", mark("the group of each row in these dimensions")),
            _valued("--where", "DIM=VALUE", mark("only these rows; may be repeated"), action="append", default=[]),
            _valued("--since", "D", mark("the first day (default: that of the last period)")),
            _valued("--until", "D", mark("the last day")),
            _valued("--format", "F", mark("table, csv or json"), default="table"),
        ],
    ),
    "relate": (
        mark("hold metrics beside satisfaction: what is associated with what, and how surely"),
        [
            _valued("metrics", "METRIC", mark("their ids; the command metrics lists them"), nargs="+"),
            _valued("--with", "METRIC", mark("satisfaction, as csat or csat,ces"), default="csat", dest="with_"),
            _valued("--unit", "U", mark("contact, agent, team or company (default: the best that the data bear)")),
            _valued("--process", "P", mark("in this process (default: its own, or every one)")),
            _valued("--lag", "N,N", mark("periods by which the metric comes first, declared beforehand; at most 4")),
            _valued("--where", "DIM=VALUE", mark("only these rows; may be repeated"), action="append", default=[]),
            _valued("--since", "D", mark("the first day, as 2026-11-21")),
            _valued("--until", "D", mark("the last day")),
            _valued("--format", "F", mark("table or json"), default="table"),
        ],
    ),
    "board": (
        mark("say what a board shows, or print it as a PDF"),
        [
            _valued("name", "NAME", mark("daily, weekly, monthly, overview, process or journey")),
            _valued("--pdf", "FILE", mark("write it there, on pages of A4 (default: as text, here)")),
            _valued("--lang", "L", mark("its language, as es or en (default: the company's)")),
            _valued("--until", "D", mark("the last day shown, as 2026-11-21 (default: the last with data)")),
            _valued("--process", "P", mark("only this process")),
            _valued("--where", "DIM=VALUE", mark("only these rows; may be repeated"), action="append", default=[]),
            _valued("--reader", "NAME", mark("what this reader of the access file may see (default: all of it)")),
        ],
    ),
    "metrics": (
        mark("list the metrics, or show one in full"),
        [
            _valued("name", "NAME", mark("a metric's id"), nargs="?"),
            _valued("--process", "P", mark("only those of a process")),
            _valued("--search", "TEXT", mark("only those with these words in their name, meaning, source or state")),
            _valued("--format", "F", mark("table, json, or html: all of it as one document"), default="table"),
        ],
    ),
    "versions": (mark("list the warehouse's versions"), []),
    "rollback": (
        mark("make an earlier version current"),
        [_valued("number", "N", mark("which one (default: the one before)"), nargs="?")],
    ),
    "sync": (mark("load all that sources.toml lists into one version: for every day"), [_ACCEPT]),
    "rebuild": (mark("make the current version anew from its own rows, after an update of Pulso"), []),
    "cluster": (
        mark("have Apache Spark make what a version keeps, where one machine is too small for it"),
        [
            Option(
                "action",
                mark("export the tables, make the rest of them, or publish it as a version"),
                {"choices": ("export", "make", "publish"), "metavar": "ACTION"},
            ),
            _valued("folder", "FOLDER", mark("a folder that the warehouse and all machines of the cluster see")),
            _valued(
                "--master", "URL", mark("the cluster, as spark://HOST:7077 (default: this machine)"), default="local[*]"
            ),
            _valued(
                "--set",
                "NAME=VALUE",
                mark("a setting of Spark's, as spark.executor.memory=8g; may be repeated"),
                action="append",
                default=[],
            ),
        ],
    ),
    "plans": (mark("draft work plans of gaps that last, and judge those that run; sync does it after each load"), []),
    "office": (
        mark("take all that people save in Pulso into a file, or from one into an empty database"),
        [
            Option("action", mark("export or import"), {"choices": ("export", "import"), "metavar": "ACTION"}),
            _valued("file", "FILE", mark("the file, as office.json")),
        ],
    ),
    "doctor": (mark("say whether the warehouse is whole and fresh, and what can't be computed"), []),
}


_COMPLAINTS = (  # what argparse says → the same, to be said in the reader's language
    (r"the following arguments are required: (?P<names>.+)", mark("{names} is missing. See: {command} --help")),
    (
        r"argument (?P<name>[^:]+): invalid choice: '(?P<word>.*)' \(choose from (?P<known>.+)\)",
        mark("There is no {name} '{word}'. Known: {known}. See: {command} --help"),
    ),
    (
        r"argument (?P<name>[^:]+): expected (one|at least one) argument",
        mark("{name} needs a value. See: {command} --help"),
    ),
    (
        r"unrecognized arguments: (?P<words>(?s:.+))",
        mark("Nothing here is called {words}. See: {command} --help"),
    ),
)


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is a sentence like any other error."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse has to say as a QuestionError."""
        for pattern, sentence in _COMPLAINTS:
            complaint = re.fullmatch(pattern, message)
            if complaint:
                raise QuestionError(sentence, command=self.prog, **complaint.groupdict())
        raise QuestionError("{problem}. See: {command} --help", problem=message, command=self.prog)


def parser(words: Words) -> argparse.ArgumentParser:
    """The parser of all commands; its help speaks the language of `words`."""
    everywhere = Parser(add_help=False)
    everywhere.add_argument(
        "--warehouse",
        metavar="FOLDER",
        default=argparse.SUPPRESS,
        help=words("the folder of the warehouse (default: data/warehouse, or CRM_WAREHOUSE)"),
    )
    whole = Parser(
        prog=PROGRAM,
        description=words("Control boards for customer management, on the command line."),
        parents=[everywhere],
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    for name, (purpose, options) in COMMANDS.items():
        said = words(purpose)
        command = commands.add_parser(name, help=said, description=said, parents=[everywhere])
        for option in options:
            command.add_argument(option.flags, help=words(option.about), **option.kept)
    return whole


def day(option: str, text: str | None) -> date | None:
    """An ISO day; QuestionError when it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuestionError(
            "{option}: '{word}' is not a day; write it as 2026-11-21.", option=option, word=text
        ) from None


def whole(option: str, text: str | None, least: int = 1) -> int | None:
    """A whole number from `least` on; QuestionError when it is none."""
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) < least:
        raise QuestionError(
            "{option}: '{word}' is not a whole number from {least} on.", option=option, word=text, least=least
        )
    return int(text)


def split(text: str | None) -> tuple[str, ...]:
    """The names in `a,b`."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def pair(text: str) -> tuple[str, str | None]:
    """DIM=VALUE; nothing after the mark means the rows that have no value."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise QuestionError("--where: '{word}' is not DIM=VALUE, as in tier=strategic.", word=text)
    return name.strip(), value or None


def settings_of(texts: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE, each once; the last one holds."""
    told = dict[str, str]()
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise QuestionError("--set: '{word}' is not NAME=VALUE, as in spark.executor.memory=8g.", word=text)
        told[name.strip()] = value.strip()
    return told
