"""The numbers that only a card of a board needs: steps of a bridge, cells of a grid, parts of a list."""

from __future__ import annotations

from collections.abc import Mapping

from crm_metrics.metrics.core import Metric
from crm_metrics.words import mark

# An open case older than this is looked at by name when its customer is strategic or of high value (house rule).
OLD_DAYS = 10


_ALL = (
    Metric(
        name="cohort_kept",
        label=mark("Customers kept"),
        means=mark("Customers still active so many months after they joined, of all who joined in the month."),
        unit="percent",
        on="cohort_month.cohort_on",
        numerator="count_if(active)",
        denominator="count(active)",
        own="months",
        finest="month",
        process="retention",
    ),
    Metric(
        name="old_cases",
        label=mark("Old open cases"),
        means=mark("Service cases opened more than ten days before the close and neither resolved nor closed by then."),
        unit="count",
        on="open_item_span",
        rows=f"days_between(opened_on, last) > {OLD_DAYS}",
        numerator="count(*)",
        better="down",
        process="service",
    ),
    Metric(
        name="oldest_case",
        label=mark("Age of the oldest case"),
        means=mark("Days since the oldest service case neither resolved nor closed was opened, at the close."),
        unit="days",
        on="open_item_span",
        numerator="quantile(days_between(opened_on, last), 1)",
        better="down",
        process="service",
    ),
    Metric(
        name="service_level_by_hour",
        label=mark("Service level"),
        means=mark("Contacts answered in time, of all that queued and did not leave at once, by hour of the day."),
        unit="percent",
        on="interaction.offered_on",
        rows="queued",
        numerator="count_if(in_target)",
        denominator="count_if(not abandoned_in_target)",
        own="offered_hour",
        minimum_n=10,
    ),
    Metric(
        name="contact_rate_by_hour",
        label=mark("Contact rate"),
        means=mark("Dials that reach the person wanted, of all dials, by hour of the day."),
        unit="percent",
        on="interaction.offered_on",
        rows="dial",
        numerator="count_if(reached)",
        denominator="count(reached)",
        own="offered_hour",
        minimum_n=10,
    ),
    Metric(
        name="contacts_logged",
        label=mark("Contacts"),
        means=mark("Contacts and attempts, in and out."),
        unit="count",
        on="interaction.offered_on",
        numerator="count(*)",
        better="band",
    ),
    Metric(
        name="contacts_by_hour",
        label=mark("Contacts handled"),
        means=mark("Contacts in which a customer was talked to, by hour of the day."),
        unit="count",
        on="interaction.offered_on",
        numerator="count_if(handled)",
        own="offered_hour",
        better="band",
    ),
    Metric(
        name="queued_by_hour",
        label=mark("Contacts in the queue"),
        means=mark("Inbound contacts that entered a queue, answered or not, by hour of the day."),
        unit="count",
        on="interaction.offered_on",
        numerator="count_if(queued)",
        own="offered_hour",
        better="band",
    ),
    Metric(
        name="queued_handle_time",
        label=mark("Handle time of queued contacts"),
        means=mark("Seconds of talk, hold and work after it, per contact that came through the queue."),
        unit="seconds",
        on="interaction.offered_on",
        rows="queued and handled",
        numerator="sum(handle_seconds)",
        denominator="count(handle_seconds)",
        better="band",
    ),
)
MEASURES: Mapping[str, Metric] = {metric.name: metric for metric in _ALL}
