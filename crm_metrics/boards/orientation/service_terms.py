"""Terms of satisfaction, service and customers."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.boards.orientation.term import Term
from crm_metrics.translations import mark

TERMS: Mapping[str, tuple[Term, ...]] = {  # by theme
    mark("Satisfaction"): (
        Term(
            mark("CSAT"),
            mark(
                "How satisfied customers are with what was just done, asked from 1 to 5: the answers of 4 or 5, "
                "of all answers."
            ),
            also=mark("customer satisfaction"),
            metrics=(
                "csat",
                "csat_revenue_weighted",
            ),
        ),
        Term(
            mark("NPS"),
            mark(
                "Whether customers would recommend the company, asked from 0 to 10: promoters less detractors, "
                "per 100 answers. It goes from −100 to 100."
            ),
            also=mark("Net Promoter Score, recommendation"),
            metrics=(
                "nps",
                "nps_transactional",
            ),
        ),
        Term(
            mark("Promoter, passive, detractor"),
            mark(
                "Who answers 9 or 10, 7 or 8, 0 to 6 to the question of recommendation. To close the loop is to "
                "speak with each detractor in time."
            ),
            metrics=(
                "nps",
                "detractor_followup_sla",
            ),
        ),
        Term(
            mark("CES"),
            mark(
                "How easy it was for the customer, asked from 1 to 7: the answers of 5 to 7, of all answers. "
                "More is better."
            ),
            also=mark("customer effort score"),
            metrics=(
                "ces",
                "ces_at_closing",
            ),
        ),
        Term(
            mark("Response rate"),
            mark(
                "Of the survey questions sent, those answered within 14 days. Where few answer, those who did "
                "may not be like the others."
            ),
            metrics=("response_rate",),
        ),
    ),
    mark("Service"): (
        Term(
            mark("SLA"),
            mark(
                "The time promised for answering or resolving. Once it has run out it counts as missed, with or "
                "without an answer."
            ),
            also=mark("service level agreement"),
            metrics=(
                "sla_compliance",
                "first_response_sla",
                "lead_response_sla",
            ),
        ),
        Term(
            mark("Service level"),
            mark(
                "Of the contacts that waited in a queue, those answered within 20 seconds. It is of calls and "
                "chats; the SLA is of cases."
            ),
            metrics=("service_level",),
        ),
        Term(
            mark("FCR"),
            mark("Cases solved by one contact whose customer did not come back within 7 days, of all cases resolved."),
            also=mark("first-contact resolution"),
            metrics=(
                "first_contact_resolution",
                "net_first_contact_resolution",
            ),
        ),
        Term(
            mark("AHT"),
            mark("How long one contact takes an agent on average: talk, hold, and the work after it."),
            also=mark("average handle time"),
            metrics=("average_handle_time",),
        ),
        Term(
            mark("Backlog"),
            mark("Cases neither resolved nor closed at the close of the day, reopened ones among them."),
            also=mark("open cases"),
            metrics=(
                "backlog",
                "backlog_age_p90",
            ),
            pages=("daily",),
        ),
        Term(
            mark("Abandonment"),
            mark(
                "Contacts that gave up in the queue, of all that waited there. Those who hang up in the first "
                "five seconds don't count."
            ),
            metrics=(
                "abandonment_rate",
                "outbound_abandonment_rate",
            ),
        ),
        Term(
            mark("Nine of ten (P90)"),
            mark(
                "The time within which nine of ten were served. An average hides those who waited longest; this "
                "does not."
            ),
            also=mark("90th percentile"),
            metrics=(
                "speed_of_answer_p90",
                "first_response_time_p90",
            ),
        ),
        Term(
            mark("Occupancy"),
            mark("Of productive time, the part spent serving. Near 100% nobody has a pause between two contacts."),
            metrics=(
                "occupancy",
                "utilization",
            ),
        ),
        Term(
            mark("Shrinkage"),
            mark(
                "Rostered time that was not productive, of all rostered time. It says how many more people a "
                "shift needs."
            ),
            also=mark("shrink"),
            metrics=("shrinkage",),
        ),
        Term(
            mark("Adherence"),
            mark("Time worked as rostered, of all rostered time."),
            metrics=("adherence",),
        ),
        Term(
            mark("Erlang C"),
            mark(
                "A calculation of how many people an hour needs so that its contacts are served in time. It "
                "supposes that nobody hangs up."
            ),
            pages=("daily",),
        ),
        Term(
            mark("Touchpoint"),
            mark("A place where the customer deals with the company: a line, a branch, a form, an invoice."),
            also=mark("point of contact"),
            metrics=("touchpoint_coverage",),
            pages=("journey",),
        ),
    ),
    mark("Customers and retention"): (
        Term(
            mark("Churn"),
            mark("Customers of the opening book who left in the period, of all who were in it."),
            also=mark("attrition"),
            metrics=(
                "customer_churn_rate",
                "average_book_churn",
                "inactivity_churn_rate",
            ),
            pages=(
                "monthly",
                "journey",
            ),
        ),
        Term(
            mark("Retention"),
            mark(
                "Customers of the opening book who are still there at the close, of all who were in it: what "
                "churn leaves."
            ),
            metrics=("customer_retention_rate",),
        ),
        Term(
            mark("MRR"),
            mark(
                "What the contracts in force bring in a whole month. It is neither what was invoiced nor what "
                "was collected."
            ),
            also=mark("monthly recurring revenue"),
            metrics=(
                "closing_mrr",
                "recurring_revenue",
            ),
            pages=("monthly",),
        ),
        Term(
            mark("GRR"),
            mark("Of the recurring revenue at the start, the part that was kept, without counting growth."),
            also=mark("gross revenue retention"),
            metrics=(
                "grr",
                "mrr_churn_gross",
            ),
        ),
        Term(
            mark("NRR"),
            mark(
                "What the customers of the start bring at the close, of what they brought at the start. Above "
                "100%, growth made up for what was lost."
            ),
            also=mark("net revenue retention"),
            metrics=(
                "nrr",
                "mrr_churn_net",
            ),
        ),
        Term(
            mark("Win-back"),
            mark("Customers who came back within 180 days of leaving, of all who left."),
            metrics=("win_back_rate",),
        ),
        Term(
            mark("Cohort"),
            mark(
                "Customers or leads that began in the same month, followed together. Only so are old and young "
                "ones compared at the same age."
            ),
            metrics=(
                "cohort_win_rate",
                "survival_at_90",
            ),
            pages=("monthly",),
        ),
        Term(
            mark("Survival"),
            mark(
                "How many of those who became customers are still there after a time, also counting those who "
                "have not been there so long yet."
            ),
            metrics=(
                "survival_at_365",
                "median_lifetime",
            ),
            pages=("journey",),
        ),
        Term(
            mark("Tier"),
            mark("The value of a customer to the company, from strategic to low."),
            metrics=(
                "customers_by_value_tier",
                "tier_migration",
            ),
            pages=("customers",),
        ),
        Term(
            mark("RFM"),
            mark("How recently, how often and for how much a customer bought, each from 1 to 5."),
            also=mark("recency, frequency, monetary"),
            metrics=(
                "rfm_score",
                "rfm_mean_score",
            ),
            pages=("customers",),
        ),
        Term(
            mark("Customer value"),
            mark("The margin that a customer is expected to bring in the next twelve months."),
            also=mark("CLV, LTV"),
            metrics=(
                "clv_12m",
                "ltv_to_cac",
            ),
            pages=("customer",),
        ),
        Term(
            mark("CAC"),
            mark(
                "What it cost to win one new customer: people and campaigns of presales and sales, of the last "
                "three months."
            ),
            also=mark("customer acquisition cost"),
            metrics=(
                "cac",
                "ltv_to_cac",
            ),
        ),
        Term(
            mark("Cost to serve"),
            mark(
                "What serving a customer costs, for each unit of margin that it brings. Above one, the customer "
                "costs more than it leaves."
            ),
            metrics=(
                "cost_to_serve_ratio",
                "customer_profitability",
            ),
            pages=(
                "customer",
                "monthly",
            ),
        ),
        Term(
            mark("Active book"),
            mark("The customers of today: a contract that is paid or paused, or an order in the last 365 days."),
            also=mark("customer base"),
            metrics=("active_customers",),
        ),
    ),
}
