"""A sentence that a command has to say beside its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_metrics.names import TABLES, TableId


@dataclass(frozen=True)
class Note:
    """An English template with named gaps and what fills them, like an error that nobody raises.

    misleads: a reader who does not know it would draw a wrong conclusion.
    """

    template: str
    parts: Mapping[str, object] = field(default_factory=dict)
    misleads: bool = False

    def __post_init__(self) -> None:
        """The input table that it is about is said by what its rows are."""
        if self.parts.get("table") in TABLES:
            object.__setattr__(self, "parts", {**self.parts, "table": TableId(self.parts["table"])})

    def __str__(self) -> str:
        return self.template.format(**self.parts) if self.parts else self.template


def note(template: str, **parts: object) -> Note:
    """What is worth knowing."""
    return Note(template, parts)


def warning(template: str, **parts: object) -> Note:
    """What a reader would be misled by."""
    return Note(template, parts, misleads=True)
