"""Models of retention, purchases and amounts against the published examples, and where they must not speak."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from crm_metrics.analysis.models import contracts, purchases, spending
from crm_metrics.analysis.models.fitting import UNLIKE, UNSETTLED, NoFit, Numbers, spread
from crm_metrics.words import Words

SAMPLE = Path(__file__).parent / "cdnow_sample.csv"
MASTER = Path(__file__).parents[3].parent / "shared" / "data" / "cdnow" / "CDNOW_master.txt"

# V16: J. D. Maturen, shifted_beta_geometric_py, with the data of Fader and Hardie 2006.
SURVIVORS = np.array([1.0, 0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491])


@pytest.fixture(scope="module")
def cdnow() -> dict[str, Numbers]:
    """The columns x, t_x, T and zbar of the 2,357 customers."""
    with SAMPLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in ("x", "t_x", "T", "zbar")}


@pytest.fixture(scope="module")
def bought(cdnow: dict[str, Numbers]) -> purchases.Purchases:
    found = purchases.fit(cdnow["x"], cdnow["t_x"], cdnow["T"])
    assert isinstance(found, purchases.Purchases)
    return found


# ------------------------------------------------------------ contracts: V16


def test_v16_the_published_retention_model() -> None:
    found = contracts.fit(SURVIVORS[:-1], SURVIVORS[:-1] - SURVIVORS[1:])
    assert isinstance(found, contracts.Contracts)
    assert (found.alpha, found.beta) == pytest.approx((0.66809, 3.80609), abs=5e-5)
    assert found.survival([8, 9, 10, 11, 12]) == pytest.approx([0.460, 0.436, 0.414, 0.395, 0.378], abs=5e-4)
    assert found.residual_lifetime(7, 0.10) == pytest.approx(7.5296, abs=5e-5)


def test_the_residual_lifetime_is_the_discounted_sum_of_the_curve() -> None:
    model = contracts.Contracts(0.668, 3.806)
    ahead = np.arange(0, 2_000)
    summed = float((model.staying(7, ahead + 1) / 1.1**ahead).sum())
    assert model.residual_lifetime(7, 0.10) == pytest.approx(summed, rel=1e-9)


def test_retention_rises_with_age() -> None:
    model = contracts.Contracts(0.668, 3.806)
    stays = model.staying(np.arange(40), 1)
    assert (np.diff(stays) > 0).all()
    assert stays[0] == pytest.approx(3.806 / (0.668 + 3.806))


def test_lives_in_view_late_change_nothing_of_a_cohort_that_they_repeat() -> None:
    # The same hazards seen on ten times as many customers, half of them only from the fourth renewal on.
    stood, gone = 1000 * SURVIVORS[:-1], 1000 * (SURVIVORS[:-1] - SURVIVORS[1:])
    late = np.where(np.arange(7) >= 3, 1.0, 0.0)
    whole = contracts.fit(stood, gone)
    mixed = contracts.fit(stood + late * stood, gone + late * gone)
    assert isinstance(whole, contracts.Contracts) and isinstance(mixed, contracts.Contracts)
    assert mixed.survival(7) == pytest.approx(whole.survival(7), abs=0.01)


@pytest.mark.parametrize(
    ("at_risk", "left"), [([], []), ([5.0], [1.0]), ([5.0, 5.0, 5.0], [0.0, 0.0, 0.0]), ([9.0, 8.0], [1.0, 1.0])]
)
def test_too_little_is_no_contract_model(at_risk: list[float], left: list[float]) -> None:
    assert contracts.fit(at_risk, left, least=10) == NoFit(contracts.TOO_FEW)


def test_where_all_leave_with_one_chance_the_curve_is_that_of_the_chance() -> None:
    # Alpha and beta run away together: no pair of them is the answer, but 0.9 a period is.
    stood = 1000 * 0.9 ** np.arange(12)
    model = contracts.fit(stood, 0.1 * stood)
    assert isinstance(model, contracts.Contracts) and model.covariance is not None
    assert model.staying([0, 5], [1, 12]) == pytest.approx([0.9, 0.9**12], rel=1e-4)
    error = spread(lambda at: contracts.staying(at, 0, 1), model.parameters, model.covariance)
    assert float(error) == pytest.approx(np.sqrt(0.1 * 0.9 / stood.sum()), rel=1e-3)


# ------------------------------------------------------------ purchases: V18


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
    rounded = purchases.Purchases(0.243, 4.414, 0.793, 2.426)
    assert rounded.expected(weeks[3:]) == pytest.approx([1.0420, 1.0452, 1.8605], abs=5e-5)


def test_v18_the_chance_of_no_purchase() -> None:
    rounded = purchases.Purchases(0.243, 4.414, 0.793, 2.426)
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
        float(purchases.Purchases(0.243, 4.414, a, 2.426).expected_next(39, 2, 30, 39)) for a in (0.999, 1.0, 1.001)
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


# ------------------------------------------------------------ amounts: V19


def test_v19_the_published_model_of_amounts(cdnow: dict[str, Numbers]) -> None:
    found = spending.fit(cdnow["x"], cdnow["zbar"])
    assert isinstance(found, spending.Spending)
    assert found.parameters == pytest.approx([6.25, 3.74, 15.44], abs=0.01)
    published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert found.expected(cdnow["x"][:10], cdnow["zbar"][:10]) == pytest.approx(published, abs=0.1)


def test_v19_amounts_from_the_rounded_parameters() -> None:
    model = spending.Spending(6.25, 3.74, 15.44)
    assert model.expected([2, 1, 0], [22.35, 11.77, 0.0]) == pytest.approx([24.66, 18.92, 35.22], abs=5e-3)


def test_the_unit_of_money_does_not_matter(cdnow: dict[str, Numbers]) -> None:
    dollars, pesos = spending.fit(cdnow["x"], cdnow["zbar"]), spending.fit(cdnow["x"], 4000 * cdnow["zbar"])
    assert isinstance(dollars, spending.Spending) and isinstance(pesos, spending.Spending)
    assert pesos.parameters == pytest.approx(dollars.parameters * [1, 1, 4000], rel=1e-3)


def test_amounts_of_too_few_are_no_model() -> None:
    assert spending.fit([], []) == NoFit(spending.TOO_FEW)
    assert spending.fit([0] * 90, [0.0] * 90) == NoFit(spending.TOO_FEW)


def test_amounts_all_alike_are_expected_again() -> None:
    found = spending.fit([3] * 90, [25.0] * 90)
    assert isinstance(found, spending.Spending)
    assert found.expected([0, 3], [0.0, 25.0]) == pytest.approx([25.0, 25.0], rel=0.01)


def test_customers_who_do_not_differ_are_all_worth_the_mean() -> None:
    # Every customer's purchases vary as much as all customers' do: what one spent says nothing of the next.
    amounts = np.random.default_rng(7).gamma(4.0, 5.0, size=(400, 6))
    found = spending.fit([6] * 400, amounts.mean(axis=1))
    assert isinstance(found, spending.Spending)
    assert found.expected([6, 6], [15.0, 25.0]) == pytest.approx([20.0, 20.0], rel=0.05)


# ------------------------------------------------------------ ranges


def test_the_range_of_a_survival_is_that_of_its_binomial() -> None:
    # One renewal, two parameters, one leaver in ten of 1,000: the delta method gives the binomial's error.
    stood, gone = np.array([1000.0, 900.0]), np.array([100.0, 60.0])
    model = contracts.fit(stood, gone)
    assert isinstance(model, contracts.Contracts) and model.covariance is not None
    error = spread(lambda at: contracts.staying(at, 0, 1), model.parameters, model.covariance)
    assert float(error) == pytest.approx(np.sqrt(0.1 * 0.9 / 1000), rel=1e-3)


def test_each_reason_is_a_sentence_in_spanish_too() -> None:
    for text in (purchases.TOO_FEW, spending.TOO_FEW, contracts.TOO_FEW, UNLIKE, UNSETTLED):
        assert Words("es")(text) != text
