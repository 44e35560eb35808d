"""Work and contacts as real life notes them: written ones, audits, orders of dates, changes and spans of one moment."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.scenarios.real_life.company import company, later, moment, spread
from tests.scenarios.real_life.exports import Row, Telling, by_month, copy, month, plain, some

# Differences that are unknown where one instant lies before the other: they are told of the other rows.
_RESPONSE = frozenset({"first_response_time", "first_response_time_p90", "first_response_sla", "lead_response_sla"})
_RESPONSE |= {"lead_first_response_time", "lead_first_response_time_p90", "sla_breaches", "breach_severity"}
_RESPONSE |= {"sla_at_risk", "engagement_index"}
_LENGTH = frozenset({"resolution_time", "resolution_time_p90", "sales_cycle_length", "time_to_close", "sales_velocity"})
_LENGTH |= {"lead_conversion_rate", "cohort_win_rate", "sla_compliance", "sla_floor", "tiers_above_floor"}
_WAIT = frozenset({"service_level", "average_speed_of_answer", "speed_of_answer_p90"})


def written(draw: Random) -> Telling:
    """E-mails and forms come in beside the calls and are answered within the hour; they stand in no queue."""
    tables = company(draw)
    real = copy(tables)
    mails: list[Row] = []
    for n, day in enumerate(spread(draw, 40)):
        at = moment(day, 9, draw.randrange(60))
        mails.append(
            {"interaction_id": f"m{n}", "process": "service", "touchpoint_id": draw.choice(("mailbox", "form")),
             "direction": "inbound", "customer_id": f"c{24 + n % 8}", "offered_at": at,
             "answered_at": later(at, minutes=40), "ended_at": None, "disposition": "handled"}
        )  # fmt: skip
    real["interaction"] += mails
    came = by_month((row["offered_at"], 1) for row in mails)
    return Telling(
        clean=plain(tables),
        real=plain(real),
        added={
            "inbound_contacts": came,
            "contacts_handled": came,
            "contact_rate_per_customer": came,
            "contacts_without_case": came,
        },
        # Their own numbers, and those of whom they came from.
        free=frozenset({"unanswered_contacts", "unanswered_rate", "preferred_channel_share", "stale_record_rate"}),
    )


def audits(draw: Random) -> Telling:
    """Supervisors score contacts for quality: sent to nobody, answered by no customer."""
    tables = company(draw)
    real = copy(tables)
    heard = [row for row in tables["interaction"] if row["disposition"] == "handled" and row["touchpoint_id"] == "line"]
    scored: list[Row] = []
    for row in some(draw, heard, 0.4):
        at = later(row["offered_at"], minutes=90)
        scored.append(
            {"survey_id": f"q{row['interaction_id']}", "instrument": "qa", "relationship": False,
             "customer_id": row["customer_id"], "process": "service", "touchpoint_id": "line",
             "interaction_id": row["interaction_id"], "agent_id": row["agent_id"], "team": "t1", "sent_at": at,
             "responded_at": at, "score": draw.randrange(60, 100), "scale_min": 0, "scale_max": 100}
        )  # fmt: skip
    real["survey"] += scored
    points = by_month((row["responded_at"], int(str(row["score"]))) for row in scored)
    heads = by_month((row["responded_at"], 1) for row in scored)
    return Telling(
        clean=plain(tables),
        real=plain(real),
        right={"qa_score": {on: points[on] / (100 * heads[on]) for on in points}, "monitored_contacts": dict(heads)},
        free=frozenset({"qa_coverage", "monitored_contacts_per_agent", "monitored_contacts", "stale_record_rate"}),
    )


def answered_after_solving(draw: Random) -> Telling:
    """Cases whose first answer was noted after they had been solved: opened, solved and counted all the same."""
    tables = company(draw)
    real = copy(tables)
    done = [row for row in real["work_item"] if row.get("first_resolved_at")]
    for row in some(draw, done, 0.4):
        row["first_response_at"] = later(row["closed_at"], hours=draw.choice((1, 20)))
    return Telling(clean=plain(tables), real=plain(real), free=_RESPONSE)


def closed_before_opened(draw: Random) -> Telling:
    """Deals and cases that were typed in after their end, within one month: their length is unknown."""
    tables = company(draw)
    clean, real = copy(tables), copy(tables)
    late = [
        place
        for place, row in enumerate(tables["work_item"])
        if row["closed_at"] and "03" < str(row["opened_at"])[8:10] < "15" and row["process"] in ("sales", "service")
    ]
    for place in draw.sample(late, max(1, len(late) // 2)):
        opened = str(tables["work_item"][place]["opened_at"])
        ended = f"{opened[:8]}{draw.randrange(20, 25)} 11:00:00"
        for book, begin, end in ((clean, opened, ended), (real, ended, opened)):
            row = book["work_item"][place]
            row |= {"opened_at": begin, "closed_at": end, "first_response_at": None}
            if row.get("first_resolved_at"):
                row["first_resolved_at"] = end
            name = row["work_item_id"]
            book["status_event"] = [one for one in book["status_event"] if one["entity_id"] != name]
    return Telling(clean=plain(clean), real=plain(real), free=_RESPONSE | _LENGTH | _WON | _ON_THE_DAY)


# They hang on the day on which an item was opened or closed, or on what came before it.
_ON_THE_DAY = frozenset({"active_agent_days", "revenue_per_agent_day", "cases_resolved_per_agent_day",
                         "items_closed_per_agent_day", "leads_worked_per_agent_day", "service_sourced_share",
                         "service_sourced_win_rate", "offer_acceptance_by_channel"})  # fmt: skip
_WON = frozenset({"sale_followup_rate", "recurrence_rate", "reopen_rate", "first_contact_resolution",
                  "net_first_contact_resolution", "answer_accepted_rate"})  # fmt: skip


# They hang on the day of the answer: what was called since, and what a customer was worth by then.
_ON_THE_ANSWER = frozenset({"detractor_followup_sla", "relation_index", "nps_revenue_weighted",
                            "csat_revenue_weighted"})  # fmt: skip


def responded_before_sent(draw: Random) -> Telling:
    """The clock of the survey tool runs ahead: answers an hour before the question went out."""
    tables = company(draw)
    real = copy(tables)
    told = [
        row for row in real["survey"] if row["responded_at"] and str(row["responded_at"])[:7] == str(row["sent_at"])[:7]
    ]
    for row in some(draw, told, 0.3):
        row["responded_at"] = later(row["sent_at"], hours=-1)
    return Telling(clean=plain(tables), real=plain(real), free=_ON_THE_ANSWER)


def answered_before_offered(draw: Random) -> Telling:
    """Two clocks of a telephone system differ by seconds: the wait of some calls is unknown, all else is not."""
    tables = company(draw)
    real = copy(tables)
    heard = [row for row in real["interaction"] if row["disposition"] == "handled" and row["direction"] == "inbound"]
    for row in some(draw, heard, 0.3):
        row["answered_at"] = later(row["offered_at"], seconds=-draw.choice((1, 2)))
    return Telling(clean=plain(tables), real=plain(real), free=_WAIT)


def states_of_one_second(draw: Random) -> Telling:
    """Cases are set to open and to pending within one second: the second change holds, the first one none."""
    tables = company(draw)
    clean, real = copy(tables), copy(tables)
    first = {row["entity_id"]: row["changed_at"] for row in tables["status_event"] if _answered(row)}
    clean["status_event"] = [row for row in clean["status_event"] if not _answered(row)]
    for row in clean["status_event"]:
        if row["new_value"] == "pending":
            row |= {"old_value": "new", "changed_at": first[row["entity_id"]]}
    for row in real["status_event"]:
        if row["new_value"] == "pending":
            row["changed_at"] = first[row["entity_id"]]
    return Telling(clean=plain(clean), real=plain(real))


def overlapping_work(draw: Random) -> Telling:
    """Two systems note parts of one agent's shift, and the parts overlap: an hour is worked once."""
    tables = company(draw)
    real = copy(tables)
    spans = []
    for row in real["agent_time"]:
        seconds = int(str(row["seconds"]))
        if row["state"] != "handling" or draw.random() < 0.5:
            spans.append(row)
            continue
        spans.append(row | {"seconds": seconds - 1800})
        begun = later(row["started_at"], seconds=seconds - 3600)
        spans.append(row | {"started_at": begun, "seconds": 3600})
    real["agent_time"] = spans
    return Telling(clean=plain(tables), real=plain(real))


