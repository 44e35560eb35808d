"""Whoever sees a part meets no row of the others: what lies outside a scope is deleted, and each answer stays.

What hangs on a row of one's own by its id stays too: the case of a contact, the contacts of a case, the contact, case
or order that a survey asks about. Facts of shared customers and persons are named in SHARED, by their columns.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isclose
from pathlib import Path

import duckdb

from crm_metrics.access import PROCESSES, Scope
from crm_metrics.boards.series import parts
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse import shape, store
from tests.proofs.random_companies import LAST, base

# Shape → the columns that tell a fact of a shared customer or person, whoever's rows tell it; "" is every column.
SHARED: Mapping[str, tuple[str, ...]] = {
    # whether the customer was contacted, came back, came before, bought before or again, and what it prefers
    "work_item": ("first_contact", "recurred_30d", "accepted_30d", "followed_up_7d", "saved_90d"),
    "interaction": ("contained_7d", "existing", "existing_seconds", "serve_cost"),
    "survey": ("followed_up",),
    "opportunity": ("from_service",),
    "offer": ("preferred_line", "preferred_channel"),
    "purchase": ("order_no", "first_order", "first_order_amount", "gap_days", "repeated", "repeated_90d"),
    # what the customer paid of what it promised
    "promise": ("kept", "kept_amount", "due_amount", "paid_amount"),
    # who is a customer at all, when something was last recorded of it, and what its peers are worth
    "record_span": ("",),
    "record_field_span": ("",),
    "potential_span": ("",),
    # a person's day is the team's for which most was done, and its cost is shared out over all that was done
    "active_agent_day": ("",),
    # what it costs to win customers is of sales and presales, and of the campaigns of both: decision 0003
    "acquisition_day": ("",),
}

FIELDS = {"team": "teams", "area": "areas", "agent": "agents", "process": "processes"}
SINCE = LAST.replace(month=3, day=1)
BASES = (7, 11)
LINKS = """
create temp table item as select distinct s.work_item as id from shape.item_state s
  join main.work_item w on w.work_item_id = s.work_item left join shape.team_area a on a.team = s.team where {item};
create temp table contact as select interaction_id as id, work_item from shape.interaction where {inside};
create temp table answer as select survey_id as id, interaction_id, work_item, order_id from shape.survey
  where {inside};
create temp table line as select order_id as id from shape.order_line where {line};
create temp table entry as select entry_id as id, interaction_id from main.receivable
  where entry_id in (select entry_id from shape.receivable where {inside});
insert into contact select interaction_id, work_item from shape.interaction
  where work_item in (select id from item) or interaction_id in (select interaction_id from answer)
    or interaction_id in (select interaction_id from entry);
insert into answer select survey_id, interaction_id, work_item, order_id from shape.survey
  where interaction_id in (select id from contact);
insert into item select work_item from contact union select work_item from answer;
insert into line select order_id from answer;
create temp table person as select agent as id from shape.agent_team_span s where {inside};
"""
KEPT = {  # input table → the rows that stay
    "interaction": "interaction_id in (select id from contact)",
    "survey": "survey_id in (select id from answer)",
    "work_item": "work_item_id in (select id from item)",
    "status_event": "entity <> 'work_item' or entity_id in (select id from item)",
}
OF_TEAMS = {
    "order_line": "order_id in (select id from line)",
    # of each source one stays: that it tells payments is what the company has loaded
    "receivable": "kind <> 'payment' or entry_id in (select id from entry)"
    " or entry_id in (select min(entry_id) from main.receivable where kind = 'payment' group by _source)",
    "agent": "agent_id in (select id from person)",
}


@dataclass
class Walked:
    """What a walk came to: answers held against those without the others' rows."""

    scopes: int = 0
    same: int = 0
    absent: int = 0
    shared: set[str] = field(default_factory=set)
    goals: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[str, object]:
        """What a proof tells."""
        told = {"scopes": self.scopes, "answers that stay": self.same, "absent with a reason": self.absent}
        return {**told, "goals": self.goals, "metrics that a shared customer or person moved": len(self.shared)}


