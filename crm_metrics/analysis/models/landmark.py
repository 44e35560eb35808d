"""Satisfaction and staying: customers are followed forward from the day they answered, those still here are censored.

Never the score of those who left against that of those who stayed: leavers had less time to answer again (J. R.
Anderson, K. C. Cain and R. D. Gelber, Analysis of Survival by Tumor Response, Journal of Clinical Oncology 1, 1983).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.analysis.relating.pairs import Answers, kept
from crm_metrics.metrics.core import Where
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.rows.coverage import latest_watermark
from crm_metrics.metrics.rows.dimensions import conditions
from crm_metrics.warehouse.store import Warehouse

GROUPS = ("promoter", "passive", "detractor")
AGES = (30, 90, 180)  # days after the answer
LEAST = 30


@dataclass(frozen=True)
class Staying:
    """One group: how many answered, how many left since, and the share still here at each of `AGES`.

    shares: (days, share, low, high); share None where nobody was followed so long, limits None where none left.
    """

    group: str
    n: int
    left: int
    shares: tuple[tuple[int, float | None, float | None, float | None], ...]


@dataclass(frozen=True)
class Followed:
    """The groups side by side. p: that all have one curve (log-rank); None with its reason where it can't be told."""

    groups: tuple[Staying, ...]
    p: float | None
    reason: Reason | None = None


# How long each customer stayed after its first answer; `limits` are conditions over the columns of the survey.
_LIVES = """
with first as (
  select s.customer, min(s.responded_on) as at,
    min_by(case when s.promoter then 'promoter' when s.detractor then 'detractor' else 'passive' end,
      (s.responded_at, s.survey_id)) as said
  from shape.survey s
  where s.kind = 'relationship' and s.promoter is not null and s.customer <> 'unknown' and {limits}
  group by s.customer)
select f.said, least(b.to_on, $through) - f.at, b.to_on <= $through
from first f join shape.book_stretch b on b.customer = f.customer and f.at >= b.from_on and f.at < b.to_on
where f.at <= $through
"""


def staying(
    warehouse: Warehouse,
    *,
    since: date,
    until: date,
    where: Where = None,
    scope: Scope = EVERYTHING,
) -> Followed:
    """How long promoters, passives and detractors stay after their first answer of the days asked, both in.

    Only customers in the active book on that day, each once; followed to the watermark of the book.
    """
    through = latest_watermark(warehouse, ("subscription", "order_line"))
    if warehouse.loaded("survey") is None or through is None:
        return Followed((), None, because("needs {table}, which was never loaded", table="survey / subscription"))
    asked = Answers(since, until, None, conditions(where), scope)
    limits, values = kept(warehouse, "nps", asked, "s.responded_on")
    rows = warehouse.fetch(_LIVES.format(limits=limits), {**values, "through": through})
    held = {name: [(int(days), bool(left)) for said, days, left in rows if said == name] for name in GROUPS}
    groups = tuple(_staying(name, lives) for name, lives in held.items() if lives)
    few = [one for one in groups if one.n < LEAST]
    if len(groups) < 2 or few:
        least = min((one.n for one in groups), default=0)
        return Followed(groups, None, because("{n} answers in the smallest group: fewer than {least}", n=least,
                                              least=LEAST))  # fmt: skip
    from crm_metrics.analysis.models.survival import log_rank

    told = log_rank([([age for age, _ in lives], [left for _, left in lives]) for lives in held.values() if lives])
    if told is None:
        return Followed(groups, None, because("nobody left after answering"))
    return Followed(groups, told.p)


def _staying(name: str, lives: list[tuple[int, bool]]) -> Staying:
    from math import isfinite

    from crm_metrics.analysis.models.survival import kaplan_meier

    curve = kaplan_meier([age for age, _ in lives], [left for _, left in lives])
    shares = []
    for days in AGES:
        place = int(sum(age <= days for age in curve.ages)) - 1
        low, high = (float(curve.low[place]), float(curve.high[place])) if place >= 0 else (float("nan"), float("nan"))
        share = curve.at(days)
        known = share is not None and isfinite(low) and isfinite(high)
        shares.append((days, share, low if known else None, high if known else None))
    return Staying(name, len(lives), sum(left for _, left in lives), tuple(shares))
