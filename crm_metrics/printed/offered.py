"""The boards that are printed by their name, and where each of them is made."""

from __future__ import annotations

from collections.abc import Mapping

PRINTED: Mapping[str, str] = {  # name → module of crm_metrics.boards
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "overview": "process.overview",
    "process": "process",
    "journey": "journey",
}
WHOLE = ("overview", "journey")  # of all processes, never of one
