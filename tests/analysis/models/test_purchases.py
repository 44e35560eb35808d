"""The model of purchases against the published example, and where it must not speak."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from crm_metrics.analysis.models import purchases
from crm_metrics.analysis.models.fitting import NoFit, Numbers
from crm_metrics.words import Words

MASTER = Path(__file__).parents[3].parent / "shared" / "data" / "cdnow" / "CDNOW_master.txt"


def test_v18_the_published_model_of_purchases(bought: purchases.Purchases) -> None:
    assert bought.parameters == pytest.approx([0.24259, 4.41353, 0.79289, 2.42575], abs=2e-4)
    assert bought.log_likelihood == pytest.approx(-9582.43, abs=0.005)


def test_v18_the_sample_is_the_one_of_the_paper(cdnow: dict[str, Numbers]) -> None:
    assert (len(cdnow["x"]), cdnow["x"].sum()) == (2357, 2457)


def test_v18_purchases_expected_of_a_customer(bought: purchases.Purchases) -> None:
    assert float(bought.expected_next(39, 2, 30.43, 38.86)) == pytest.approx(1.2259, abs=5e-5)


def test_v18_purchases_expected_of_a_new_customer(bought: purchases.Purchases) -> None:
    weeks = [0.1429, 1, 3, 31.8571, 32, 78]
    assert bought.expected(weeks) == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], abs=0.0015)
    rounded = purchases.Purchases(r=0.243, alpha=4.414, a=0.793, b=2.426)
    assert rounded.expected(weeks[3:]) == pytest.approx([1.0420, 1.0452, 1.8605], abs=5e-5)


def test_v18_the_chance_of_no_purchase() -> None:
    rounded = purchases.Purchases(r=0.243, alpha=4.414, a=0.793, b=2.426)
    assert float(rounded.none_in(39)) == pytest.approx(0.5737864, abs=5e-8)


def test_alive_is_a_chance_and_one_for_who_never_came_back(bought: purchases.Purchases) -> None:
    x, t_x, age = (one.ravel() for one in np.meshgrid([0, 1, 7, 400, 4000], [0, 1, 50], [50, 90, 2000]))
    alive = bought.alive(x, t_x, age)
    assert ((alive >= 0) & (alive <= 1)).all()
    assert (alive[x == 0] == 1).all()
    expected = bought.expected_next(52, x, t_x, age)
    assert np.isfinite(expected).all() and (expected >= 0).all()


def test_a_chance_of_being_lost_of_one_gives_a_number_too(bought: purchases.Purchases) -> None:
    near = [
        float(purchases.Purchases(r=0.243, alpha=4.414, a=a, b=2.426).expected_next(39, 2, 30, 39))
        for a in (0.999, 1.0, 1.001)
    ]
    assert near[0] > near[1] > near[2]
    assert near[1] == pytest.approx((near[0] + near[2]) / 2, rel=1e-5)


def test_the_unit_of_time_does_not_matter(cdnow: dict[str, Numbers], bought: purchases.Purchases) -> None:
    days = purchases.fit(cdnow["x"], 7 * cdnow["t_x"], 7 * cdnow["T"])
    assert isinstance(days, purchases.Purchases)
    assert days.parameters == pytest.approx(bought.parameters * [1, 7, 1, 1], rel=1e-3)


@pytest.mark.parametrize(
    ("x", "t_x", "age"),
    [
        ([], [], []),
        ([0], [0], [30]),
        ([0] * 500, [0] * 500, [30] * 500),
        ([3], [20], [30]),
        ([1] * 29, [5] * 29, [30] * 29),
    ],
)
def test_too_few_who_came_back_are_no_model(x: list[int], t_x: list[int], age: list[int]) -> None:
    assert purchases.fit(x, t_x, age) == NoFit(purchases.TOO_FEW)


def test_customers_who_all_do_the_same_go_on_doing_it() -> None:
    # The model's own limit: nobody differs and nobody is lost. Four purchases in 35 weeks are four in the next 35.
    found = purchases.fit([4] * 200, [28] * 200, [35] * 200)
    assert isinstance(found, purchases.Purchases)
    assert float(found.expected_next(35, 4, 28, 35)) == pytest.approx(4, rel=0.01)
    assert float(found.alive(4, 28, 35)) == pytest.approx(1, abs=0.01)


@pytest.mark.skipif(not MASTER.exists(), reason="the public data sets are not beside the project")
def test_all_of_cdnow_is_near_its_sample(bought: purchases.Purchases) -> None:
    days: dict[str, set[int]] = {}
    for line in MASTER.read_text(encoding="utf-8").splitlines():
        customer, day, *_ = line.split()
        if day <= "19970930":
            ordinal = np.datetime64(f"{day[:4]}-{day[4:6]}-{day[6:]}").astype(int)
            days.setdefault(customer, set()).add(int(ordinal))
    end = int(np.datetime64("1997-09-30").astype(int))
    rows = [(len(one) - 1, (max(one) - min(one)) / 7, (end - min(one)) / 7) for one in days.values()]
    x, t_x, age = np.array(rows).T
    whole = purchases.fit(x, t_x, age)
    assert isinstance(whole, purchases.Purchases)
    assert len(rows) == 23_570
    assert float(whole.expected(39)) == pytest.approx(float(bought.expected(39)), rel=0.05)
    assert float(whole.expected_next(0, 2, 30, 38)) == 0


def test_the_reason_is_a_sentence_in_spanish_too() -> None:
    assert Words("es")(purchases.TOO_FEW) != purchases.TOO_FEW
