"""Who is held out of the day's list stands on no other list that asks to do something with customers, either."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol, Self, TypeVar

from crm_metrics.metrics.readings import Reason


class CustomersListed(Protocol):
    """A list of customers to do something with."""

    def less(self, held: Collection[str]) -> Self:
        """The list without these customers; it says how many they are, and never who."""
        ...


Listed = TypeVar("Listed", bound=CustomersListed)


def without(found: Listed | Reason, held: Collection[str]) -> Listed | Reason:
    """A list without these customers, where there is one."""
    return found if isinstance(found, Reason) else found.less(held)
