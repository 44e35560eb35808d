"""A baseline started anew: what came before its day is drawn and not judged, and the points since make the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crm_metrics.analysis import signals
from crm_metrics.analysis.signals import BehaviourChart, Observation, Signal


def read(series: Sequence[Observation], chart: BehaviourChart, begins: date) -> Signal:
    """The signal of a series whose baseline begins anew on a day, as if it had no history before.

    A period that holds the day and began before it is of both: it is not judged either.
    """
    since = [replace(one, settled=one.settled and one.day >= begins) for one in series]
    signal = signals.read(since, chart)
    if signal.limits is not None:
        return signal
    return replace(signal, lacking="anew", points=sum(one.judged(chart.enough) for one in since))
