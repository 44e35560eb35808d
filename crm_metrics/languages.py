"""The languages that Pulso speaks: each is a folder of `locales/`, with what it writes otherwise than Unicode has it.

    locales/fr/LC_MESSAGES/pulso.po    the sentences; the head says how the language counts (Plural-Forms)
    locales/fr/language.toml           gaps and dates where Pulso writes them in a way of its own; may be missing

English has no catalogue: its sentences are those of the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal
from unicodedata import combining, normalize

from crm_metrics.declared import read

LOCALES = Path(__file__).parent / "locales"
CATALOGUE = Path("LC_MESSAGES") / "pulso.po"
FILE = "language.toml"

SOURCE = "en"  # of the sentences in the code: what another language lacks is said in it
DEFAULT = "es"  # of a company that named none, and of a reader whose language Pulso does not speak

# The forms of a date or a time, and what each shows, as a skeleton of CLDR (UTS 35): its tables know the order, the
# signs between and the words of every country. A language that wants another form has a pattern in its `language.toml`.
FORMS = {
    "day": "yMMMd",
    "short_day": "MMMd",
    "long_day": "yMMMEd",
    "weekday": "E",
    "month": "yMMMM",
    "short_month": "yMMM",
    "clock": "Hm",
}


@dataclass(frozen=True)
class Usage:
    """What a language writes in a way of its own; where nothing is said, the tables of the reader's country hold."""

    percent_gap: bool | None = None
    """Whether a gap stands between a number and its percent sign."""
    currency_gap: bool | None = None
    """Whether one stands between a currency's sign and the number after it."""
    dates: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Patterns of CLDR by the name of their form, as `day = "d MMM y"`."""


def spoken(folder: Path = LOCALES) -> tuple[str, ...]:
    """The codes of the languages of a folder: the default first, then the one of the code, then the others."""
    files = (*folder.glob(f"*/{FILE}"), *folder.glob(f"*/{CATALOGUE.as_posix()}"))
    codes = {file.relative_to(folder).parts[0] for file in files}
    return tuple(sorted(codes, key=lambda code: (code != DEFAULT, code != SOURCE, code)))


LANGUAGES = spoken()


def unaccented(text: str, form: Literal["NFD", "NFKD"] = "NFKD") -> str:
    """`text` without its accents. form: NFKD also takes apart what is one sign for several letters, as ﬁ."""
    return "".join(letter for letter in normalize(form, text) if not combining(letter))


def settled(asked: str, company: str) -> str:
    """The language asked for, with the company's country where it names none: "es" in a company of "es-MX"."""
    asked, company = asked.replace("_", "-"), company.replace("_", "-")
    return company if asked == company.partition("-")[0] else asked


@cache
def usage(language: str, folder: Path = LOCALES) -> Usage:
    """What stands in the language's file; nothing without one.

    Raises DefinitionError when there is something in it that nobody reads.
    """
    path = folder / language / FILE
    if not path.exists():
        return Usage()
    file = read(path)
    file.only(("percent_gap", "currency_gap", "dates"))
    patterns = file.section("dates")
    patterns.only(FORMS)
    gaps = {name: file.flag(name) for name in ("percent_gap", "currency_gap") if name in file.values}
    return Usage(**gaps, dates={form: patterns.text(form, example="d MMM y") for form in patterns.values})
