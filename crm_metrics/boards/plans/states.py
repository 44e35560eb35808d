"""The states of a plan in word and shape."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.boards.core import ChipKind
from crm_metrics.words import mark

STATES: Mapping[str, str] = {
    "draft": mark("draft"),
    "agreed": mark("agreed"),
    "running": mark("running"),
    "verifying": mark("in verification"),
    "confirmed": mark("confirmed"),
    "not_yet": mark("not yet"),
    "no_effect": mark("without effect"),
    "worse": mark("worsened"),
    "cancelled": mark("cancelled"),
}
CHIPS: Mapping[str, ChipKind] = {
    "draft": "empty", "agreed": "closed", "running": "partial", "verifying": "watch", "confirmed": "better",
    "not_yet": "small", "no_effect": "routine", "worse": "worse", "cancelled": "empty",
}  # fmt: skip
