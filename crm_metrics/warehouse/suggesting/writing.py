"""A mapping as TOML that a person can read and edit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_of(mapping: Mapping[str, Any], head: Sequence[str] = ()) -> str:
    """The mapping as text: its head as remarks, its files, the rows in between, and a table for each rule."""
    lines = [f"# {line}" for line in head]
    lines += [f"{name} = {_value(value)}" for name, value in mapping.items() if not isinstance(value, (dict, list))]
    lines += [f"{name} = {_value(value)}" for name, value in mapping.items() if name == "notes"]
    for name, rule in mapping["files"].items():
        lines += ["", f"[files.{name}]", *_plain(rule)]
        for part in ("answers", "meanings", "columns", "aliases"):
            if rule.get(part):
                lines += [
                    f"[files.{name}.{part}]",
                    *(f"{toml_key(one)} = {_value(told)}" for one, told in rule[part].items()),
                ]
    for name, rule in mapping["rows"].items():
        lines += ["", f"[rows.{name}]", *_plain(rule), f"[rows.{name}.columns]", *_columns(rule)]
    for rule in mapping["tables"]:
        lines += ["", "[[tables]]", *_plain(rule), "[tables.columns]", *_columns(rule)]
        if rule.get("keys"):
            lines += ["[tables.keys]", *(f"{one} = {_value(told)}" for one, told in rule["keys"].items())]
    return "\n".join(lines) + "\n"


def _plain(rule: Mapping[str, Any]) -> list[str]:
    apart = ("answers", "meanings", "columns", "aliases", "keys", "lookup")
    lines = [
        f"{name} = {_value(value)}" for name, value in rule.items() if name not in apart and value not in (None, {}, [])
    ]
    for name, keys in rule.get("lookup", {}).items():
        told = ", ".join(f"{one} = {_value(text)}" for one, text in keys.items())
        lines.append(f"lookup.{name} = {{ {told} }}")
    return lines


def _columns(rule: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_value(value)}" for name, value in rule["columns"].items()]


def toml_key(name: str) -> str:
    """A name as a key of a TOML."""
    return name if _BARE.fullmatch(name) else toml_text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_key(name)} = {_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return toml_text(str(value))


def toml_text(text: str) -> str:
    """A text as a value of a TOML."""
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    )
    return f'"{escaped}"'
