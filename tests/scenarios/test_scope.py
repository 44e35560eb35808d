"""Two readers with disjoint teams, every metric: neither meets a row of the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from crm_metrics.access import Scope, readers
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask, dimensions
from crm_metrics.metrics.readings import Result
from crm_metrics.warehouse import store
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import shared_company

SINCE, UNTIL = date(2026, 5, 1), date(2026, 5, 31)
ANA = ("Voz Norte", "Ventas Digital", "Cobranza Temprana", "Telemercadeo Uno")
LUIS = ("Voz Sur", "Ventas Empresas", "Cobranza Avanzada", "Telemercadeo Dos")
OF_ALL_TEAMS = {  # what all teams' rows add up to is not a team's: decision 0026
    **dict.fromkeys(
        (name for name in CATALOGUE if name.endswith("_revenue_weighted")),
        "it weighs customers by the money of all teams",
    ),
    "weighted_pipeline": "it weighs cases by what became of those of all teams",
}
ACCESS = f"""
[[reader]]
name = "Ana"
level = "supervisor"
teams = {list(ANA)}
[[reader]]
name = "Luis"
level = "supervisor"
teams = {list(LUIS)}
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Warehouse]:
    """A small demo company: six months that end on 30 June 2026."""
    with shared_company(tmp_path_factory, Asked(customers=600, months=6, until=date(2026, 6, 30))) as company:
        yield company


@pytest.fixture(scope="module")
def offered(demo: store.Warehouse) -> dict[str, list[Metric]]:
    """The metrics that a reader of a team can see, by each dimension that they offer."""
    found: dict[str, list[Metric]] = {}
    for metric in CATALOGUE.values():
        named = dimensions(demo, metric)
        for one in named if "team" in named else ():
            found.setdefault(one, []).append(metric)
    return found


@pytest.fixture(scope="module")
def scopes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scope, Scope]:
    path = tmp_path_factory.mktemp("access") / "access.toml"
    path.write_text(ACCESS, encoding="utf-8")
    ana, luis = readers(path)
    return ana.scope, luis.scope


def asked(
    demo: store.Warehouse, metrics: Sequence[Metric], by: str, scope: Scope, teams: Sequence[str] = ()
) -> dict[str, Result]:
    where = [("team", team) for team in teams]
    return ask(demo, metrics, every="all", by=[by], where=where, since=SINCE, until=UNTIL, scope=scope)


def groups(results: dict[str, Result]) -> set[str]:
    return {one.groups[0] for result in results.values() for one in result.readings if one.groups[0] is not None}


def test_no_team_or_agent_of_the_other_reader_appears(
    demo: store.Warehouse, offered: dict[str, list[Metric]], scopes: tuple[Scope, Scope]
) -> None:
    teams = [groups(asked(demo, offered["team"], "team", scope)) for scope in scopes]
    assert teams == [set(ANA), set(LUIS)]
    members = dict(demo.fetch("select agent_id, team from main.agent"))
    for scope, own in zip(scopes, (ANA, LUIS), strict=True):
        agents = groups(asked(demo, offered["agent"], "agent", scope))
        assert agents
        assert {members[agent] for agent in agents} <= set(own)


def test_a_question_about_the_others_team_finds_nothing(
    demo: store.Warehouse, offered: dict[str, list[Metric]], scopes: tuple[Scope, Scope]
) -> None:
    for scope, others in zip(scopes, (LUIS, ANA), strict=True):
        assert groups(asked(demo, offered["team"], "team", scope, others)) == set()


def test_a_reader_sees_what_the_whole_company_has_of_those_teams_and_no_more(
    demo: store.Warehouse, offered: dict[str, list[Metric]], scopes: tuple[Scope, Scope]
) -> None:
    turns: dict[str, list[Metric]] = {}  # each metric by one of its dimensions, in turn
    for place, metric in enumerate(offered["team"]):
        mine = [by for by, metrics in offered.items() if metric in metrics]
        turns.setdefault(mine[place % len(mine)], []).append(metric)
    assert len(turns) > 8
    for place, (by, metrics) in enumerate(turns.items()):
        scope, own = ((scopes[0], ANA), (scopes[1], LUIS))[place % 2]
        seen, whole = asked(demo, metrics, by, scope), asked(demo, metrics, by, Scope(), own)
        for name, result in seen.items():
            if (why := OF_ALL_TEAMS.get(name)) is not None:
                assert result.readings == ()
                assert why in str(result.reason)
                continue
            assert result.readings == whole[name].readings, (name, by)


def test_a_reader_of_one_process_has_no_number_of_another_one(demo: store.Warehouse) -> None:
    """Service sells nothing: neither bookings of 0 nor 0 % of the goal that is the sellers' are told to its readers."""
    names = ("bookings", "quota_attainment", "pipeline_coverage", "new_customers", "cash_collected")
    found = ask(
        demo,
        [CATALOGUE[name] for name in names],
        since=SINCE,
        until=UNTIL,
        scope=Scope(processes=("service",)),
    )
    for name in names:
        assert [one.value for one in found[name].readings] == [None], name
        assert "it is a number of another process" in str(found[name].reason), name
