"""JSON as interfaces answer it: a list of objects, an object with lists of them, or one object a line, as rows of text.

A number keeps the way it is written and is marked as typed; an object or a list in a cell stays JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.containers import unpacked
from crm_metrics.warehouse.files.headers import Record
from crm_metrics.warehouse.files.workbooks import TYPED
from crm_metrics.warehouse.mapping.source import FileRule

CAP = 256_000_000  # bytes: it is read whole, and becomes some times as large
_LONG = 30  # digits of a number: a longer one is none that anybody counted
_DEEP = 3  # objects inside objects in which a list of records is looked for

Objects = Sequence[Mapping[str, Any]]


class JsonNumber(str):
    """A number, as it is written."""

    __slots__ = ()


def lists_of(path: Path, file: str) -> dict[str, Objects]:
    """The lists of objects in a file, each under its name there; "" where the file is the list.

    Raises DataError for what is no JSON, for a name that stands twice in one object and where no list has objects.
    """
    if path.stat().st_size > CAP:
        raise DataError("{file} is larger than {cap} MB. Split it.", file=file, cap=CAP // 1_000_000)
    told = _parsed(path.read_bytes(), file)
    found = dict(_lists("", told, _DEEP))
    found = {name: objects for name, objects in found.items() if objects} or found
    if not found:
        raise DataError(
            "{file} holds no list of records: JSON is read where it is a list of objects, or an object with such a"
            " list, as {example}.",
            file=file,
            example='{"tickets": [{"id": 1, …}]}',
        )
    return found


def names_in(path: Path) -> list[str]:
    """The names of the lists in a file, packed or not; none of one that can't be read."""
    with TemporaryDirectory() as scratch, suppress(DataError):
        return list(lists_of(unpacked(path, Path(scratch)), path.name))
    return []


def chosen(lists: Mapping[str, Objects], rule: FileRule, file: str) -> Objects:
    """The records of one kind of file: the list that its rule names, or the only one there is.

    Raises DataError where none of several lists is told to be it.
    """
    fitting = [name for name in lists if rule.has_sheet(name)] or [name for name in lists if is_of(name, rule)]
    if fitting:
        return [one for name in fitting for one in lists[name]]
    if len(lists) == 1:
        return next(iter(lists.values()))
    raise DataError(
        '{file} holds several lists: {lists}. Say in the mapping which one is meant: sheet = "{first}".',
        file=file,
        lists=", ".join(lists),
        first=next(iter(lists)),
    )


def is_of(name: str, rule: FileRule) -> bool:
    """Whether a list has a name that files of a kind have."""
    return bool(name) and any(fnmatchcase(name.casefold(), one.casefold()) for one in rule.names)


def records(objects: Objects, *, nested: bool = True) -> Iterator[Record]:
    """The header and a row for each object, each with the number of its object as its line.

    What an object in a cell holds has columns of its own, `via.channel`; nested: so has the whole of it, as JSON.
    """
    names: dict[tuple[str, ...], None] = {}
    inner = {name for one in objects for name, value in one.items() if isinstance(value, dict)}
    for one in objects:
        for name, value in one.items():
            if name not in inner or nested:
                names[name,] = None
            names.update(((name, below), None) for below in (value if isinstance(value, dict) else ()))
    yield 1, [_text(".".join(way)) for way in names]
    for line, one in enumerate(objects, 2):
        yield line, [_cell(_at(one, way)) for way in names]


def _at(one: Mapping[str, Any], way: tuple[str, ...]) -> object:
    value = one.get(way[0])
    if len(way) == 1:
        return value
    return value.get(way[1]) if isinstance(value, dict) else None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, JsonNumber):
        return f"{value}{TYPED}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _text(value: str) -> str:
    """A text without what no table takes: halves of a letter, a nought byte, the mark of typed cells."""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "").rstrip(TYPED)


def _lists(name: str, told: object, deep: int) -> Iterator[tuple[str, Objects]]:
    """The lists of objects in a value, by the name that each stands under."""
    if isinstance(told, list):
        if all(isinstance(one, dict) for one in told):
            yield name, told
    elif isinstance(told, dict) and deep:
        for below, value in told.items():
            yield from _lists(below, value, deep - 1)


def _parsed(data: bytes, file: str) -> object:
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        try:
            return _read(text, file)
        except json.JSONDecodeError as error:
            lines = [line for line in text.splitlines() if line.strip()]
            if len(lines) < 2 or error.msg != "Extra data":
                raise
            return [_read(line, file) for line in lines]
    except json.JSONDecodeError as error:
        raise DataError(
            "{file} can't be read as JSON, from line {line} on: it is cut off or damaged. Export it again.",
            file=file,
            line=str(error.lineno),
        ) from error
    except UnicodeDecodeError as error:
        raise DataError("{file} is no JSON: it is not in UTF-8. Export it again.", file=file) from error
    except RecursionError as error:
        raise DataError("{file} is nested too deep: no export of records is.", file=file) from error


def _read(text: str, file: str) -> object:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise DataError(
                "{file}: a record has '{name}' twice: which one holds can't be told.", file=file, name=twice
            )
        return found

    return json.loads(
        text, object_pairs_hook=once, parse_int=JsonNumber, parse_float=_number, parse_constant=lambda _: None
    )


def _number(text: str) -> JsonNumber:
    """A number as it is written, 1.5e3 as 1500."""
    if "e" not in text.casefold() or abs(Decimal(text).adjusted()) > _LONG:
        return JsonNumber(text)
    return JsonNumber(format(Decimal(text), "f"))
