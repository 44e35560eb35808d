"""Who answers: response rates by group, customers who answer often, and what equal response would change."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.analysis.relating.pairs import Answers, Measure, kept
from crm_metrics.warehouse.store import Warehouse

GROUPS = {"tier": "s.sent_tier", "channel": "s.channel", "team": "s.team"}
LEAST = 30  # invitations from which a group's response rate is held against others
OFTEN = 5  # answers of one customer


@dataclass(frozen=True)
class Group:
    """Invitations to one group and how many were answered."""

    dimension: str
    name: str | None
    sent: int
    answered: int

    @property
    def rate(self) -> float:
        """The share answered."""
        return self.answered / self.sent


@dataclass(frozen=True, kw_only=True)
class Bias:
    """How far the answers speak for all who were asked."""

    sent: int | None
    """None where only answered surveys are in the warehouse."""
    answered: int
    """How many of the surveys sent in the days asked were answered."""
    groups: tuple[Group, ...] = ()
    """The response of each tier, channel and team; empty where `sent` is None."""
    often: float = 0.0
    """The share of the answers that come from customers who gave five or more."""
    value: float | None = None
    """Satisfaction as it is."""
    weighted: float | None = None
    """With each tier weighted by its invitations; None where a tier is silent."""

    @property
    def widest(self) -> tuple[Group, Group] | None:
        """The lowest and the highest response rate among the groups of one dimension, where they differ most."""
        pairs = []
        for dimension in GROUPS:
            large = [group for group in self.groups if group.dimension == dimension and group.sent >= LEAST]
            if len(large) > 1:
                low, high = (pick(large, key=lambda group: (group.rate, str(group.name))) for pick in (min, max))
                pairs.append((low, high))
        return max(pairs, key=lambda pair: pair[1].rate - pair[0].rate, default=None)


def bias(warehouse: Warehouse, measure: Measure, asked: Answers) -> Bias:
    """The response to the surveys of a satisfaction metric that were sent in the days asked."""
    where, values = kept(warehouse, measure.metric, asked, "s.sent_on")
    rows = warehouse.fetch(
        f"""
        with asked as (
          select s.customer, s.sent_tier as tier, s.channel, s.team, s.answered,
            case when {measure.rows} then cast({measure.column} as double) end as outcome
          from shape.survey s where {measure.invited} and {where}),
        often as (select customer, count(*) as n from asked where answered and customer <> 'unknown' group by customer)
        select grouping_id(tier, channel, team), tier, channel, team, count(*), count_if(answered), sum(outcome),
          count(outcome), (select coalesce(sum(n) filter (where n >= {OFTEN}), 0) from often)
        from asked group by grouping sets ((), (tier), (channel), (team)) order by all
        """,
        values,
    )
    whole = next((row for row in rows if row[0] == 7), None)
    if whole is None or not whole[4]:
        return Bias(sent=None, answered=0)
    places = {3: ("tier", 1), 5: ("channel", 2), 6: ("team", 3)}
    groups = tuple(Group(places[row[0]][0], row[places[row[0]][1]], row[4], row[5]) for row in rows if row[0] in places)
    sent, answered = int(whole[4]), int(whole[5])
    tiers = [row for row in rows if row[0] == 3]
    silent = any(not row[7] for row in tiers)
    weighted = None if silent else sum(row[4] / sent * row[6] / row[7] for row in tiers)
    known = answered < sent  # else only what was answered is here
    return Bias(
        sent=sent if known else None,
        answered=answered,
        groups=groups if known else (),
        often=whole[8] / max(answered, 1),
        value=whole[6] / whole[7] if whole[7] else None,
        weighted=weighted if known else None,
    )
