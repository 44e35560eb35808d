"""What a question and its reader's scope leave of some rows, as SQL: each value is bound, none is part of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crm_metrics.access import Scope

SCOPED = (("processes", "process"), ("areas", "area"), ("teams", "team"), ("agents", "agent"))


@dataclass(frozen=True)
class Restriction:
    """The values that a column may hold."""

    name: str
    """What stands for the values in the SQL, numbered from 1: `$scope_team_1`."""

    column: str
    """Where they stand, as SQL: `r.team`."""

    values: tuple[str | None, ...]
    """Any of them will do; None is a row without a value, and of no values no row is left."""

    @property
    def sql(self) -> str:
        """The condition, with a `$name` for each value."""
        marks = ", ".join(f"${name}" for name in self.bound)
        parts = [f"{self.column} in ({marks})"] if marks else []
        if None in self.values:
            parts.append(f"{self.column} is null")
        return f"({' or '.join(parts)})" if parts else "false"

    @property
    def bound(self) -> dict[str, str]:
        """What fills each `$name`."""
        return {f"{self.name}_{number}": value for number, value in enumerate(self.values, 1) if value is not None}


def scoped(scope: Scope) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a reader's scope limits: each dimension with the values it leaves."""
    fields = ((dimension, getattr(scope, field)) for field, dimension in SCOPED)
    return tuple((dimension, allowed) for dimension, allowed in fields if allowed is not None)


def bound(restrictions: Iterable[Restriction]) -> dict[str, str]:
    """What fills every `$name` of several restrictions."""
    return {name: value for restriction in restrictions for name, value in restriction.bound.items()}
