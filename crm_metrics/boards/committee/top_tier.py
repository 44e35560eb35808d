"""The first tier of customers in two charts: who stays of it month by month, and how it is served."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.analysis import baselines
from crm_metrics.boards.core import Card, Chip, Control, Multiples
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import TIERS
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect
from crm_metrics.boards.telling.naming import of_month
from crm_metrics.boards.tiles import behind, control, definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

STAYED = Indicator("customer_retention_rate")
SERVED = (Indicator("sla_compliance"), Indicator("first_response_sla"))
BY = ("tier",)


@dataclass(frozen=True)
class TopTier:
    """The first tier that has customers, with the months of what it is held by; None of what nobody can tell."""

    tier: str
    stayed: Series | None
    served: Series | None


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> TopTier | None:
    """The first tier of the month shown; None where neither of the two is told of it."""
    view, last = facts.view, facts.last
    since, baseline = baselines.window("month", last)
    results = collect(
        warehouse, [STAYED, *SERVED], every="month", since=since, until=last, by=BY, where=asked_of(view),
        scope=view.scope, baseline=baseline,
    )  # fmt: skip
    found = {
        indicator: {str(group[0]): series for group, series in arranged(indicator, result, "month", baseline).items()}
        for indicator, result in results.items()
    }
    known = found.get(STAYED, {}) if not facts.young else {}
    held = known or next((found[one] for one in SERVED if found.get(one)), {})
    tier = next((one for one in TIERS if one in held and held[one].value is not None), None)
    if tier is None:
        return None
    served = (found.get(one, {}).get(tier) for one in SERVED)
    return TopTier(tier, known.get(tier), next((one for one in served if one is not None and one.tells), None))


def card(top: TopTier, frame: Frame, words: Words) -> Card:
    """Both charts, titled by their values."""
    title, tier = _title(top, words), words.name(top.tier)
    series = [one for one in (top.stayed, top.served) if one is not None]
    charts = (
        _chart(top.stayed, STAYED, frame, words),
        _chart(top.served, SERVED[0], frame, words),
    )
    n = series[-1].shown.n if series and series[-1].shown else None
    subtitle = words("Tier {tier}, by month · band: natural limits, wider where n is small · own scales",
                     tier=tier.lower())  # fmt: skip
    return Card(
        key="top_tier",
        title=title,
        subtitle=subtitle,
        body=Multiples(charts, (*_key(words), *dict.fromkeys(one.taken_out for one in charts if one.taken_out))),
        footer=frame.footer(words, [one.indicator.metric for one in series], n),
        alt=title + ": " + "; ".join(_said(chart) for chart in charts),
        width=5,
        definitions=tuple(definition(one.definition, words, behind(one, "month", BY)) for one in series),
    )


def _title(top: TopTier, words: Words) -> str:
    """What of the tier stays in a month, and how much of it is served in time."""
    tier = words.name(top.tier).lower()
    stayed, served = (None if one is None or one.value is None else words.percent(one.value)
                      for one in (top.stayed, top.served))  # fmt: skip
    if stayed is None:
        return words("The {tier} tier: {served} served within the SLA", tier=tier, served=served or "–")
    if served is None:
        return words("The {tier} tier: {stayed} stay from month to month", tier=tier, stayed=stayed)
    return words("The {tier} tier: {stayed} stay from month to month, {served} served within the SLA",
                 tier=tier, stayed=stayed, served=served)  # fmt: skip


def _chart(series: Series | None, place: Indicator, frame: Frame, words: Words) -> Control:
    if series is None:
        metric, nothing = metric_of(place.metric), Chip("empty", words("no data"))
        return Control(name=of_month(metric, words), unit=metric.unit, reason=words("no data yet"), chip=nothing)
    named = of_month(series.definition, words)
    return control(series, words, frame.currency, every="month", name=named, by=BY)


def _said(chart: Control) -> str:
    """What a chart shows, for who does not see it."""
    return f"{chart.name}: " + ", ".join(filter(None, (chart.chip.text if chart.chip else "", chart.taken_out)))


def _key(words: Words) -> tuple[str, ...]:
    """How the charts are read."""
    return (
        words("Grey line: mean · band: routine"),
        words("◆ ■ orange: on the bad side"),
        words("◆ ■ green: on the good side"),
        words("No mark: do not act"),
    )
