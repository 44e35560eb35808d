"""Who and what the ids on a board stand for: agents, teams, touchpoints, and the days that are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.access import Scope
from crm_metrics.warehouse.restrictions import Restriction, bound, scoped
from crm_metrics.warehouse.store import Warehouse

COLUMNS = {"agent": "agent_id"}  # of a dimension, where it has another name


@dataclass(frozen=True)
class Agent:
    """An agent with today's team, area and process."""

    name: str
    team: str
    area: str
    process: str


def agent_name(people: Mapping[str, Agent], agent: str) -> str:
    """What an agent is called: the name where the reader may see it, else the id; "" for nobody."""
    return people[agent].name if agent in people else agent


def people(warehouse: Warehouse, scope: Scope) -> Mapping[str, Agent]:
    """The agents that a reader may see, by id."""
    limited = [Restriction(f"scope_{name}", COLUMNS.get(name, name), values) for name, values in scoped(scope)]
    where = " and ".join(restriction.sql for restriction in limited)
    rows = warehouse.fetch(
        "select agent_id, name, team, area, process from main.agent" + (f" where {where}" if where else ""),
        bound(limited),
    )
    return {agent: Agent(*rest) for agent, *rest in rows}


def areas(warehouse: Warehouse) -> Mapping[str, str]:
    """The area of each team, as the agents of today say."""
    return dict(warehouse.fetch("select team, min(area) from main.agent group by team"))


def touchpoints(warehouse: Warehouse) -> Mapping[str, str]:
    """The name of each touchpoint, by id."""
    return dict(warehouse.fetch("select touchpoint_id, name from main.touchpoint"))


@dataclass(frozen=True, kw_only=True)
class Touchpoint:
    """A point at which customers are met, measured or not."""

    id: str
    name: str
    process: str
    channel: str
    stage: str


def points(warehouse: Warehouse) -> tuple[Touchpoint, ...]:
    """The touchpoints in use, by process, channel and name."""
    rows = warehouse.fetch(
        "select touchpoint_id, name, process, channel, coalesce(stage, '') from main.touchpoint where active"
        " order by process, channel, name"
    )
    return tuple(
        Touchpoint(id=one, name=name, process=process, channel=channel, stage=stage)
        for one, name, process, channel, stage in rows
    )


def campaigns(warehouse: Warehouse) -> Mapping[str, str]:
    """The name of each campaign, by id."""
    return dict(warehouse.fetch("select campaign_id, name from main.campaign"))


def contact_kinds(warehouse: Warehouse) -> Mapping[str, str]:
    """The kind of contact of each reason that the company has classified."""
    sql = "select reason, contact_kind from main.contact_reason where contact_kind is not null"
    return dict(warehouse.fetch(sql))


def holidays(warehouse: Warehouse) -> frozenset[date]:
    """The days on which the company's own calendar is closed."""
    return frozenset(day for (day,) in warehouse.fetch("select day from shape.holiday where calendar_id = 'company'"))


def with_cases(warehouse: Warehouse) -> frozenset[str]:
    """The processes of which any case was ever recorded: where none was, that none waits says nothing."""
    return frozenset(process for (process,) in warehouse.fetch("select distinct process from main.work_item"))