def whole(count: int = 60, seed: int = 1) -> Mapping[str, object]:
    """The walk of `make proofs`; AssertionError where an answer feels a row that its reader may not see."""
    walked = scopes(count, seed)
    assert not walked.wrong, "\n".join(walked.wrong)
    return walked.counts


def scopes(count: int, seed: int = 1) -> Walked:
    """Every metric, and every goal of a day, week and month, for readers of so many drawn scopes."""
    walked, chance = Walked(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for place in range(count):
            path = _mixed(Path(folder), chance.choice(BASES[: 1 + (count > 10)]), mixed=place % 2 == 1)
            copy = path.with_name("copy.duckdb")
            shutil.copy(path, copy)
            dimension = ("team", "agent", "process", "area")[place % 4] if count > 4 else ("team", "process")[place % 2]
            with _opened(copy) as connection:
                _one(connection, dimension, chance, walked)
    return walked


def _one(connection: duckdb.DuckDBPyConnection, dimension: str, chance: random.Random, walked: Walked) -> None:
    values = _values(connection, dimension, chance)
    scope, every = Scope(**{FIELDS[dimension]: values}), chance.choice(("day", "week", "month", "all"))
    before, goals = _answers(connection, scope, every), _goals(connection, scope)
    cut(connection, dimension, values)
    after, goals_after = _answers(connection, scope, every), _goals(connection, scope)
    walked.scopes += 1
    walked.goals += sum(goal is not None for goal in goals.values())
    walked.wrong += [
        f"{scope}: the goal of {name} is {goal}, and {goals_after.get(name)} without the others"
        for name, goal in goals.items()
        if goal != goals_after.get(name)
    ]
    for name, readings in before.items():
        apart = [(one, other) for one, other in zip(readings, after[name], strict=True) if not _alike(one, other)]
        walked.same += len(readings) - len(apart)
        walked.absent += sum(one.value is None for one in readings)
        if apart and shares(CATALOGUE[name]):
            walked.shared.add(name)
        elif apart:
            walked.wrong.append(f"{scope} by {every}: {apart[0][0]}, without the others {apart[0][1]}")


def shares(metric: Metric) -> bool:
    """Whether a metric rests on a fact of a shared customer or person, as SHARED names them."""
    for part in parts(metric):
        texts = [text for text in (part.numerator, part.denominator, part.rows) if text]
        named = {"", *(name for text in texts for name in formula.names(formula.parse(text, part.name)))}
        if named & set(SHARED.get(part.shape, ())):
            return True
    return False


def cut(connection: duckdb.DuckDBPyConnection, dimension: str, values: Sequence[str]) -> None:
    """Delete what lies outside a scope, and shape anew what is left."""
    connection.execute("create temp table mine as select unnest(?::varchar[]) as value", [list(values)])
    mine = "in (select value from mine)"
    owner = {"area": "a.area", "team": "s.team", "process": "w.process", "agent": "w.agent_id"}[dimension]
    line = "true" if dimension == "process" else f"{dimension} {mine}"
    person = "true" if dimension == "process" else f"{dimension} {mine}"
    links = LINKS.replace("shape.agent_team_span s where {inside}", f"shape.agent_team_span s where {person}")
    connection.execute(links.format(item=f"{owner} {mine}", inside=f"{dimension} {mine}", line=line))
    kept = KEPT if dimension == "process" else KEPT | OF_TEAMS
    teams = f"(select team from shape.team_area where area {mine})"
    own = {"area": f"team in {teams}", "agent": f"agent_id {mine}"}.get(dimension, f"{dimension} {mine}")
    kept = kept | {"agent_time": own, "target": _goals_kept(dimension, mine, teams)}
    for table, rows in kept.items():
        connection.execute(f"delete from main.{table} where not coalesce({rows}, false)")
    shape.build(connection)


def _goals_kept(dimension: str, mine: str, teams: str) -> str:
    """The goals of the company, and those of one's own."""
    if dimension == "process":
        return f"process is null or process {mine}"
    team = {"team": mine, "area": f"in {teams}", "agent": "in (select team from main.agent)"}[dimension]
    return f"(team is null or team {team}) and (agent_id is null or agent_id in (select id from person))"


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(path)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def _mixed(folder: Path, seed: int, *, mixed: bool) -> Path:
    """A shaped company; mixed: teams and persons of which many work for each other's cases, customers and orders."""
    path = folder / f"{'mixed' if mixed else 'plain'}-{seed}.duckdb"
    if path.exists():
        return path
    shutil.copy(base(folder, seed), path)
    with _opened(path) as connection:
        for table, key in (*MIXED, ("agent_time", "started_at")) if mixed else ():
            draw = f"1 + cast(hash({key}, 'team') % len(teams) as integer)"
            connection.execute(
                f"update main.{table} set team = teams[{draw}] from (select list(distinct team order by team) as teams"
                f" from main.agent) where hash({key}) % 8 = 0"
            )
        for table, key in MIXED if mixed else ():
            draw = f"1 + cast(hash({key}, 'agent') % len(agents) as integer)"
            connection.execute(
                f"update main.{table} set agent_id = agents[{draw}] from"
                f" (select list(agent_id order by agent_id) as agents from main.agent) where hash({key}, 'who') % 8 = 0"
            )
        shape.build(connection)
    return path


MIXED = (
    *(("interaction", "interaction_id"), ("work_item", "work_item_id"), ("order_line", "order_id")),
    *(("survey", "survey_id"), ("receivable", "entry_id")),
)


def _values(connection: duckdb.DuckDBPyConnection, dimension: str, chance: random.Random) -> tuple[str, ...]:
    if dimension == "process":
        return tuple(sorted(chance.sample(PROCESSES, chance.choice((1, 1, 2)))))
    column = "agent_id" if dimension == "agent" else dimension
    known = [row[0] for row in connection.execute(f"select distinct {column} from main.agent order by 1").fetchall()]
    return tuple(sorted(chance.sample(known, min(len(known), chance.choice((1, 1, 2)) + 4 * (dimension == "agent")))))


def _answers(connection: duckdb.DuckDBPyConnection, scope: Scope, every: str) -> dict[str, Sequence[Reading]]:
    metrics = [
        metric for metric in CATALOGUE.values() if metric.shape != "application" and every in _cadences(metric.finest)
    ]
    results = ask(_shop(connection), metrics, every=every, since=SINCE, until=LAST, scope=scope)
    return {name: result.readings for name, result in results.items()}


def _cadences(finest: str) -> tuple[str, ...]:
    cadences = ("day", "week", "month", "all")
    return cadences[cadences.index(finest) :]


def _goals(connection: duckdb.DuckDBPyConnection, scope: Scope) -> dict[str, object]:
    """The goal of each metric that has one, for a day, a week and a month of the reader's."""
    shop = _shop(connection)
    told = {row[0] for row in shop.fetch("select distinct metric from main.target")} & CATALOGUE.keys()
    seen = scope.processes or PROCESSES
    names = [name for name in sorted(told) if CATALOGUE[name].process in (None, *seen)]
    whose = {"team": ", ".join(scope.teams)} if scope.teams else {}
    return {
        f"{name} by {every}": goal_for(shop, CATALOGUE[name], every, LAST, scope=scope, **whose)
        for name in names
        for every in ("day", "week", "month")
    }


def _shop(connection: duckdb.DuckDBPyConnection) -> Shop:
    return shop_of(store.reading(connection))


def _alike(one: Reading, other: Reading) -> bool:
    """Whether two readings say the same; what the reader may not see says nothing."""
    if one.value is None and one.reason is not None and str(one.reason).startswith("outside of what you may see"):
        return True
    told = [(reading.value, reading.low, reading.high) for reading in (one, other)]
    close = all(
        first == second or (first is not None and second is not None and isclose(first, second, rel_tol=1e-9))
        for first, second in zip(*told, strict=True)
    )
    return close and (one.n, one.complete, one.left_out, one.groups) == (
        other.n,
        other.complete,
        other.left_out,
        other.groups,
    )
