"""The files that a company writes by hand, in TOML: read once per change, and refused with a sentence that helps.

Metrics, names of processes, calendars, tiers and sources are read through here, so that a mistake is told in one way:
which file, which key, what is wrong, what was probably meant and how to write it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from crm_metrics.errors import CrmError, DefinitionError, unknown

LARGEST = 1_000_000  # bytes; a file written by hand is far smaller

Stamp = tuple[str, int, int]  # path, when written, size: another stamp is another content
Value = TypeVar("Value")


@dataclass(frozen=True)
class Problem:
    """A file that can't be used, and the sentence that says why; the rest of the company's files still hold."""

    file: str
    error: CrmError


def stamp(path: Path) -> Stamp | None:
    """What changes when a file does; None when there is no such file.

    A name that is there and leads nowhere, as a link to itself does, has a stamp too: reading it tells what is wrong.
    """
    try:
        entry = path.stat()
    except (OSError, ValueError):
        return (str(path), 0, 0) if os.path.lexists(path) else None
    return str(path), entry.st_mtime_ns, entry.st_size


def stamps(folder: Path, ending: str = ".toml") -> tuple[Stamp, ...]:
    """The stamps of a folder's files with this ending, by name; hidden files stay out. Costs one look at the folder."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                entry.name for entry in entries if entry.name.endswith(ending) and not entry.name.startswith(".")
            )
    except OSError:
        return ()
    return tuple(written for name in names if (written := stamp(folder / name)) is not None)


def everything(folder: Path) -> tuple[Stamp, ...]:
    """The stamps of all that a company declares in its folder: what is drawn from them is old when they change."""
    targets = stamp(folder / "targets.csv")
    return (*stamps(folder), *stamps(folder / "metrics"), *([targets] if targets else []))


