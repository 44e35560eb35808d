"""The metrics that a command names, of Pulso and of the company."""

from __future__ import annotations

from pathlib import Path

from crm_metrics.errors import QuestionError, unknown
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import known, own_metrics


def named(name: str) -> Metric:
    """The metric of this id, or the error that says what is wrong with its file or which ids there are."""
    metrics, own = known(), own_metrics()
    for problem in own.problems if own is not None else ():
        if Path(problem.file).stem == name:
            raise problem.error
    if name not in metrics:
        raise unknown(QuestionError, "No metric '{word}'.", name, metrics)
    return metrics[name]
