"""What an import does to a warehouse: add, update, leave alone, withdraw, refuse; and how far it says it reaches."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from crm_metrics.errors import DataError, DefinitionError
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.loading.load import import_folder
from crm_metrics.warehouse.loading.rejects import RefusalError
from crm_metrics.warehouse.publish import publish
from crm_metrics.warehouse.store import open_warehouse
from crm_metrics.warehouse.tables import tables
from tests.warehouse.loading.importing import NOW, Inbox, parquet, sentence, workbook

TEMPLATES = Path(__file__).parents[3] / "data" / "templates"

COMPANY = "name,time_zone,currency\nPrueba,America/Bogota,COP\n"
SURVEY = "survey_id,instrument,customer_id,sent_at,responded_at,score,scale_min,scale_max\n"


def survey(
    number: int, score: int = 9, sent: str = "2026-03-01 10:00:00", responded: str = "2026-03-02 10:00:00"
) -> str:
    return f"S{number},nps,C{number},{sent},{responded},{score},0,10\n"


# -------------------------------------------------------------------- add, update, leave alone


def test_new_rows_are_added_changed_ones_updated_and_equal_ones_left_alone(inbox: Inbox) -> None:
    first = inbox.load({"survey.csv": SURVEY + survey(1) + survey(2)})
    assert str(first.counts["survey"]) == "survey read 2 loaded 2 unchanged 0 rejected 0"
    second = inbox.load({"survey.csv": SURVEY + survey(1) + survey(2, score=3) + survey(3)})
    assert str(second.counts["survey"]) == "survey read 3 loaded 2 unchanged 1 rejected 0"
    assert inbox.connection.execute("select survey_id, score from survey order by 1").fetchall() == [
        ("S1", 9.0),
        ("S2", 3.0),
        ("S3", 9.0),
    ]


def test_the_same_file_twice_changes_nothing(inbox: Inbox) -> None:
    files = {"survey.csv": SURVEY + survey(1)}
    assert inbox.load(files).changed
    again = inbox.load(files)
    assert not again.changed
    assert again.counts["survey"].unchanged == 1


def test_a_check_changes_nothing_and_counts_as_the_import_would(inbox: Inbox) -> None:
    files = {"survey.csv": SURVEY + survey(1) + survey(2, score=11)}
    checked = inbox.load(files, check=True)
    assert not checked.changed
    assert checked.rows("select count(*) from survey") == [(0,)]
    loaded = inbox.load(files)
    assert (checked.counts, checked.why) == (loaded.counts, loaded.why)
    assert loaded.why == [(3, "score", "scale")]


def test_a_column_that_is_missing_is_no_empty_value(inbox: Inbox) -> None:
    inbox.load({"customer.csv": "customer_id,name,region\nC1,Ana,Norte\nC2,Luz,Sur\n"})
    got = inbox.load({"customer.csv": "customer_id,name\nC1,Ana María\nC2,\n"})
    assert got.rows("select customer_id, name, region from customer order by 1") == [
        ("C1", "Ana María", "Norte"),
        ("C2", None, "Sur"),
    ]


def test_an_empty_cell_of_a_column_that_cannot_be_empty_means_its_default(inbox: Inbox) -> None:
    got = inbox.load({"product.csv": "product_id,name,line,recurring\nP1,Uno,L,\nP2,Dos,L,sí\n"})
    assert got.rows("select product_id, recurring from product order by 1") == [("P1", False), ("P2", True)]


def test_points_spent_that_are_all_written_above_nought_are_refused_and_one_taken_back_is_not(inbox: Inbox) -> None:
    head = "entry_id,customer_id,kind,entry_at,points\n1,C1,earn,2026-01-05 09:00,100\n"
    refused = inbox.load({"loyalty_entry.csv": head + "2,C1,redeem,2026-02-05 09:00,30\n"})
    assert "All 1 redemptions and expiries have points above zero" in str(refused.error)
    back = "2,C1,redeem,2026-02-05 09:00,-30\n3,C1,redeem,2026-02-06 09:00,30\n"
    assert str(inbox.load({"loyalty_entry.csv": head + back}).counts["loyalty_entry"]).startswith(
        "loyalty_entry read 3 loaded 3"
    )


def test_files_of_one_load_in_three_formats_give_equal_rows(inbox: Inbox) -> None:
    head = ["entry_id", "invoice_id", "customer_id", "kind", "entry_on", "amount"]
    row = ["E1", "F1", "C1", "invoice", date(2026, 1, 5), 100.25]
    inbox.load({"receivable.csv": ",".join(head) + "\nE1,F1,C1,invoice,2026-01-05,100.25\n"})
    assert not inbox.load({"receivable.xlsx": workbook([head, [*row[:4], "2026-01-05", 100.25]])}).changed
    made = (
        "select 'E1' entry_id, 'F1' invoice_id, 'C1' customer_id, 'invoice' kind,"
        " date '2026-01-05' entry_on, 100.25 amount"
    )
    assert not inbox.load({"receivable.parquet": parquet(inbox.folder, made)}).changed


def test_lists_in_a_cell_are_separated_by_bars(inbox: Inbox) -> None:
    head = "policy_id,process,clock,target_seconds,calendar_id,pause_statuses,valid_from\n"
    got = inbox.load({"sla_policy.csv": head + "P,service,resolution,60,always,waiting | on_hold,2026-01-01\n"})
    assert got.rows("select pause_statuses from sla_policy") == [(["waiting", "on_hold"],)]


def test_goals_with_empty_scopes_are_known_again(inbox: Inbox) -> None:
    goals = "metric,cadence,process,goal,valid_from\nnps,month,,0.4,2026-01-01\nnps,month,service,0.5,2026-01-01\n"
    assert inbox.load({"target.csv": goals}).counts["target"].loaded == 2
    assert not inbox.load({"target.csv": goals}).changed


# -------------------------------------------------------------------- withdraw


def test_full_withdraws_what_the_files_no_longer_hold_of_their_own_source_alone(inbox: Inbox) -> None:
    inbox.load({"survey.csv": SURVEY + survey(1) + survey(2)})
    inbox.connection.execute(
        "insert into survey (survey_id, instrument, customer_id, sent_at, scale_min, scale_max, _source)"
        " values ('other:1', 'nps', 'C', '2026-01-01', 0, 10, 'other')"
    )
    got = inbox.load({"survey.csv": SURVEY + survey(2)}, full=True)
    assert got.changed
    assert got.rows("select survey_id from survey order by 1") == [("S2",), ("other:1",)]
    assert "1 rows that the files no longer hold were withdrawn" in " ".join(got.notices)


def test_full_keeps_the_known_row_when_its_new_version_is_rejected(inbox: Inbox) -> None:
    inbox.load({"survey.csv": SURVEY + survey(1)})
    got = inbox.load({"survey.csv": SURVEY + survey(1, score=99)}, full=True)
    assert got.why == [(2, "score", "scale")]
    assert got.rows("select survey_id, score from survey") == [("S1", 9.0)]


def test_full_refuses_a_file_without_rows(inbox: Inbox) -> None:
    inbox.load({"survey.csv": SURVEY + survey(1)})
    got = inbox.load({"survey.csv": SURVEY}, full=True)
    assert "would withdraw all" in str(got.error)


# -------------------------------------------------------------------- row rules


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        ({"first_response_at": "1826-01-02 09:00"}, "first_response_at", "past"),
        ({"outcome": "won"}, "closed_at", "outcome"),
        ({"process": "mercadeo"}, "process", "unknown_value"),
        ({"opened_at": "2027-01-01 09:00"}, "opened_at", "future"),
        ({"customer_id": ""}, "customer_id", "missing"),
        ({"closed_at": "1826-01-03", "outcome": "won"}, "closed_at", "past"),
        ({"work_item_id": "Total general"}, "work_item_id", "total"),
    ],
)
def test_a_row_that_breaks_a_rule_is_left_out_by_name(
    changes: dict[str, str], column: str, rule: str, inbox: Inbox
) -> None:
    good = {
        "work_item_id": "W1",
        "process": "sales",
        "kind": "new_sale",
        "customer_id": "C1",
        "status": "open",
        "opened_at": "2026-01-02 09:00",
        "first_response_at": "",
        "closed_at": "",
        "outcome": "",
    }
    kept = good | {"work_item_id": "W0", "first_response_at": "2026-01-02 09:00"}
    rows = [",".join(good), ",".join(kept.values()), ",".join((good | changes).values())]
    got = inbox.load({"work_item.csv": "\n".join(rows) + "\n"})
    assert got.why == [(3, column, rule)]
    assert got.rows("select work_item_id from work_item") == [("W0",)]


def test_an_update_is_checked_together_with_what_is_known(inbox: Inbox) -> None:
    head = "subscription_id,customer_id,product_id,starts_on"
    inbox.load({"subscription.csv": f"{head},mrr,ends_on\nA,C,P,2026-01-02,10,2026-02-01\n"})
    got = inbox.load({"subscription.csv": f"{head},mrr\nA,C,P,2026-01-02,-5\n"})
    assert got.why == [(2, "mrr", "range")]
    assert got.rows("select mrr, ends_on from subscription") == [(10, date(2026, 2, 1))]


def test_spans_of_one_subscription_do_not_overlap_known_ones_or_each_other(inbox: Inbox) -> None:
    head = "subscription_id,customer_id,product_id,starts_on,ends_on,mrr\n"
    inbox.load({"subscription.csv": head + "A,C,P,2026-01-01,2026-02-01,10\n"})
    rows = ["A,C,P,2026-01-15,2026-03-01,10", "A,C,P,2026-03-01,,12", "B,C,P,2026-01-01,,5", "B,C,P,2026-02-01,,5"]
    got = inbox.load({"subscription.csv": head + "\n".join(rows) + "\n"})
    assert got.why == [(2, "starts_on", "overlap"), (4, "starts_on", "overlap"), (5, "starts_on", "overlap")]
    assert got.rows("select starts_on from subscription order by 1") == [(date(2026, 1, 1),), (date(2026, 3, 1),)]


def test_a_known_span_may_be_given_an_end(inbox: Inbox) -> None:
    head = "subscription_id,customer_id,product_id,starts_on,ends_on,mrr\n"
    inbox.load({"subscription.csv": head + "A,C,P,2026-01-01,,10\n"})
    got = inbox.load({"subscription.csv": head + "A,C,P,2026-01-01,2026-02-01,10\nA,C,P,2026-02-01,,12\n"})
    assert got.why == []
    assert got.counts["subscription"].loaded == 2


LEDGER = "entry_id,invoice_id,customer_id,kind,entry_on,amount\n"


def test_money_beyond_an_invoice_or_without_one_is_an_everyday_entry_of_a_ledger(inbox: Inbox) -> None:
    inbox.load({"receivable.csv": LEDGER + "E1,F1,C,invoice,2026-01-01,100\nE2,F1,C,payment,2026-01-02,-70\n"})
    rows = ["E3,F1,C,payment,2026-01-03,-31", "E4,,C,payment,2026-01-04,-5", "E5,F1,C,write_off,2026-01-05,-9"]
    rows += ["E6,,C,allocation,2026-01-06,5", "E7,F1,C,allocation,2026-01-06,-5", "E8,F1,C,adjustment,2026-01-07,2"]
    got = inbox.load({"receivable.csv": LEDGER + "\n".join(rows) + "\n"})
    assert (got.why, got.counts["receivable"].loaded) == ([], 6)
    assert got.rows("select sum(amount) from receivable") == [(-13,)]  # 100 - 70 - 31 - 5 - 9 + 5 - 5 + 2


def test_an_invoice_without_its_number_is_left_out_by_name(inbox: Inbox) -> None:
    rows = "E1,,C,invoice,2026-01-01,100\nE2,,C,credit_note,2026-01-02,-70\n"
    assert inbox.load({"receivable.csv": LEDGER + rows}).why == [(2, "invoice_id", "unnumbered")]


def test_payments_all_written_above_zero_refuse_the_load_and_no_debt_grows(inbox: Inbox) -> None:
    invoice = "E1,F1,C,invoice,2026-01-01,100\n"
    got = inbox.load({"receivable.csv": LEDGER + invoice + "E2,F1,C,payment,2026-01-02,70\n"})
    assert "All 1 payments have an amount above zero" in str(got.error)
    assert got.rows("select count(*) from receivable") == [(0,)]
    inbox.load({"receivable.csv": LEDGER + invoice + "E2,F1,C,payment,2026-01-02,-70\n"})
    later = inbox.load({"receivable.csv": LEDGER + "E3,F1,C,payment,2026-01-03,70\n"})  # that source has a minus
    assert later.why == [(2, "amount", "sign")]


def test_an_id_that_points_nowhere_is_kept_and_told(inbox: Inbox) -> None:
    inbox.load({"customer.csv": "customer_id\nC1\n"})
    got = inbox.load({"survey.csv": SURVEY + survey(1) + survey(2)})
    assert got.rows("select count(*) from survey") == [(2,)]
    assert "1 rows have a customer_id that points to no customer, such as 'C2'" in " ".join(got.notices)


# -------------------------------------------------------------------- zones and days


def test_an_instant_without_offset_is_in_the_zone_of_the_company_that_comes_with_it(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": SURVEY + survey(1, sent="2026-03-01 22:00:00"), "company.csv": COMPANY})
    assert got.rows("select sent_at from survey") == [(datetime(2026, 3, 2, 3, 0, tzinfo=UTC),)]
    assert not any("taken as UTC" in one for one in got.notices)


def test_without_a_company_instants_are_utc_and_the_import_says_so(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": SURVEY + survey(1)})
    assert got.rows("select sent_at from survey") == [(datetime(2026, 3, 1, 10, 0, tzinfo=UTC),)]
    assert any("taken as UTC" in one for one in got.notices)


def test_an_offset_wins_over_every_zone(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": SURVEY + survey(1, sent="2026-03-01T10:00:00+02:00"), "company.csv": COMPANY})
    assert got.rows("select sent_at from survey") == [(datetime(2026, 3, 1, 8, 0, tzinfo=UTC),)]


def test_the_watermark_is_the_last_day_of_the_whole_load_and_the_first_day_each_tables_own(inbox: Inbox) -> None:
    files = {
        "company.csv": COMPANY,
        "survey.csv": SURVEY + survey(1, sent="2026-03-01 10:00:00", responded="2026-03-04 23:30:00"),
        "order_line.csv": "order_id,line_no,customer_id,product_id,ordered_at,promised_on,quantity,amount\n"
        "O1,1,C,P,2026-02-01 10:00:00,2026-06-30,1,5\n",
        "product.csv": "product_id,name,line\nP,P,L\n",
    }
    got = inbox.load(files)
    assert got.rows("select table_name, loaded_from, loaded_through from load_log order by 1") == [
        ("company", None, date(2026, 3, 4)),
        ("order_line", date(2026, 2, 1), date(2026, 3, 4)),
        ("product", None, date(2026, 3, 4)),
        ("survey", date(2026, 3, 1), date(2026, 3, 4)),
    ]


def test_the_watermark_never_goes_back(inbox: Inbox) -> None:
    inbox.load({"survey.csv": SURVEY + survey(1)})
    got = inbox.load({"survey.csv": SURVEY + survey(2, sent="2026-01-01 10:00:00", responded="2026-01-02 10:00:00")})
    # A load says how far it reaches itself: only those that reach the last day tell whether it was over.
    reaches = got.rows("select loaded_through from load_log order by load_id")
    assert reaches == [(date(2026, 3, 2),), (date(2026, 1, 2),)]
    shape.build(inbox.connection, only=["watermark"])
    assert inbox.connection.execute("select loaded_through from shape.watermark").fetchall() == [(date(2026, 3, 2),)]


def test_a_roster_ahead_does_not_move_the_watermark(inbox: Inbox) -> None:
    head = "agent_id,team,process,started_at,state,seconds,scheduled_seconds\n"
    rows = ["A,T,service,2026-11-20 08:00,handling,60,60", "A,T,service,2026-12-20 08:00,handling,0,3600"]
    got = inbox.load({"agent_time.csv": head + "\n".join(rows) + "\n"})
    assert got.why == []
    assert got.rows("select loaded_through from load_log") == [(date(2026, 11, 20),)]


def test_the_files_of_a_load_are_written_down_with_their_sums(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": SURVEY + survey(1) + ",,,,,,,\n"})
    assert got.rows("select source, file, rows_read, rows_blank, length(sha256) from load_file") == [
        ("plain", "survey.csv", 2, 1, 64)
    ]


# -------------------------------------------------------------------- folders


def test_a_file_that_no_source_knows_is_named_and_changes_nothing_else(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": SURVEY + survey(1), "notes.txt": "hello", "logo.png": b"\x89PNG"})
    assert got.error is None
    assert "notes.txt is not known" in " ".join(got.notices)
    assert "logo.png is not known" in " ".join(got.notices)


def test_no_known_file_at_all_is_refused(inbox: Inbox) -> None:
    assert isinstance(inbox.load({"notes.txt": "hello"}).error, DataError)


def test_files_of_another_source_are_recognised(inbox: Inbox) -> None:
    got = inbox.load({"queue_log": "1767261600|NONE|NONE|NONE|QUEUESTART|\n"})
    assert "--source queue_log" in str(got.error)


def test_a_source_of_public_data_alone_is_not_offered(inbox: Inbox) -> None:
    got = inbox.load({"olist_orders_dataset.csv": "order_id\n1\n"})
    assert isinstance(got.error, DataError)
    assert "olist" not in str(got.error).partition("known to source")[2]


def test_every_refused_file_of_a_load_is_told_and_none_of_the_good_ones_loads(inbox: Inbox) -> None:
    got = inbox.load({"survey.csv": SURVEY + survey(1), "agent.csv": b"%PDF-1.7", "product.csv": "product_id\nP\n"})
    assert isinstance(got.error, RefusalError)
    assert [str(one).split()[0] for one in got.error.errors] == ["agent.csv", "product.csv"]
    assert got.rows("select count(*) from survey") == [(0,)]


def test_two_files_of_one_table_must_have_the_same_columns(inbox: Inbox) -> None:
    good = SURVEY + survey(1)
    workbook_rows = [SURVEY.strip().split(",")[:-3], survey(2).strip().split(",")[:-3]]
    got = inbox.load({"survey.csv": good, "survey.xlsx": workbook(workbook_rows)})
    assert got.error is not None


def test_the_templates_import_whole_and_know_every_column(inbox: Inbox) -> None:
    got = inbox.load_folder(TEMPLATES)
    assert got.error is None
    assert {table: (one.loaded, one.rejected) for table, one in got.counts.items()} == dict.fromkeys(tables(), (1, 0))
    for name, table in tables().items():
        with (TEMPLATES / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
            wanted = [column for column in table.columns if column != "only_row"]
            assert next(csv.reader(opened)) == wanted, f"data/templates/{name}.csv: its header is that of schema.sql"


# -------------------------------------------------------------------- end to end


def test_an_import_publishes_a_version_and_a_refused_one_leaves_it(tmp_path: Path) -> None:
    inbox, shop = tmp_path / "in", tmp_path / "shop"
    inbox.mkdir()
    (inbox / "company.csv").write_text(COMPANY, encoding="utf-8")
    (inbox / "survey.csv").write_text(SURVEY + survey(1) + survey(2, score=11).replace("S2", "=S2"), encoding="utf-8")
    report = import_folder(inbox, shop, now=NOW, finish=None)
    assert (report.version, report.exit_code) == (1, 1)
    assert [str(one) for one in report.tables] == [
        "company read 1 loaded 1 unchanged 0 rejected 0",
        "survey read 2 loaded 1 unchanged 0 rejected 1",
    ]
    with report.rejects.open(encoding="utf-8", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert (row["file"], row["line"], row["column"], row["value"], row["rule"]) == (
        "survey.csv",
        "3",
        "score",
        "11",
        "scale",
    )
    before = (shop / "CURRENT").read_bytes()
    assert import_folder(inbox, shop, now=NOW, finish=None).version is None
    (inbox / "survey.csv").write_text("survey_id\nS1\n", encoding="utf-8")
    assert "no column" in sentence(lambda: import_folder(inbox, shop, now=NOW, finish=None))
    assert (shop / "CURRENT").read_bytes() == before
    assert report.rejects.read_text(encoding="utf-8").strip() == "file,line,column,value,rule,message"
    opened_shop = open_warehouse(shop)
    assert opened_shop.fetch("select survey_id from main.survey") == [("S1",)]
    opened_shop.close()


def test_importing_into_the_demo_company_starts_from_empty_and_says_so(tmp_path: Path) -> None:
    inbox, shop = tmp_path / "in", tmp_path / "shop"
    inbox.mkdir()

    def demo(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute("insert into main.customer (customer_id) values ('made up')")
        connection.execute("insert into main.warehouse_info values ('origin', 'demo')")
        return True

    publish(shop, demo, finish=None)
    (inbox / "customer.csv").write_text("customer_id\nC1\n", encoding="utf-8")
    before = (shop / "CURRENT").read_bytes()
    assert import_folder(inbox, shop, check=True, now=NOW, finish=None).version is None
    assert (shop / "CURRENT").read_bytes() == before
    report = import_folder(inbox, shop, now=NOW, finish=None)
    assert "starts from empty" in " ".join(str(one) for one in report.notices)
    opened_shop = open_warehouse(shop)
    assert opened_shop.fetch("select customer_id from main.customer") == [("C1",)]
    assert opened_shop.origin == "company"
    opened_shop.close()


def test_the_reserved_customer_is_no_customer(inbox: Inbox) -> None:
    assert inbox.load({"customer.csv": "customer_id\nC1\nunknown\n"}).why == [(3, "customer_id", "reserved")]


def test_midnight_at_the_end_of_the_day_is_a_time_to_close(inbox: Inbox) -> None:
    got = inbox.load({"business_hours.csv": "calendar_id,weekday,opens,closes\ncompany,1,8:00,24:00\n"})
    assert got.rows("select cast(closes as varchar) from business_hours") == [("24:00:00",)]


def test_an_expression_that_does_not_run_is_an_error_of_the_source(inbox: Inbox) -> None:
    toml = inbox.folder.parent / "bad.toml"
    toml.write_text(
        'name = "bad"\n[files.f]\nnames = ["f"]\n[[tables]]\ntable = "product"\nfrom = "f"\n'
        '[tables.columns]\nproduct_id = "id"\nname = "cast(id as date) + \'x\'"\nline = "\'l\'"\n',
        encoding="utf-8",
    )
    got = inbox.load({"f.csv": "id\n1\n"}, str(toml))
    assert isinstance(got.error, DefinitionError)
    assert "tables.product" in str(got.error)


def test_more_rejects_than_the_source_allows_refuse_the_load_and_still_list_them(inbox: Inbox) -> None:
    toml = inbox.folder.parent / "strict.toml"
    toml.write_text('name = "strict"\nextends = "plain"\nmax_rejected = 0.02\n', encoding="utf-8")
    got = inbox.load({"survey.csv": SURVEY + survey(1) + survey(2, score=11)}, str(toml))
    assert "1 of 2 rows would be left out" in str(got.error)
    assert got.why == [(3, "score", "scale")]


@pytest.mark.parametrize(
    ("read", "rejected", "refused"),
    # 5 % of 900 rows are 45; 5 % of 100 are 5, and 20 may be left out all the same
    [(900, 45, False), (900, 46, True), (100, 20, False), (100, 21, True), (12, 10, False), (900, 798, True)],
)
def test_plain_files_too_have_a_ceiling_of_rows_left_out(inbox: Inbox, read: int, rejected: int, refused: bool) -> None:
    lines = [survey(number, score=11 if number < rejected else 9) for number in range(read)]
    got = inbox.load({"survey.csv": SURVEY + "".join(lines)})
    assert got.counts["survey"].rejected == rejected
    assert (got.error is not None, got.changed) == (refused, not refused)
    assert len(got.why) == rejected  # they are listed in either case
    if refused:
        assert f"survey: {rejected} of {read} rows would be left out" in str(got.error)


def test_above_the_ceiling_the_others_are_loaded_for_who_says_so(inbox: Inbox) -> None:
    files = {"survey.csv": SURVEY + "".join(survey(number, score=11 if number < 30 else 9) for number in range(40))}
    assert isinstance(inbox.load(files).error, RefusalError)
    got = inbox.load(files, accept_rejects=True)
    assert (got.error, got.counts["survey"].loaded) == (None, 10)


def test_each_table_above_the_ceiling_is_named(inbox: Inbox) -> None:
    agents = "agent_id,name,team,area,process\n" + "".join(f"A{n},Ana,Norte,Voz,mercadeo\n" for n in range(21))
    lines = "".join(survey(number, score=11) for number in range(22))
    got = inbox.load({"agent.csv": agents, "survey.csv": SURVEY + lines})
    assert "agent: 21 of 21" in str(got.error)
    assert "survey: 22 of 22" in str(got.error)


def test_duckdb_is_left_in_utc(inbox: Inbox) -> None:
    inbox.load({"survey.csv": SURVEY + survey(1), "company.csv": COMPANY})
    assert inbox.connection.execute("select current_setting('TimeZone')").fetchone() == ("UTC",)
    assert isinstance(inbox.connection, duckdb.DuckDBPyConnection)


@pytest.mark.parametrize("zone", ["CST", "PST", "IST", "Bogota", "GMT+5", ""])
def test_a_company_has_a_zone_that_python_knows_too_as_init_asks(zone: str, inbox: Inbox) -> None:
    got = inbox.load({"company.csv": f"name,time_zone,currency\nPrueba,{zone},COP\n"})
    assert got.why == [(2, "time_zone", "zone" if zone else "missing")]
    assert got.rows("select count(*) from company") == [(0,)]


def test_a_policy_that_an_item_names_and_nobody_brought_is_told(inbox: Inbox) -> None:
    head = "policy_id,policy_group,process,clock,target_seconds,calendar_id,valid_from\n"
    items = "work_item_id,process,kind,customer_id,opened_at,status,policy_id\n" + "".join(
        f"w{n},service,request,c1,2026-01-05 10:00:00,open,{own}\n"
        for n, own in enumerate(("p1", "gold", "none", "lost"))
    )
    got = inbox.load(
        {"sla_policy.csv": head + "p1,gold,service,resolution,60,always,2026-01-01\n", "work_item.csv": items}
    )
    told = [notice for notice in got.notices if "points to no sla_policy" in notice]
    assert told == ["work_item: 1 rows have a policy_id that points to no sla_policy, such as 'lost'. They are kept."]
