"""A reason to attend a customer on a day, and how the customer may be contacted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CHANNELS = ("phone", "whatsapp", "sms", "email")  # by which a customer is contacted, in the order of the list


@dataclass(frozen=True, kw_only=True)
class DayReason:
    """One reason to attend a customer today."""

    customer: str
    """Whom."""
    kind: str
    """One of REASONS."""
    process: str
    """The process whose work it is."""
    agent: str = ""
    """Who attends it; "" where nobody is named."""
    team: str = ""
    """The team whose it is; "" where none is known."""
    urgency: float = 0.0
    """Its place among reasons of its kind: the smallest first."""
    about: str = ""
    """The case, order or contact that it is about; "" where it is about the customer."""
    day: date | None = None
    """The day that it speaks of: of the sale, of the beginning as a customer, of the last purchase."""
    amount: float | None = None
    """The amount that it speaks of, in the company's currency."""
    left: int | None = None
    """Of a case near its limit: the open minutes left."""


@dataclass(frozen=True)
class Contact:
    """How a customer may be contacted. channels: those to which it agreed; asked: whether it asked not to be."""

    channels: tuple[str, ...] = ()
    asked: bool = False
