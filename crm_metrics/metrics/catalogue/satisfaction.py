"""What customers say, at every process and touchpoint."""

from __future__ import annotations

from crm_metrics.metrics.core import Metric

METRICS = (
    Metric(
        name="nps",
        label="Net Promoter Score",
        means="Promoters (9-10) minus detractors (0-6), per 100 answers about the relationship.",
        kind="satisfaction",
        unit="points",
        on="survey.responded_on",
        rows="kind = 'relationship' and promoter is not null",
        numerator="100 * (count_if(promoter) - count_if(detractor))",
        denominator="count(promoter)",
        finest="week",
        source="F. Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003",
        trap="Answers about the relationship and about one contact are never mixed.",
    ),
    Metric(
        name="nps_transactional",
        label="NPS after the contact",
        means="Promoters (9-10) minus detractors (0-6), per 100 answers about one contact, case or order.",
        kind="satisfaction",
        unit="points",
        on="survey.responded_on",
        rows="kind = 'transactional' and promoter is not null",
        numerator="100 * (count_if(promoter) - count_if(detractor))",
        denominator="count(promoter)",
        finest="week",
        source="F. Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003",
        trap="It says how a contact went, not whether the customer stays: it is not the NPS of the company.",
    ),
    Metric(
        name="csat",
        label="CSAT (top two of five)",
        means="Answers of 4 or 5, of all satisfaction answers from 1 to 5.",
        kind="satisfaction",
        unit="percent",
        on="survey.responded_on",
        rows="satisfied is not null",
        numerator="count_if(satisfied)",
        denominator="count(satisfied)",
        source="Field practice; ISO 10004:2018 frames the cycle without a formula",
        trap="Top two of five is not top two of seven, and good or bad is another instrument.",
    ),
    Metric(
        name="csat_mean",
        label="Mean satisfaction",
        means="Satisfaction from 0 to 100, per satisfaction answer.",
        kind="satisfaction",
        unit="points",
        on="survey.responded_on",
        rows="instrument = 'csat'",
        numerator="sum(score_100)",
        denominator="count(score_100)",
        least=0,
        most=100,
        source="ISO 10004:2018, guidelines for monitoring and measuring customer satisfaction",
        trap="Scores are put on 0 to 100 by the ends of their own scale before they are added.",
    ),
    Metric(
        name="ces",
        label="Customer effort (CES 2.0)",
        means='Answers of 5 to 7 to "made it easy", of all effort answers from 1 to 7.',
        kind="satisfaction",
        unit="percent",
        on="survey.responded_on",
        rows="easy is not null",
        numerator="count_if(easy)",
        denominator="count(easy)",
        source="M. Dixon, K. Freeman and N. Toman, Stop Trying to Delight Your Customers, HBR, July 2010",
        trap="CES 1.0 went from 1 to 5 and the other way round: its answers are no part of this.",
    ),
    Metric(
        name="ces_at_closing",
        label="Effort when the case closes (CES 2.0)",
        means='Answers of 5 to 7 to "made it easy" asked once the case was solved, of all such answers from 1 to 7.',
        kind="satisfaction",
        unit="percent",
        on="survey.responded_on",
        rows="easy is not null and at_closing",
        numerator="count_if(easy)",
        denominator="count(easy)",
        source="M. Dixon, K. Freeman and N. Toman, Stop Trying to Delight Your Customers, HBR, July 2010",
        trap=(
            "An answer given while the case is open speaks of the wait, not of the solution: only questions "
            "sent after it count."
        ),
    ),
    Metric(
        name="acsi_index",
        label="ACSI-type index",
        means="Satisfaction, expectations met and closeness to the ideal, from 0 to 100, each weighted one third.",
        kind="satisfaction",
        unit="points",
        on="survey.responded_on",
        rows="acsi_weight is not null",
        numerator="sum(acsi_points)",
        denominator="sum(acsi_weight)",
        least=0,
        most=100,
        finest="month",
        source="C. Fornell and others, The American Customer Satisfaction Index, Journal of Marketing 60 (4), 1996",
        trap=(
            "The true weights are proprietary: this one is only of that type, and must not be set beside "
            "published ACSI scores."
        ),
    ),
    Metric(
        name="csat_revenue_weighted",
        label="CSAT weighted by revenue",
        means=(
            "Yearly revenue of the customers who answered 4 or 5, of the yearly revenue of all who answered "
            "from 1 to 5."
        ),
        kind="satisfaction",
        unit="percent",
        on="survey.responded_on",
        rows="satisfied is not null and yearly_revenue is not null",
        numerator="sum(satisfied_revenue)",
        denominator="sum(yearly_revenue)",
        least=0,
        most=1,
        finest="month",
        trap=(
            "It is not CSAT: a few large customers decide it. Revenue is that of the year before the answer, never "
            "today's."
        ),
    ),
    Metric(
        name="nps_revenue_weighted",
        label="NPS weighted by revenue",
        means=(
            "Yearly revenue of promoters minus that of detractors, per 100 of revenue of all who answered about "
            "the relationship."
        ),
        kind="satisfaction",
        unit="points",
        on="survey.responded_on",
        rows="kind = 'relationship' and promoter is not null and yearly_revenue is not null",
        numerator="100 * (sum(promoter_revenue) - sum(detractor_revenue))",
        denominator="sum(yearly_revenue)",
        least=-100,
        most=100,
        finest="month",
        source="House definition, after F. Reichheld, 2003",
        trap=(
            "It is not NPS: a few large customers decide it. Revenue is that of the year before the answer, never "
            "today's."
        ),
    ),
    Metric(
        name="product_satisfaction",
        label="Satisfaction with the product",
        means="Answers of 4 or 5 about a case or order of one product, of all such answers from 1 to 5.",
        kind="satisfaction",
        unit="percent",
        on="survey.responded_on",
        rows="satisfied is not null and product is not null",
        numerator="count_if(satisfied)",
        denominator="count(satisfied)",
        trap="An order of several products judges none of them: its answer is left out.",
    ),
    Metric(
        name="good_rating_rate",
        label="Good ratings",
        means="Good ratings, of all ratings good or bad.",
        kind="satisfaction",
        unit="percent",
        on="survey.responded_on",
        rows="good is not null",
        numerator="count_if(good)",
        denominator="count(good)",
        source="Zendesk Support, customer satisfaction ratings",
        trap=(
            "Two values are not five: never compare it with CSAT. Ratings offered and not answered are no bad ratings."
        ),
    ),
    Metric(
        name="survey_answers",
        label="Survey answers",
        means="Survey questions answered by customers.",
        kind="satisfaction",
        unit="count",
        better="band",
        on="survey.responded_on",
        rows="instrument <> 'qa'",
        numerator="count(*)",
        trap=(
            "Many answers are no good sample by themselves: read it with the response rate. Contacts scored for "
            "quality are answers of nobody."
        ),
    ),
    Metric(
        name="response_rate",
        label="Response rate",
        means="Survey questions answered within 14 days, of all sent.",
        kind="objective",
        unit="percent",
        on="survey.sent_on",
        rows="instrument <> 'qa'",
        numerator="count_if(answered_14d)",
        denominator="count(answered_14d)",
        matures_days=14,
        finest="week",
        source="ISO 10004:2018, guidelines for monitoring and measuring customer satisfaction",
        trap=(
            "Below about a tenth, those who answer are not like the rest. Silence stored as a zero is silence. A "
            "source of answers alone, as a form is, tells no rate."
        ),
    ),
    Metric(
        name="detractor_followup_sla",
        label="Follow-up of detractors",
        means="Detractors followed up within 48 open hours, of all detractors due.",
        kind="objective",
        unit="percent",
        on="survey.follow_up_due_on",
        numerator="count_if(followed_up)",
        denominator="count(followed_up)",
        source="R. Markey, F. Reichheld and A. Dullweber, Closing the Customer Feedback Loop, HBR, December 2009",
        trap="Detractors whose time has not run out are on neither side: they are not late yet.",
    ),
    Metric(
        name="satisfaction_gap",
        label="Satisfaction gap",
        means="Goal of CSAT minus CSAT.",
        kind="satisfaction",
        unit="pp",
        better="down",
        on="period",
        numerator="goal(csat) - csat",
        finest="month",
        trap="Without a goal for that scope there is no gap, and no gap is not a gap of zero.",
    ),
    Metric(
        name="touchpoint_coverage",
        label="Touchpoints measured",
        means="Active touchpoints with contacts and answers, of all active touchpoints.",
        kind="objective",
        unit="percent",
        on="touchpoint_period",
        numerator="count_if(measured)",
        denominator="count(*)",
        finest="month",
        aggregation="stock",
        trap="A point with contacts and no answers is not measured, however many surveys were sent.",
    ),
)
