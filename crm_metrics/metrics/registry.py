"""Every metric that can be asked by name: Pulso's catalogue, the cards' own, and the company's files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from crm_metrics import declared, settings
from crm_metrics.metrics.catalogue.cards import MEASURES
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.core import Metric

if TYPE_CHECKING:
    from crm_metrics.metrics.own.metrics import Own


def known(folder: Path | None = None) -> Mapping[str, Metric]:
    """Every metric by name: Pulso's in their order, then those of the company's files that can be used.

    folder: that of the company's files, else the one that the settings name. Cheap: files are read when they change.
    """
    own = own_metrics(folder)
    return CATALOGUE if own is None or not own.metrics else {**CATALOGUE, **own.metrics}


def own_metrics(folder: Path | None = None) -> Own | None:
    """What the company's `metrics/*.toml` give, with the files that can't be used; None when there are none."""
    files = declared.stamps((folder or settings.company_folder()) / "metrics")
    if not files:
        return None
    from crm_metrics.metrics.own.metrics import own_metrics as read  # sqlglot: most companies have no such files

    return read(files)


def metric_of(name: str) -> Metric:
    """The metric of a name: of the catalogue, else one of a card's own, else the company's."""
    return CATALOGUE.get(name) or MEASURES.get(name) or known()[name]
