"""Incidents and complaints: two event logs and a list."""

from __future__ import annotations

from collections.abc import Iterator

import crm_metrics as crm
from tests.scenarios.known.core import Answer, Rows, by, number, said, share


def incidents(shop: crm.Warehouse) -> Iterator[Answer]:
    """Cases of an event log."""
    yield Answer("cases_opened", "7554", f"{number(shop, crm.metrics.cases_opened).value:.0f}")
    agents = shop.fetch("select count(*), count(distinct name) from main.agent")[0]
    yield Answer("agents; first names", "7479; 1440", f"{agents[0]}; {agents[1]}")
    first_line, events = shop.fetch(
        """
        with crew as (
          select entity_id as id, old_value as team from main.status_event where attribute = 'team'
          union all select entity_id, new_value from main.status_event where attribute = 'team'
          union all select work_item_id, team from main.work_item
        )
        select count_if(not beyond), count(*)
        from (select id, bool_or(contains(team, '2nd') or contains(team, '3rd')) as beyond from crew group by id)
        """
    )[0]
    yield Answer("never beyond the first line", "60.180 % of 7554", f"{100 * first_line / events:.3f} % of {events}")
    levels = {one: reading.numerator for one, reading in by(shop, crm.metrics.cases_opened, "priority").items()}
    # By impact at the end. One incident is resolved before its first response, and stays.
    told = {"normal": 4045, "low": 3245, "high": 261, "urgent": 3}
    yield Answer("cases by priority", f"{sorted(told.items())}", f"{sorted(levels.items(), key=str)}")

    accepted, resolved, closed = shop.fetch(
        "select count(first_response_at), count(first_resolved_at), count(closed_at) from main.work_item"
    )[0]
    yield Answer("accepted; resolved; closed", "7552; 5663; 5574", f"{accepted}; {resolved}; {closed}")


def incidents_beside(rows: Rows) -> Iterator[Answer]:
    """First and last events of all incidents, and their impact at the end."""
    made = (
        '\n[rows.case]\nfrom = "log"\nby = ["incident"]\norder = ["at"]\n'
        'columns = { first = "min(at)", latest = "max(at)", impact = "last(impact)", events = "count(*)",'
        " resolved = \"min(at) filter (where step = 'Resolved')\", closed = \"max(at) filter (where step = 'Closed')\","
        " accepted = \"min(at) filter (where act = 'Accepted')\" }\n"
    )
    days = "(epoch(latest) - epoch(first)) / 86400"
    found = rows(made, f"select count(*), sum(events), median({days}), avg({days}) from rows_case")[0]
    yield Answer(
        "incidents; events; days median; mean",
        "7554; 65533; 7.549; 12.079",
        f"{found[0]}; {found[1]}; {found[2]:.3f}; {found[3]:.3f}",
    )
    found = rows(made, "select count(closed), count(*), count(resolved), count(accepted) from rows_case")[0]
    yield Answer(
        "with a closed event; a resolved; an accepted one",
        "73.789 % of 7554; 5663; 7552",
        f"{share(found[0], found[1])}; {found[2]}; {found[3]}",
    )
    impacts = rows(made, f"select impact, median({days}), count(*) from rows_case group by 1 order by 3 desc")
    yield Answer(
        "median days by impact",
        "Medium 7.555 of 4045; Low 7.442 of 3245; High 7.973 of 261; Major 8.535 of 3",
        "; ".join(f"{impact} {middle:.3f} of {count}" for impact, middle, count in impacts),
    )


def servicenow_log(shop: crm.Warehouse) -> Iterator[Answer]:
    """One incident per number, as its last update has it."""
    yield Answer("cases_opened", "890", f"{number(shop, crm.metrics.cases_opened).value:.0f}")
    first, last = shop.fetch(
        "select min(opened_at at time zone 'UTC')::date, max(opened_at at time zone 'UTC')::date from main.work_item"
    )[0]
    yield Answer("opened from; to", "2016-02-29; 2016-03-02", f"{first}; {last}")
    opened = shop.fetch(
        "select count(*), count(closed_at), count_if(closed_at < opened_at), count_if(outcome is null)"
        " from main.work_item"
    )[0]
    yield Answer("incidents; closed; closed before opened; without end", "890; 890; 0; 0", said(opened))


def servicenow_beside(rows: Rows) -> Iterator[Answer]:
    """Flags of the last update that the warehouse has no place for."""
    made = (
        '\n[rows.case]\nfrom = "log"\nby = ["number"]\norder = ["sys_mod_count"]\n'
        'columns = { made_sla = "last(made_sla)",'
        ' reopened = "last(reopen_count)", moved = "last(reassignment_count)", updates = "count(*)" }\n'
    )
    found = rows(
        made,
        "select count(*), sum(updates), count_if(made_sla = 'TRUE'), count_if(cast(reopened as integer) > 0),"
        " count_if(cast(moved as integer) = 0) from rows_case",
    )[0]
    yield Answer("incidents; events", "890; 5998", said(found[:2]))
    yield Answer("made_sla at the last update", "55.618 % of 890", share(found[2], found[0]))
    yield Answer("reopened", "1.124 % of 890", share(found[3], found[0]))
    yield Answer("never reassigned", "56.067 % of 890", share(found[4], found[0]))


def complaints(shop: crm.Warehouse) -> Iterator[Answer]:
    """Complaints without an end."""
    yield Answer("cases_opened", "3186", f"{number(shop, crm.metrics.cases_opened).value:.0f}")
    first, last, closed = shop.fetch(
        "select min(opened_on), max(opened_on), count(closed_on) from shape.work_item"  # days, whatever the zone
    )[0]
    yield Answer("first; last; closed", "2013-06-04; 2017-02-23; 0", f"{first}; {last}; {closed}")
    ways = by(shop, crm.metrics.cases_opened, "touchpoint")
    yield Answer(
        "by way",
        "Web 2233, Referral 533, Phone 200, Postal mail 168, Fax 52",
        ", ".join(
            f"{str(way).removeprefix('cfpb:')} {one.numerator}"
            for way, one in sorted(ways.items(), key=lambda item: -float(item[1].numerator or 0))
        ),
    )


def complaints_beside(rows: Rows) -> Iterator[Answer]:
    """What companies and consumers answered: the warehouse has no place for it."""
    made = (
        '\n[rows.answer]\nfrom = "complaints"\ncolumns = { timely = "\\"Timely response?\\"",'
        ' disputed = "\\"Consumer disputed?\\"" }\n'
    )
    found = rows(
        made, "select count_if(timely = 'Yes'), count(*), count_if(disputed = 'Yes'), count(disputed) from rows_answer"
    )[0]
    yield Answer("timely response", "97.081 % of 3186", share(found[0], found[1]))
    yield Answer("disputed, of those known", "19.016 % of 3129", share(found[2], found[3]))
