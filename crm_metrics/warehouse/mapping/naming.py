"""The name of a column in expressions: its own where those can bear it, else one of what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crm_metrics.warehouse.mapping.language import folded

_LONGEST = 40
_RESERVED = frozenset((
    "order", "group", "select", "date", "time", "table", "user", "case", "end", "when", "desc", "asc", "limit",
    "offset", "from", "to", "primary", "references", "default", "check", "values", "in", "is", "not", "or", "and",
    "on", "all", "any", "as", "by", "between", "timestamp", "interval", "index", "row", "rows", "column", "grant",
    "left", "right", "having", "into", "set", "show", "using", "union", "with", "window", "comment", "if", "then",
    "else", "null", "true", "false", "cast", "distinct", "create", "drop", "insert", "update", "delete", "join",
    "where", "only", "collate", "array", "struct", "map", "list", "number", "previous", "first", "last", "max", "min",
    "sum", "count", "text", "year", "month", "day", "hour", "call", "describe", "summarize", "pivot", "use",
    "analyze", "replace", "copy", "load", "attach", "detach", "n",
))  # fmt: skip


def plain_name(written: str) -> str:
    """The name of a column as expressions bear it; "" where they can't."""
    own = folded(written)
    is_plain = bool(re.fullmatch(r"[a-z][a-z0-9_]*", own)) and own not in _RESERVED and len(own) <= _LONGEST
    return own if is_plain else ""


def free_name(meaning: str, written: str, aliases: Mapping[str, Sequence[str]]) -> str:
    """A name for a column that can't bear its own. aliases: names that are taken, each with what it stands for."""
    base = meaning or "columna"
    found, number = f"{base}_", 1
    while found in aliases and aliases[found] != [written]:
        number += 1
        found = f"{base}_{number}"
    return found
