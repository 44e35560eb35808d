"""Who answers for a result: for its metric, else for the team that holds it, else for its process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_metrics import settings
from crm_metrics.boards.core import View
from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.company import owners
from crm_metrics.warehouse.company.owners import Responsible


@dataclass(frozen=True)
class Answering:
    """Those who answer, from both places."""

    page: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(metric, process or team; its id or name) → who, as somebody wrote on the page."""
    file: Responsible = field(default_factory=Responsible)
    """As the company's file says."""

    def of(self, kind: str, thing: str) -> str:
        """Who answers for one thing: what the page says wins; "" where nobody is named."""
        written = self.file.team if kind == "team" else self.file.process if kind == "process" else {}
        return self.page.get((kind, thing)) or written.get(thing, "")

    def of_result(self, metric: str, process: str | None, team: str = "") -> str:
        """Who answers for a result: for the metric first, then for the team that holds it, then for the process."""
        place = process or metric_of(metric).process or ""
        return self.of("metric", metric) or self.of("team", team) or self.of("process", place)


def answering(view: View) -> Answering:
    """Who answers, for a view; a file that can't be used is told with the others and says nothing."""
    page = {(kind, thing): name for kind, thing, name in view.answers}
    try:
        return Answering(page, owners.responsible(settings.company_folder()))
    except DefinitionError:
        return Answering(page)
