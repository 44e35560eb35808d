"""The environment and the machine, read once into one frozen object: the only place that knows `os.environ`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.languages import LANGUAGES

MOST_THREADS = 256  # DuckDB starts as many as it is told, until the machine stands still
DEFAULT_WAREHOUSE = Path("data/warehouse")
DEFAULT_COMPANY = Path("data")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this process runs."""

    warehouse: Path = DEFAULT_WAREHOUSE
    """The folder of the warehouse's versions."""
    company: Path = DEFAULT_COMPANY
    """The folder of the files that the company writes itself: targets.csv, metrics/*.toml, processes.toml,
    questions.toml, calendars.toml, tiers.toml, reasons.toml, sources.toml."""
    language: str | None = None
    """The reader's language where the company's locale does not decide, with or without a country, or None."""
    access: Path | None = None
    """The access file, or None: local mode, where a visible switch chooses the reader."""
    database: str | None = field(default=None, repr=False)
    """Where what people save is kept: a file, or postgresql://user@machine/database, whose password is never shown;
    None: office.sqlite in the folder of the warehouse."""
    address: str | None = None
    """Where readers open the boards, as https://pulso.example.com, no slash at its end; None: no link is given."""
    memory: str | None = None
    """The most memory DuckDB may use, as DuckDB writes it ("4GB"); None: half the machine, for a small load 1 GB."""
    threads: int = 2
    """The threads of one query."""


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that CRM_WAREHOUSE, CRM_COMPANY, CRM_LANGUAGE, CRM_ACCESS, CRM_DATABASE, CRM_ADDRESS, CRM_MEMORY
    and CRM_THREADS give.

    Raises QuestionError when one of them can't be read, naming it and its value.
    """
    given = os.environ if environment is None else environment
    language = given.get("CRM_LANGUAGE") or None
    if language is not None and language.split("-")[0].split("_")[0] not in LANGUAGES:
        *first, last = LANGUAGES
        known = CrmError("{first} or {last}", first=", ".join(first), last=last)
        raise QuestionError("CRM_LANGUAGE is '{value}'; it must be {known}.", value=language, known=known)
    access = given.get("CRM_ACCESS")
    return Settings(
        warehouse=Path(given.get("CRM_WAREHOUSE") or DEFAULT_WAREHOUSE),
        company=company_folder(given),
        language=language,
        access=Path(access) if access else None,
        database=database(given),
        address=_address(given.get("CRM_ADDRESS")),
        memory=given.get("CRM_MEMORY") or None,
        threads=_whole(given, "CRM_THREADS", os.cpu_count() or 2),
    )


def database(environment: Mapping[str, str] | None = None) -> str | None:
    """Where what people save is kept, CRM_DATABASE; None where it is not set. Raises QuestionError as `load` does."""
    given = os.environ if environment is None else environment
    return _database(given.get("CRM_DATABASE"))


def company_folder(environment: Mapping[str, str] | None = None) -> Path:
    """The folder of the company's own files, CRM_COMPANY or `data`; asked anew each time, as the files are."""
    given = os.environ if environment is None else environment
    return Path(given.get("CRM_COMPANY") or DEFAULT_COMPANY)


def _address(text: str | None) -> str | None:
    if not text:
        return None
    if not re.fullmatch(r"https?://[^\s\"'<>?#]+", text):
        raise QuestionError(
            "CRM_ADDRESS is '{value}'; it must be an address as https://pulso.example.com, without ? or #.", value=text
        )
    return text.rstrip("/")


def is_server(database: str) -> bool:
    """Whether a database is named by the address of a server, and not by a file."""
    return "://" in database


def _database(text: str | None) -> str | None:
    if not text or not is_server(text):
        return text or None
    try:
        parts = urlsplit(text)
        complete = parts.scheme in ("postgresql", "postgres") and parts.hostname and parts.path.strip("/")
        _ = parts.port
    except ValueError:  # a port that is no number
        complete = None
    if not complete:
        raise QuestionError(
            "CRM_DATABASE is neither a file nor an address as postgresql://user@machine:5432/database. What it says is"
            " not repeated here: it may hold a password."
        )
    return text


def _whole(given: Mapping[str, str], key: str, default: int) -> int:
    text = given.get(key)
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MOST_THREADS:
        raise QuestionError(
            "{key} is '{value}'; it must be a whole number from 1 to {most}.", key=key, value=text, most=MOST_THREADS
        )
    return int(text)


def inherited(**changes: str) -> dict[str, str]:
    """The environment of this process with some changes, for a process that it starts."""
    return {**os.environ, **changes}
