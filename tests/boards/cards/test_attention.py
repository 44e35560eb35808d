from __future__ import annotations

from crm_metrics.boards.cards import attention
from crm_metrics.boards.facts import Item
from crm_metrics.boards.series import thin
from crm_metrics.words import Words
from tests.boards.board_facts import made

EN = Words("en")
STEADY = [0.80, 0.82] * 5


def test_customers_touched_are_the_shift_times_the_rows_a_day() -> None:
    # From a centre of 0.81 to 0.51 with 100 rows a day: thirty of them.
    series = made("csat", [*STEADY, 0.51], every="day", n=100, team="Digital", process="service")
    assert round(attention.touched(series), 6) == 30


def test_only_teams_that_really_got_worse_are_listed() -> None:
    routine = made("csat", [*STEADY, 0.80], every="day", team="Voz Norte", process="service")
    better = made("csat", [*STEADY, 0.95], every="day", team="Voz Sur", process="service")
    worse = made("csat", [*STEADY, 0.51], every="day", team="Digital", process="service")
    (item,) = attention.of_signals([routine, better, worse])
    assert (item.team, item.process, item.kind) == ("Digital", "service", "signal")


def test_the_worst_of_each_kind_comes_before_the_second_of_any() -> None:
    items = [Item(kind="signal", score=score, process="service") for score in (50.0, 40.0, 30.0)]
    items += [
        Item(kind="cases", score=20.0, process="service", tier="strategic"),
        Item(kind="missing", score=1.0, process="sales"),
    ]
    assert [(one.kind, one.score) for one in attention.ranked(items)] == [
        ("signal", 50.0),
        ("cases", 20.0),
        ("missing", 1.0),
        ("signal", 40.0),
        ("signal", 30.0),
    ]


def test_the_list_is_ordered_worst_first_and_holds_all_of_them() -> None:
    items = [Item(kind="signal", score=score, process="service") for score in (1.0, 4.0, 3.0, 2.0)]
    assert [one.score for one in attention.ranked(items)] == [4.0, 3.0, 2.0, 1.0]


def test_old_cases_of_strategic_customers_are_counted_with_the_oldest_age() -> None:
    item = Item(
        kind="cases", score=120.0, process="service", team="Soluciones", tier="strategic", count=12, held=12, oldest=29
    )
    (told,) = attention.attended([item], {"Soluciones": "Servicio"}, EN, "COP").items
    assert told.fact == "12 cases of the strategic tier open for more than 10 days"
    assert told.detail == "The oldest has been open for 29 days"
    assert (told.team, told.owner, told.chip.kind) == ("Soluciones", "Servicio", "worse")
    assert told.goto == (("process", "service"), ("team", "Soluciones"))


def test_a_signal_says_where_it_went_since_when_and_on_how_many_rows() -> None:
    series = made("csat", [*STEADY, 0.51, 0.55], every="day", n=40, team="Digital", process="service", goal=0.8)
    (told,) = attention.attended(attention.of_signals([series]), {}, EN, "COP").items
    assert told.fact == "CSAT (top two of five): fell to 53.0%; its routine is 81.0%"
    assert told.detail == "since 15 Jan · target 80.0% · n = 80"
    assert told.owner == "Service"


def test_one_of_many_series_needs_more_than_eight_days_on_one_side() -> None:
    # 0.81 of 100 a day; eight days at 0.78 are a run, but 0.03 is less than 3 × 0.392 ÷ √800 = 0.0416.
    small = made("csat", [0.80, 0.82] * 5 + [0.78] * 8, every="day", process="sales", team="Ventas")
    assert (small.signal.kind, small.signal.rule) == ("worse", "run")
    assert not attention.certain(small)
    large = made("csat", [0.80, 0.82] * 5 + [0.76] * 8, every="day", process="sales", team="Ventas")
    assert attention.certain(large)


def test_a_team_with_few_rows_a_day_is_for_the_week() -> None:
    assert thin(made("csat", [0.8] * 12, n=9, every="day", process="sales", team="Ventas"))
    assert not thin(made("csat", [0.8] * 12, n=10, every="day", process="sales", team="Ventas"))
    assert not thin(made("backlog", [3.0] * 12, n=3, every="day", process="service", team="Voz Sur"))
