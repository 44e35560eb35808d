"""A sentence that a command has to say beside its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """An English template with named gaps and what fills them, like an error that nobody raises.

    misleads: a reader who does not know it would draw a wrong conclusion.
    """

    template: str
    parts: Mapping[str, object] = field(default_factory=dict)
    misleads: bool = False

    def __str__(self) -> str:
        return self.template.format(**self.parts) if self.parts else self.template


def note(template: str, **parts: object) -> Note:
    """What is worth knowing."""
    return Note(template, parts)


def warning(template: str, **parts: object) -> Note:
    """What a reader would be misled by."""
    return Note(template, parts, misleads=True)
