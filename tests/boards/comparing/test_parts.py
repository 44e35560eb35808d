from __future__ import annotations

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import weekly
from crm_metrics.boards.comparing.parts import Parted, parted
from crm_metrics.boards.core import View
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from tests.boards.comparing.answered import LAST, SINCE, company
from tests.conftest import House


def csat(shop: Shop, view: View | None = None) -> Parted:
    (found,) = parted(shop, weekly.gather(shop, view or View()))
    assert found.series.indicator.metric == "csat"
    return found


def test_a_team_stands_plain_and_at_equal_mix_and_is_surely_worse(house: House) -> None:
    """North satisfies 8 + 7 + 6 + 5 of 80 in four weeks: 14 of 40 of the high tier, 12 of 40 of the low; South 64.

    Each tier is half of all. The tiers' rates are 46 / 80 and 44 / 80, and k is 78 ÷ (16.57 + 20.20 − 2) − 1 = 1.243,
    so that North comes to ½ (14 + 1.243 × 0.575) / 41.243 + ½ (12 + 1.243 × 0.55) / 41.243 = 0.3322. Expected of it
    were 23 and 22, its variances are 4.949 and 5.013: z = 18.5 / √9.962 = 5.86.
    """
    shop = company(house)
    norte, sur = csat(shop).of("team")
    assert (norte.value, norte.n, norte.plain) == ("Norte", 80, 26 / 80)
    assert (sur.value, sur.n, sur.plain) == ("Sur", 80, 64 / 80)
    assert norte.adjusted == pytest.approx(0.3322, abs=0.0005)
    assert (norte.side, norte.better, sur.better) == (-1, -1, 1)
    assert norte.p is not None and norte.p < 1e-8
    asked = ask(shop, [metric_of("csat")], every="all", by="team", since=SINCE, until=LAST)["csat"]
    assert {one.groups[0]: one.value for one in asked.readings} == {"Norte": 26 / 80, "Sur": 64 / 80}


def test_the_tiers_differ_by_chance_alone_and_every_test_of_the_page_counts(house: House) -> None:
    # 46 and 44 of 80; four tests: two teams, two tiers, and the one touchpoint and channel has nothing beside it.
    found = csat(company(house))
    high, low = found.of("tier")
    assert (high.plain, low.plain, high.better, low.better) == (46 / 80, 44 / 80, 0, 0)
    tested = [part for part in found.parts if part.p is not None]
    assert len(tested) == 4
    teams = [part for part in tested if part.dimension == "team"]
    assert all(part.q == pytest.approx(part.p * 4 / 2) for part in teams if part.p)  # the two least of four
    (line,) = found.of("touchpoint")
    assert (line.name, line.adjusted, line.p) == ("Línea", None, None)


def test_a_reader_of_one_team_has_nothing_beside_it(house: House) -> None:
    found = csat(company(house), View(scope=Scope(teams=("Norte",))))
    (norte,) = found.of("team")
    assert (norte.n, norte.plain, norte.better) == (80, 26 / 80, 0)


def test_few_answers_are_never_judged(house: House) -> None:
    shop = company(house)
    shop.connection.execute("delete from main.survey where team = 'Norte' and customer_id = 'c1'")
    shop.connection.execute("delete from main.survey where team = 'Norte' and responded_at < timestamptz '2026-11-02'")
    norte, _ = csat(shop).of("team")
    assert norte.n == 20  # ten a week of two weeks: below the thirty of the metric
    assert (norte.p, norte.q, norte.better) == (None, None, 0)


def test_without_answers_nothing_is_compared(house: House) -> None:
    shop = company(house)
    shop.connection.execute("delete from main.survey")
    assert parted(shop, weekly.gather(shop, View())) == ()
