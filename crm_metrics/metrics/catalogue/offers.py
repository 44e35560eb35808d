"""What to offer to whom: lines bought together, preferences, offers accepted, and what programmes return."""

from __future__ import annotations

from crm_metrics.metrics.core import OWNERS, Metric

_RULES = (
    "R. Agrawal, T. Imieliński and A. Swami, Mining Association Rules between Sets of Items in Large Databases,"
    " SIGMOD, 1993"
)
_LIFT = (
    "S. Brin, R. Motwani, J. D. Ullman and S. Tsur, Dynamic Itemset Counting and Implication Rules for Market Basket"
    " Data, SIGMOD, 1997"
)
_HITS = (
    "J. L. Herlocker, J. A. Konstan, L. G. Terveen and J. T. Riedl, Evaluating Collaborative Filtering Recommender"
    " Systems, ACM Transactions on Information Systems 22, 2004"
)

# What campaigns brought is of other rows than what they cost: where a part of either is untold this is 0 or less,
# and the value empty.
_TOLD_MARGIN = "(1 - sum(untold_costs) - sum(untold_margins))"
_TOLD_AMOUNT = "(1 - sum(untold_costs) - sum(untold_amounts))"

METRICS = (
    Metric(
        name="affinity_support",
        label="Affinity: support",
        means="Customers who have bought both product lines by the close, of all who have bought anything; of several"
        " pairs, their mean.",
        unit="percent",
        better="band",
        on="line_pair_period",
        numerator="sum(both)",
        denominator="sum(buyers)",
        own="with_line",
        finest="month",
        aggregation="stock",
        minimum_n=1,
        owner=OWNERS["sales"],
        source=_RULES,
        trap="Two popular lines are found together by chance alone: read it beside the lift.",
    ),
    Metric(
        name="affinity_confidence",
        label="Affinity: confidence",
        means="Customers who have bought both product lines by the close, of those who have bought the first.",
        unit="percent",
        better="band",
        on="line_pair_period",
        numerator="sum(both)",
        denominator="sum(holders)",
        own="with_line",
        finest="month",
        aggregation="stock",
        minimum_n=1,
        owner=OWNERS["sales"],
        source=_RULES,
        trap="It is high with whatever everybody buys: read it beside the lift. From A to B is not from B to A.",
    ),
    Metric(
        name="affinity_lift",
        label="Affinity: lift",
        means="Customers who have bought both product lines by the close, per customer to be expected if the two had"
        " nothing to do with each other.",
        unit="ratio",
        better="band",
        on="line_pair_period",
        numerator="sum(both)",
        denominator="sum(expected)",
        own="with_line",
        finest="month",
        aggregation="stock",
        minimum_n=1,
        owner=OWNERS["sales"],
        source=_LIFT,
        trap="A pair of rare lines has a large lift by accident: read it beside the customers behind it.",
    ),
    Metric(
        name="next_line_hit_rate",
        label="Next product: hit rate",
        means="Customers who bought the recommended product line within 90 days, of all active customers to whom the"
        " rule of that day recommends one.",
        unit="percent",
        on="next_line.offered_on",
        numerator="count_if(hit_90d)",
        denominator="count(hit_90d)",
        matures_days=90,
        finest="month",
        owner=OWNERS["sales"],
        source=_HITS,
        trap="A rule judged on the purchases that it was learnt from always looks right: it is learnt from earlier days"
        " and judged by later ones.",
    ),
    Metric(
        name="next_line_chance_rate",
        label="Next product: hit rate by chance",
        means="Product lines bought for the first time within 90 days, of all lines that could have been recommended:"
        " what a recommendation drawn by lot would hit.",
        unit="percent",
        better="band",
        on="next_line.offered_on",
        numerator="sum(bought_90d)",
        denominator="sum(candidates)",
        least=0,
        most=1,
        rows="bought_90d is not null",
        matures_days=90,
        finest="month",
        owner=OWNERS["sales"],
        source=_HITS,
        trap="A hit rate means nothing alone: what a draw by lot would hit is what the rule has to beat.",
    ),
    Metric(
        name="preferred_line_share",
        label="Customers by preferred product line",
        means="Active customers who have bought one product line most often by the close, of all with a preference.",
        unit="percent",
        better="band",
        on="preference_span",
        rows="preferred_line is not null",
        numerator="count(*)",
        denominator="count(*)",
        share_of="preferred_line",
        own="preferred_line",
        finest="month",
        owner=OWNERS["loyalty"],
        trap="It is the preference as of then: what a customer buys later does not move it in an earlier month.",
    ),
    Metric(
        name="preferred_channel_share",
        label="Customers by preferred channel",
        means="Active customers who have come by one channel most often by the close, of all with a preference.",
        unit="percent",
        better="band",
        on="preference_span",
        rows="preferred_channel is not null",
        numerator="count(*)",
        denominator="count(*)",
        share_of="preferred_channel",
        own="preferred_channel",
        finest="month",
        owner=OWNERS["loyalty"],
        trap="Only contacts that the customer began count: those that the company dials say what the company prefers.",
    ),
    Metric(
        name="offer_acceptance_rate",
        label="Offer acceptance",
        means="Offers to customers that were accepted, of all those decided: records of lists, cross-sales and"
        " upgrades.",
        unit="percent",
        on="offer.closed_on",
        rows="decided",
        numerator="count_if(won)",
        denominator="count(*)",
        own="preferred_line",
        finest="week",
        owner=OWNERS["loyalty"],
        trap="The preference is that of the day before the offer: otherwise what was sold would count as preferred.",
    ),
    Metric(
        name="offer_acceptance_by_channel",
        label="Offer acceptance by preferred channel",
        means="Offers accepted by customers whose preferred channel is known, of all such offers decided.",
        unit="percent",
        on="offer.closed_on",
        rows="decided and preferred_channel is not null",
        numerator="count_if(won)",
        denominator="count(*)",
        own="preferred_channel",
        finest="week",
        owner=OWNERS["loyalty"],
        trap="The preference is that of the day before the offer: otherwise the call that made the offer would "
        "count as preferred.",
    ),
    Metric(
        name="programme_return",
        label="Programme return, attributed",
        means="Margin credited to campaigns less their cost and the labour of their contacts, of that cost.",
        unit="percent",
        on="programme_day.day",
        numerator="sum(margin) - sum(cost)",
        denominator=f"sum(cost) * {_TOLD_MARGIN}",
        unknown="untold_costs + untold_margins > 0",
        finest="month",
        aggregation="computed",
        minimum_n=1,
        owner=OWNERS["loyalty"],
        trap="Attributed is not proven: some of it would have been bought anyway, so read the incremental return "
        "where there is a control group. With a sale or contact of unknown cost there is none.",
    ),
    Metric(
        name="programme_return_incremental",
        label="Programme return, incremental",
        means="Value won above what the control group suggests less the cost and labour of contacts, of that "
        "cost, in campaigns with a control group.",
        unit="percent",
        on="programme_day.day",
        rows="controlled",
        numerator="sum(incremental_amount) - sum(cost)",
        denominator=f"sum(cost) * {_TOLD_AMOUNT}",
        unknown="untold_costs + untold_amounts > 0",
        finest="month",
        aggregation="computed",
        minimum_n=1,
        owner=OWNERS["loyalty"],
        trap="Without a control group nobody knows what would have been bought anyway: such campaigns are not in it.",
    ),
)