def text_of(path: Path) -> str:
    """The text of a file that a person writes, without its byte order mark.

    Raises DefinitionError when it can't be read, is far too large, or is not UTF-8.
    """
    name = path.as_posix()
    try:
        if not path.is_file() and path.exists():  # a pipe would be waited for, a device read without end
            raise DefinitionError("{file} is a folder or a device. Put a file of that name there.", file=name)
        with path.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise DefinitionError("{file} can't be read: {problem}.", file=name, problem=error.strerror or "?") from error
    if len(content) > LARGEST:
        raise DefinitionError("{file} is too large to be a file written by hand.", file=name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DefinitionError("{file} is not UTF-8. Save it as UTF-8.", file=name) from None


def read(path: Path) -> Section:
    """The whole of a file.

    Raises DefinitionError when it can't be read, is not UTF-8, or is no TOML: then with line and column.
    """
    name, text = path.as_posix(), text_of(path)
    try:
        return Section(name, "", tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n")))
    except (ValueError, RecursionError) as error:  # ValueError alone: a number of thousands of digits
        problem = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "too many digits or brackets"
        raise DefinitionError(
            '{file} is not TOML: {problem}. Write each line as key = "text", and close every quote and bracket.',
            file=name,
            problem=problem,
        ) from error


def named(
    path: Path, kind: str, keys: Iterable[str], made: Callable[[str, Section], Value], *, example: str
) -> tuple[Value, ...] | None:
    """What a file lists under lines [[kind]], each with a name of its own; None where there is no such file.

    keys: what each may say besides its name. made: what becomes of a name and its table. Raises DefinitionError, with
    the key and what to do, when the file can't be read as such a list.
    """
    if stamp(path) is None:
        return None
    whole = read(path)
    whole.only((kind,))
    found: dict[str, Value] = {}
    for section in whole.listed(kind):
        section.only(("name", *keys))
        name = section.text("name", example=example)
        if name in found:
            raise DefinitionError("{file}: {kind} '{name}' is there twice. Leave one of the two.", file=section.file,
                                  kind=kind, name=name)  # fmt: skip
        found[name] = made(name, section)
    return tuple(found.values())


@dataclass(frozen=True)
class Section:
    """A table of a file. place: its key, with points between ("tiers.high"); "" for the file itself.

    Every method raises DefinitionError, naming file and key, when the value is not what was asked for. A missing key
    gives `default`; without one it is an error.
    """

    file: str
    place: str
    values: Mapping[str, Any]

    def only(self, known: Iterable[str]) -> None:
        """Refuse a key that nobody reads, with the one that was probably meant."""
        names = tuple(known)
        for key in self.values:
            if key not in names:
                raise unknown(DefinitionError, "{file}: no key '{word}'.", self.key(key), map(self.key, names),
                              file=self.file)  # fmt: skip

    def key(self, key: str) -> str:
        """A key with its place before it."""
        return f"{self.place}.{key}" if self.place else key

    def text(self, key: str, default: str | None = None, *, example: str = "text") -> str:
        """A text that is not empty."""
        value = self._given(key, default, f'"{example}"')
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, f'"{example}"')
        return value.strip()

    def choice(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """One of the known words."""
        names = tuple(known)
        value = self.text(key, default, example=names[0])
        if value not in names:
            template = "{file}, {key}: '{word}' is not known."
            raise unknown(DefinitionError, template, value, names, file=self.file, key=self.key(key))
        return value

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 10**9) -> int:
        """A whole number from `least` to `most`."""
        value = self._given(key, default, str(least))
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise DefinitionError(
                "{file}, {key}: {value} is not a whole number from {least} to {most}.",
                file=self.file,
                key=self.key(key),
                value=_told(value),
                least=least,
                most=most,
            )
        return value

    def number(self, key: str, default: float | None = None, *, least: float = -1e15, most: float = 1e15) -> float:
        """A number from `least` to `most`."""
        value = self._given(key, default, "0.85")
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise DefinitionError(
                "{file}, {key}: {value} is not a number from {least} to {most}.",
                file=self.file,
                key=self.key(key),
                value=_told(value),
                least=least,
                most=most,
            )
        return float(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return self._typed(key, default, bool, "true")

    def day(self, key: str, default: date | None = None) -> date:
        """A day, written without quotes as 2026-01-31."""
        value = self._typed(key, default, date, "2026-01-31")
        if isinstance(value, datetime):
            raise self.wrong(key, "2026-01-31")
        return value

    def hour(self, key: str, default: time | None = None) -> time:
        """A time of day, written as "08:30" or 08:30:00."""
        value = self._given(key, default, '"08:30"')
        if isinstance(value, str):
            try:
                value = time.fromisoformat(value)
            except ValueError:
                raise self.wrong(key, '"08:30"') from None
        if not isinstance(value, time) or value.tzinfo is not None:
            raise self.wrong(key, '"08:30"')
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        value = self._given(key, default, '["one", "two"]')
        if not isinstance(value, list | tuple) or not all(isinstance(text, str) and text.strip() for text in value):
            raise self.wrong(key, '["one", "two"]')
        return tuple(text.strip() for text in value)

    def spoken(
        self, key: str, languages: Iterable[str], default: str | None = None, *, fallback: str = ""
    ) -> Mapping[str, str]:
        """A text by language, `{es = "…", en = "…"}`; a plain text is the text of all of them.

        A language that is not written has the text of `fallback`, or the first that there is.
        """
        names = tuple(languages)
        example = "{" + ", ".join(f'{name} = "…"' for name in names) + "}"
        value = self._given(key, default, example)
        if isinstance(value, str) and (value.strip() or default == value):
            return dict.fromkeys(names, value.strip())
        if not isinstance(value, Mapping) or not value:
            raise self.wrong(key, example)
        inner = Section(self.file, self.key(key), value)
        inner.only(names)
        texts = {name: inner.text(name, example="…") for name in names if name in value}
        otherwise = texts.get(fallback) or next(iter(texts.values()))
        return {name: texts.get(name, otherwise) for name in names}

    def section(self, key: str) -> Section:
        """The table of a key, empty when it is not there."""
        value = self.values.get(key, {})
        if not isinstance(value, Mapping):
            raise DefinitionError("{file}, {key}: write it as a table, under a line [{key}].", file=self.file,
                                  key=self.key(key))  # fmt: skip
        return Section(self.file, self.key(key), value)

    def sections(self) -> Iterator[tuple[str, Section]]:
        """Every key with its table, in the order of the file; all of them have to be tables."""
        for key in self.values:
            yield key, self.section(key)

    def listed(self, key: str) -> tuple[Section, ...]:
        """The tables under [[key]], in the order of the file; none when there are none."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(table, Mapping) for table in value):
            raise DefinitionError("{file}, {key}: write each one under a line [[{key}]].", file=self.file,
                                  key=self.key(key))  # fmt: skip
        return tuple(
            Section(self.file, f"{self.key(key)} {place}", table) for place, table in enumerate(value, start=1)
        )

    def wrong(self, key: str, example: str) -> DefinitionError:
        """The error about a value of the wrong kind, with how to write it."""
        return DefinitionError(
            "{file}, {key}: {value} can't be read here. Write it as {name} = {example}.",
            file=self.file,
            key=self.key(key),
            name=key,
            value=_told(self.values.get(key)),
            example=example,
        )

    def _given(self, key: str, default: object, example: str) -> Any:
        value = self.values.get(key, default)
        if value is None:
            raise DefinitionError(
                "{file}: '{key}' is missing. Write it as {name} = {example}.",
                file=self.file,
                key=self.key(key),
                name=key,
                example=example,
            )
        return value

    def _typed(self, key: str, default: Value | None, kind: type[Value], example: str) -> Value:
        value = self._given(key, default, example)
        if not isinstance(value, kind):
            raise self.wrong(key, example)
        return value


def _told(value: object) -> str:
    """A value of a file, short enough for a sentence."""
    try:
        text = f"'{value}'" if isinstance(value, str) else str(value)
    except ValueError:  # Python writes out no number of thousands of digits
        return "…"
    return text if len(text) <= 60 else text[:57] + "…"
