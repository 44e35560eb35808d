"""Rows left out behind a number: which of them count in a period, and when they could move it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.rows.omitted import READ_FROM, Behind, Omitted, Tally, could_move
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import OmittedRows, Warehouse

D = date


def move(rows: int, form: str, *, value: float, n: int, ends: tuple[float | None, float | None] = (None, None)) -> bool:
    return could_move(Omitted(rows, "survey"), form, value=value, n=n, ends=ends, factor=100.0, share=0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "moves"),
    # 80 of 100, Wilson 0.711 to 0.867: half of it 0.078. r rows more, none in the numerator: 80 / (100 + r).
    # r = 10: 0.727, moved by 0.073; r = 11: 0.721, by 0.079.
    [(0, False), (10, False), (11, True)],
)
def test_a_share_is_moved_by_all_missing_rows_out_of_it_or_in_it(rows: int, moves: bool) -> None:
    assert move(rows, "proportion", value=0.8, n=100, ends=(0.7112, 0.8666)) is moves


# 10,000 rows: z ÷ (3 × 100) = 0.00653; 65 more are 65 ÷ 10,065 = 0.00646 of all, 66 are 0.00656.
@pytest.mark.parametrize(("rows", "moves"), [(65, False), (66, True)])
def test_a_mean_of_rows_that_all_agree_has_no_interval_and_is_moved_as_any_mean(rows: int, moves: bool) -> None:
    assert move(rows, "ratio", value=4.0, n=10_000) is moves
    assert move(rows, "ratio", value=4.0, n=10_000, ends=(3.9, 4.1)) is moves


@pytest.mark.parametrize(
    ("turned", "moves"),
    # 0 of 10, Wilson 0 to 0.2775: half of it 0.139. One contact left out may be what went before one of the ten: 0.1.
    [(1, False), (2, True)],
)
def test_a_row_of_another_table_turns_one_of_a_share_and_adds_none(turned: int, moves: bool) -> None:
    missing = Omitted(turned, "interaction", elsewhere=turned)
    assert could_move(missing, "proportion", value=0, n=10, ends=(0, 0.2775), factor=1, share=0.5) is moves


@pytest.mark.parametrize(
    ("rows", "moves"),
    # NPS 20 of 100 answers, interval 4 to 36: half 16. All missing ones detractors: (100 x 20 - 100 r) / (100 + r).
    # r = 15: 4.3, moved by 15.7; r = 16: 3.4, moved by 16.6.
    [(15, False), (16, True)],
)
def test_a_net_score_is_moved_by_missing_answers_of_one_side(rows: int, moves: bool) -> None:
    assert move(rows, "net", value=20.0, n=100, ends=(4.0, 36.0)) is moves


@pytest.mark.parametrize(
    ("rows", "moves"),
    # The median of 100: half its interval are 1.96 x sqrt(25) = 9.8 ranks. r values all below it shift it by r / 2.
    [(19, False), (20, True)],
)
def test_a_quantile_is_moved_by_ranks(rows: int, moves: bool) -> None:
    assert move(rows, "quantile", value=5.0, n=100, ends=(4.0, 6.0)) is moves


@pytest.mark.parametrize(
    ("rows", "n", "moves"),
    [(1, 99, False), (1, 98, True), (10, 990, False), (10, 989, True), (1, 0, True), (0, 0, False)],
)
def test_a_sum_is_moved_by_more_than_one_row_of_a_hundred(rows: int, n: int, moves: bool) -> None:
    assert move(rows, "plain", value=7.0, n=n) is moves


def test_a_mean_of_many_rows_has_a_narrow_interval_that_fewer_missing_ones_move() -> None:
    # 1.96 / (3 x sqrt(1,000,000)) = 0.000653: 653 of a million and as many more lie on either side of it
    assert not move(653, "ratio", value=7.0, n=1_000_000, ends=(6.9, 7.1))
    assert move(654, "ratio", value=7.0, n=1_000_000, ends=(6.9, 7.1))
    assert not move(653, "plain", value=7.0, n=1_000_000)


def test_rows_that_many_others_rest_on_move_whatever_they_are_part_of() -> None:
    policy = Omitted(1, "sla_policy", certain=True)
    assert could_move(policy, "proportion", value=0.9, n=10_000, ends=(0.89, 0.91), factor=100.0, share=0.5)


def test_rows_count_on_their_days_and_those_without_one_on_all() -> None:
    rows = [(D(2026, 3, 1), D(2026, 3, 4), 5), (D(2026, 4, 1), None, 2), (None, None, 1)]
    tally = Tally.of(rows)
    assert tally.count(D(2026, 3, 1), D(2026, 3, 31)) == 6
    assert tally.count(D(2026, 3, 5), D(2026, 3, 31)) == 1
    assert tally.count(D(2026, 4, 1), D(2026, 4, 30)) == 3
    assert tally.count(D(2027, 1, 1), D(2027, 1, 31)) == 3


class Shelf(Warehouse):
    """A warehouse of which only the omissions are asked."""

    omitted: tuple[OmittedRows, ...] = (
        OmittedRows("work_item", "", "service", D(2026, 3, 2), D(2026, 3, 9), D(2026, 3, 9), 4),
        OmittedRows("work_item", "", "sales", D(2026, 3, 2), D(2026, 3, 2), None, 8),
        OmittedRows("survey", "relationship", None, D(2026, 3, 5), D(2026, 3, 5), None, 16),
        OmittedRows("touchpoint", "", None, None, None, None, 1),
    )


def behind(name: str, first: D, last: D, *processes: str) -> int:
    shelf = Shelf(None, 0, None)  # type: ignore[arg-type]
    metric = metric_of(name)
    flow = metric.anchor not in ("", "days")
    return Behind(shelf, metric, flow).omitted(first, last, processes or None).rows


def test_a_flow_misses_the_rows_of_its_days_and_of_its_process() -> None:
    march, april = (D(2026, 3, 1), D(2026, 3, 31)), (D(2026, 4, 1), D(2026, 4, 30))
    assert behind("cases_opened", *march, "service") == 4
    assert behind("cases_opened", *march) == 12
    assert behind("cases_opened", *april, "service") == 0


def test_a_stock_misses_a_row_as_long_as_it_may_be_open() -> None:
    assert behind("backlog", D(2026, 3, 31), D(2026, 3, 31), "sales") == 8  # it never told its end
    assert behind("backlog", D(2026, 3, 31), D(2026, 3, 31), "service") == 0  # gone on the 9th
    assert behind("backlog", D(2026, 3, 5), D(2026, 3, 5), "service") == 4


def test_the_win_rate_of_a_status_misses_what_was_decided_long_ago() -> None:
    """The cases of service were over on the 9th, and are part of what the pipeline of June is weighed by."""
    assert behind("weighted_pipeline", D(2026, 6, 30), D(2026, 6, 30)) == 12
    assert behind("open_pipeline", D(2026, 6, 30), D(2026, 6, 30)) == 8


def test_contacts_left_out_are_missing_whatever_process_the_number_is_of() -> None:
    shelf = Shelf(None, 0, None)  # type: ignore[arg-type]
    shelf.omitted = (OmittedRows("interaction", "", "service", D(2026, 3, 2), D(2026, 3, 2), None, 2),)
    found = Behind(shelf, metric_of("service_sourced_share"), True).omitted(D(2026, 3, 1), D(2026, 3, 31), ("sales",))
    assert (found.rows, found.elsewhere) == (2, 2)


def test_answers_that_do_not_tell_the_relationship_are_missing_where_it_is_read() -> None:
    march = (D(2026, 3, 1), D(2026, 3, 31))
    assert behind("nps", *march) == 16
    assert behind("csat", *march) == 0


def test_what_a_lacking_column_is_read_from_is_there() -> None:
    for shapes in READ_FROM.values():
        for name, columns in shapes.items():
            for column in columns:
                assert re.search(rf"\b{column}\b", shape.shapes()[name].sql), (name, column)


def test_a_point_left_out_is_missing_where_it_tells_who_stands_in_a_queue() -> None:
    march = (D(2026, 3, 1), D(2026, 3, 31))
    assert [behind(name, *march) for name in ("service_level", "contacts_offered", "average_handle_time", "dials")] == [
        1
    ] * 4
    assert behind("self_service_rate", *march) == 0
