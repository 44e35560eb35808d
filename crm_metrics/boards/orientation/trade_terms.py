"""Terms of sales, collections, telemarketing and loyalty."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.boards.orientation.term import Term
from crm_metrics.translations import mark

TERMS: Mapping[str, tuple[Term, ...]] = {  # by theme
    mark("Presales and sales"): (
        Term(
            mark("Lead"),
            mark("Somebody who may buy, and whom nobody has made an offer yet."),
            also=mark("prospect"),
            metrics=(
                "lead_conversion_rate",
                "leads_created",
            ),
        ),
        Term(
            mark("Pipeline"),
            mark(
                "The sales opportunities that are still open. Weighted, each counts with the chance that its "
                "stage has had so far."
            ),
            also=mark("funnel"),
            metrics=(
                "open_pipeline",
                "weighted_pipeline",
                "pipeline_coverage",
            ),
        ),
        Term(
            mark("Win rate"),
            mark("Opportunities won, of all that were decided. Those still open don't count yet."),
            metrics=(
                "win_rate",
                "cohort_win_rate",
            ),
        ),
        Term(
            mark("Quota"),
            mark("The goal of sales of a person or team, and how much of it is reached."),
            also=mark("sales quota"),
            metrics=("quota_attainment",),
        ),
        Term(
            mark("Cross-selling and up-selling"),
            mark("To sell a customer another product line, or more of the same."),
            metrics=(
                "cross_sell_rate",
                "upsell_revenue_share",
            ),
            pages=("customers",),
        ),
        Term(
            mark("Lift"),
            mark(
                "How much more often two things are bought together than by chance: 2 is twice as often, 1 is chance."
            ),
            also=mark("affinity factor"),
            metrics=("affinity_lift",),
            pages=("customers",),
        ),
    ),
    mark("Collections"): (
        Term(
            mark("Receivables"),
            mark("What customers owe at the close. What has passed its due day is overdue."),
            also=mark("accounts receivable"),
            metrics=(
                "receivables",
                "overdue_receivables",
            ),
        ),
        Term(
            mark("Cash collected"),
            mark("What customers paid in the period, on invoices of any age."),
            also=mark("collections"),
            metrics=(
                "cash_collected",
                "collected_per_hour",
            ),
        ),
        Term(
            mark("DSO"),
            mark("How many days of sales on credit the customers still owe."),
            also=mark("days sales outstanding"),
            metrics=(
                "dso",
                "best_possible_dso",
            ),
        ),
        Term(
            mark("Ageing"),
            mark(
                "What is owed, by days past due. A debt rolls when it moves to an older bucket, and is cured "
                "when it is current again."
            ),
            also=mark("aging buckets"),
            metrics=(
                "aging_bucket",
                "roll_rate",
                "cure_rate",
            ),
        ),
        Term(
            mark("Collection effectiveness"),
            mark("Debt collected, of all that could be collected in the period."),
            also=mark("CEI"),
            metrics=("cei",),
        ),
        Term(
            mark("Promise to pay"),
            mark(
                "What a debtor said would be paid by a day. It is kept when it is paid by then, with three days "
                "of grace."
            ),
            metrics=(
                "promise_kept_rate",
                "promise_rate",
            ),
            pages=("customer",),
        ),
        Term(
            mark("Right-party contact"),
            mark("Dials that reached the debtor, of all dials."),
            also=mark("RPC"),
            metrics=("right_party_contact_rate",),
        ),
        Term(
            mark("Write-off"),
            mark("Debt that the company gave up as lost."),
            also=mark("bad debt"),
            metrics=("write_off_rate",),
        ),
    ),
    mark("Telemarketing and loyalty"): (
        Term(
            mark("Contact rate"),
            mark("Dials that reached the person wanted, of all dials."),
            also=mark("effective contact"),
            metrics=(
                "contact_rate",
                "list_penetration",
            ),
        ),
        Term(
            mark("Control group"),
            mark(
                "People like those of a campaign who are left alone on purpose. The difference between the two "
                "is what the campaign really adds."
            ),
            metrics=(
                "campaign_lift",
                "control_conversion_rate",
            ),
        ),
        Term(
            mark("Redemption"),
            mark("Points used in twelve months, of the points given in them."),
            also=mark("burn"),
            metrics=(
                "redemption_rate",
                "member_redemption_rate",
            ),
        ),
        Term(
            mark("Points never used"),
            mark("Points that expired, of all those whose time is over."),
            also=mark("breakage"),
            metrics=(
                "breakage_rate",
                "points_liability",
            ),
        ),
        Term(
            mark("Loyalty index"),
            mark(
                "Four things in one number from 0 to 100: buying again, years as a customer, recommending, and "
                "how many lines are bought."
            ),
            metrics=("loyalty_index",),
            pages=("customer",),
        ),
    ),
}