def spans_of_one_day(draw: Random) -> Telling:
    """A sheet of hours tells the day alone, and an agent has two lines of a day: both were worked."""
    tables = company(draw)
    clean, real = copy(tables), copy(tables)
    clean["agent_time"] = [row for row in clean["agent_time"] if row["state"] != "aux"]
    halves = []
    for row in clean["agent_time"]:
        day, seconds = str(row["started_at"])[:10], int(str(row["seconds"]))
        halves += [row | {"started_at": day, "seconds": seconds // 3}]
        halves += [row | {"started_at": day, "seconds": seconds - seconds // 3}]
    real["agent_time"] = halves
    return Telling(clean=plain(clean), real=plain(real))


def few_rows(draw: Random) -> Telling:
    """So few rows a month that an interval reckoned carelessly leaves what its metric can be."""
    tables = company(draw)
    kept = draw.choice((1, 2, 3))
    for name, day in (("interaction", "offered_at"), ("survey", "responded_at"), ("work_item", "opened_at"),
                      ("agent_time", "started_at"), ("order_line", "ordered_at")):  # fmt: skip
        months: dict[date, list[Row]] = {}
        for row in sorted(tables[name], key=lambda row: str(row[day] or "")):
            if row[day]:
                months.setdefault(month(row[day]), []).append(row)
        tables[name] = [row for rows in months.values() for row in [*rows[:kept], rows[-1]]]
    tables["survey"] = [dict(row) for row in {str(row["survey_id"]): row for row in tables["survey"]}.values()]
    talk = [row for row in tables["interaction"] if row["talk_seconds"]]
    for place, row in enumerate(talk):
        row["talk_seconds"] = 10 if place % 3 else 1500
    return Telling(clean=plain(tables), real=plain(tables), intervals=True)


def _answered(row: Row) -> bool:
    return row["old_value"] == "new" and row["new_value"] == "open"
