"""The mapping language: what it says, what it refuses, and what each of its words does."""

from __future__ import annotations

import pytest

from crm_metrics.errors import CrmError, DefinitionError
from crm_metrics.warehouse.mapping import needs
from crm_metrics.warehouse.mapping.expressions import Expression
from crm_metrics.warehouse.mapping.language import PUBLIC_SETS, folded, open_source, source_names
from crm_metrics.warehouse.mapping.source import stem
from crm_metrics.warehouse.tables import tables
from tests.warehouse.loading.importing import Inbox, Outcome, sentence

PRODUCTS = """
name = "shop"
{settings}
[files.items]
names = ["items*"]
{file}
[[tables]]
table = "product"
from = "items"
{table}
[tables.columns]
product_id = "id"
name = "title"
line = "'all'"
{columns}
"""


def written(inbox: Inbox, text: str) -> str:
    path = inbox.folder.parent / "source.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def products(
    inbox: Inbox, content: str, settings: str = "", file: str = "", table: str = "", columns: str = ""
) -> Outcome:
    text = PRODUCTS.format(settings=settings, file=file, table=table, columns=columns)
    return inbox.load({"items.csv": content}, written(inbox, text))


# -------------------------------------------------------------------- the files themselves


@pytest.mark.parametrize("name", source_names())
def test_every_source_that_comes_with_the_product_is_well_formed(name: str) -> None:
    source = open_source(name)
    assert source.name == name
    assert source.title
    for kind in source.files:
        assert set(needs.required(source, kind)) <= set(needs.columns(source, kind))


def test_plain_knows_every_input_table_and_no_two_columns_of_a_table_share_a_name() -> None:
    plain = open_source()
    assert set(plain.files) == set(tables())
    for table, rule in plain.files.items():
        spellings = [
            one for name in rule.columns for one in {folded(word) for word in (name, *rule.aliases.get(name, ()))}
        ]
        doubled = {one for one in spellings if spellings.count(one) > 1}
        assert not doubled, (table, doubled)


def test_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(CrmError, match="Did you mean 'zendesk'") as told:
        open_source("zendes")
    assert "salesforce" in str(told.value)


def test_what_reads_a_public_set_is_opened_by_its_name_and_offered_to_nobody() -> None:
    for wrong in ("olist_order", "telc", "x"):
        with pytest.raises(CrmError) as told:
            open_source(wrong)
        assert not [name for name in PUBLIC_SETS if name in str(told.value)]
    assert open_source("olist_orders").name == "olist_orders"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"settings": 'colour = "red"'}, "colour"),
        ({"settings": 'time_zone = "Bogota"'}, "there is no time zone"),
        ({"columns": 'prize = "id"'}, "product has no column prize"),
        ({"columns": 'unit_cost = "(select 1)"'}, "not allowed"),
        ({"columns": "unit_cost = \"read_csv('x')\""}, "not allowed"),
        ({"columns": "unit_cost = \"query('select 1')\""}, "no function query"),
        ({"columns": 'unit_cost = "1; drop table product"'}, "not allowed"),
        ({"columns": 'unit_cost = "sum(id) over ()"'}, "not allowed"),
        ({"columns": 'unit_cost = "columns(*)"'}, "not allowed"),
        ({"columns": f'unit_cost = "{"(" * 3000}1{")" * 3000}"'}, "nested too deeply"),
        ({"columns": 'unit_cost = "1 +"'}, "not an SQL expression"),
        ({"settings": r'delimiter = "\n"'}, "delimiter"),
        ({"settings": "delimiter = '\"'"}, "delimiter"),
        ({"table": 'lookup.prices = { id = "id" }'}, "nothing is named prices"),
        ({"file": '[files.items.columns]\nid = "datum"'}, "neither a kind"),
    ],
)
def test_a_mistake_in_a_source_is_named_with_its_place(changes: dict[str, str], words: str, inbox: Inbox) -> None:
    parts = {"settings": "", "file": "", "table": "", "columns": ""} | changes
    path = written(inbox, PRODUCTS.format(**parts))
    said = sentence(lambda: open_source(path))
    assert words in said
    assert "source.toml" in said


def test_a_mistake_in_a_columns_rule_is_told_once_without_the_words_of_the_machine(inbox: Inbox) -> None:
    path = written(inbox, PRODUCTS.format(settings="", file="", table="", columns='unit_cost = "(select 1)"'))
    assert sentence(lambda: open_source(path)) == (
        "source.toml: tables.0.columns.unit_cost: '(select 1)' is not a scalar expression over columns"
        " (subquery is not allowed)."
    )


@pytest.mark.parametrize("name", ["init", "demo"])
def test_a_source_can_not_take_the_name_of_what_the_product_makes(inbox: Inbox, name: str) -> None:
    path = written(inbox, f'name = "{name}"\nextends = "plain"\n')
    assert "that the product makes itself" in sentence(lambda: open_source(path))


def test_a_source_that_is_no_utf8_is_refused_with_a_sentence(inbox: Inbox) -> None:
    path = inbox.folder.parent / "source.toml"
    path.write_bytes('name = "años"'.encode("cp1252"))
    assert sentence(lambda: open_source(str(path))) == f"{path.as_posix()} is not UTF-8. Save it as UTF-8."
    path.write_text("a = " + "9" * 5000, encoding="utf-8")
    assert sentence(lambda: open_source(str(path))) == "source.toml is not TOML: too many digits or brackets."


def test_a_declared_format_may_leave_the_hour_open(inbox: Inbox) -> None:
    path = written(inbox, 'name = "ours"\nextends = "plain"\ninstants = "DD/MM/YYYY *"\n')
    got = inbox.load({"status_event.csv": CHANGES}, path)
    assert (got.error, got.why) == (None, [(4, "changed_at", "format")])
    assert got.rows("select entity_id, epoch(changed_at)::bigint from status_event order by 1") == [
        ("C1", 1767571200),  # 2026-01-05 00:00 UTC: 20,458 days after 1970
        ("C2", 1767604500),  # and 9:15 hours more
    ]


CHANGES = """entity,entity_id,attribute,changed_at
work_item,C1,status,05/01/2026
work_item,C2,status,05/01/2026 09:15
work_item,C3,status,30/02/2026 09:15
"""


def test_a_table_must_be_given_all_that_it_cannot_do_without(inbox: Inbox) -> None:
    text = PRODUCTS.format(settings="", file="", table="", columns="").replace('name = "title"', "")
    path = written(inbox, text)
    assert "product can't do without name" in sentence(lambda: open_source(path))


def test_names_of_files_and_columns_are_compared_without_their_dress() -> None:
    assert stem("Survey.CSV.gz") == "Survey"
    assert folded("  Número de-Teléfono ") == folded("numero_de_telefono")


# -------------------------------------------------------------------- words


def test_ids_carry_the_prefix_of_their_source_and_unknown_does_not(inbox: Inbox) -> None:
    toml = """
    name = "shop"
    [files.calls]
    names = ["calls"]
    [[tables]]
    table = "customer_alias"
    from = "calls"
    columns = { alias_id = "id", customer_id = "coalesce(who, 'unknown')" }
    """
    got = inbox.load({"calls.csv": "id,who\n007,9\n8,\n"}, written(inbox, toml))
    assert got.rows("select alias_id, customer_id from customer_alias order by 1") == [
        ("shop:007", "shop:9"),
        ("shop:8", "unknown"),
    ]


def test_a_map_of_words_rejects_what_it_does_not_know(inbox: Inbox) -> None:
    columns = 'recurring = { value = "mode", map = { once = "false", monthly = "true" } }'
    got = products(inbox, "id,title,mode\n1,A,once\n2,B,monthly\n3,C,yearly\n", columns=columns)
    assert got.rows("select product_id, recurring from product order by 1") == [("shop:1", False), ("shop:2", True)]
    assert got.why == [(4, "mode", "not_mapped")]


def test_a_synonym_is_read_and_told(inbox: Inbox) -> None:
    text = PRODUCTS.format(settings="", file="", table="", columns="").replace(
        'name = "title"', 'name = { value = "title", map = { GTXPro = "GTX Pro" }, otherwise = "title", report = true }'
    )
    got = inbox.load({"items.csv": "id,title\n1,GTXPro\n2,Other\n"}, written(inbox, text))
    assert got.rows("select name from product order by 1") == [("GTX Pro",), ("Other",)]
    assert "1 rows say 'GTXPro' and are read as 'GTX Pro'" in " ".join(got.notices)


def test_words_that_mean_empty_are_empty(inbox: Inbox) -> None:
    got = products(
        inbox, "id,title,cost\n1,A,?\n2,B,3\n", settings='missing = ["?"]\ndecimal = "."', columns='unit_cost = "cost"',
        file='[files.items.columns]\ncost = "number"',
    )  # fmt: skip
    assert got.rows("select unit_cost is null from product order by product_id") == [(True,), (False,)]


def test_a_file_without_header_is_read_by_its_declared_columns(inbox: Inbox) -> None:
    got = products(inbox, "1;A\n2;B\n", file='header = ["id", "title"]')
    assert got.rows("select product_id, name from product order by 1") == [("shop:1", "A"), ("shop:2", "B")]
    again = products(inbox, "id;title\n1;A\n2;B\n", file='header = ["id", "title"]')
    assert again.counts["product"].unchanged == 2


def test_when_takes_only_some_rows(inbox: Inbox) -> None:
    got = products(inbox, "id,title,kind\n1,A,real\n2,B,test\n", table="when = \"kind <> 'test'\"")
    assert got.rows("select product_id from product") == [("shop:1",)]
    assert got.counts["product"].read == 1


LOG = """
name = "desk"
time_zone = "Europe/Brussels"
[files.log]
names = ["log"]
columns = { at = "ISO" }
[rows.moment]
from = "log"
by = ["case_no", "at"]
columns = { case_no = "case_no", at = "at", state = "last(state)" }
[[tables]]
table = "work_item"
from = "log"
by = ["case_no"]
order = ["at"]
[tables.columns]
work_item_id = "case_no"
process = "'service'"
kind = "'request'"
customer_id = "'unknown'"
team = "last(team)"
opened_at = "min(at)"
first_response_at = "min(at) filter (where state = 'Accepted')"
closed_at = "max(at) filter (where state = 'Closed')"
status = "last(state)"
outcome = "case when max(at) filter (where state = 'Closed') is not null then 'resolved' end"
[[tables]]
table = "status_event"
from = "moment"
within = ["case_no"]
order = ["at"]
keep = "old_value is distinct from new_value and old_value is not null"
[tables.columns]
entity = "'work_item'"
entity_id = "case_no"
attribute = "'status'"
changed_at = "at"
old_value = "previous(state)"
new_value = "state"
"""

EVENTS = """case_no,at,state,team
1,2026-03-02T10:00:00+01:00,Closed,B
1,2026-03-01T10:00:00+01:00,Queued,A
1,2026-03-01T11:00:00+01:00,Accepted,A
2,2026-03-01T09:00:00+01:00,Queued,A
1,2026-03-01T12:00:00+01:00,Accepted,B
2,2026-03-01T09:00:00+01:00,Accepted,C
"""


def test_an_event_log_becomes_cases_and_their_changes(inbox: Inbox) -> None:
    got = inbox.load({"log.csv": EVENTS}, written(inbox, LOG))
    assert got.error is None
    assert got.rows(
        "select work_item_id, team, status, cast(opened_at as varchar), cast(first_response_at as varchar),"
        " cast(closed_at as varchar), outcome from work_item order by 1"
    ) == [
        (
            "desk:1",
            "B",
            "Closed",
            "2026-03-01 09:00:00+00",
            "2026-03-01 10:00:00+00",
            "2026-03-02 09:00:00+00",
            "resolved",
        ),
        ("desk:2", "C", "Accepted", "2026-03-01 08:00:00+00", "2026-03-01 08:00:00+00", None, None),
    ]
    # The two events of case 2 share an instant: the later line is what held, and no change is left to tell.
    assert got.rows("select entity_id, old_value, new_value from status_event order by changed_at") == [
        ("desk:1", "Queued", "Accepted"),
        ("desk:1", "Accepted", "Closed"),
    ]


def test_an_event_that_cannot_be_read_stays_out_of_its_case_and_is_told_once(inbox: Inbox) -> None:
    got = inbox.load({"log.csv": EVENTS + "2,yesterday,Closed,C\n"}, written(inbox, LOG))
    assert got.why == [(8, "at", "format")]
    assert got.rows("select status from work_item where work_item_id = 'desk:2'") == [("Accepted",)]
    assert str(got.counts["work_item"]) == "work_item read 3 loaded 2 unchanged 0 rejected 1"


def test_a_lookup_that_finds_two_different_rows_is_refused(inbox: Inbox) -> None:
    toml = PRODUCTS.format(settings="", file="", table='lookup.lines = { id = "id" }', columns="").replace(
        "[[tables]]", '[files.lines]\nnames = ["lines"]\n[[tables]]'
    ).replace("\"'all'\"", '"lines.line"')  # fmt: skip
    files = {"items.csv": "id,title\n1,A\n", "lines.csv": "id,line\n1,x\n1,x\n"}
    assert inbox.load(files, written(inbox, toml)).rows("select line from product") == [("x",)]
    got = inbox.load(files | {"lines.csv": "id,line\n1,x\n1,y\n"}, written(inbox, toml))
    assert "several rows with id '1' that differ" in str(got.error)


def test_a_cast_to_date_is_the_day_of_the_source(inbox: Inbox) -> None:
    toml = """
    name = "shop"
    time_zone = "America/Sao_Paulo"
    [files.people]
    names = ["people"]
    columns = { seen = "ISO" }
    [[tables]]
    table = "customer"
    from = "people"
    columns = { customer_id = "id", acquired_on = "cast(seen as date)", created_at = "cast(seen as date)" }
    """
    got = inbox.load({"people.csv": "id,seen\n1,2026-03-01T01:00:00Z\n"}, written(inbox, toml))
    assert got.rows("select cast(acquired_on as varchar), cast(created_at as varchar) from customer") == [
        ("2026-02-28", "2026-02-28 03:00:00+00")
    ]


FIRST = """
name = "desk"
time_zone = "UTC"
[files.cases]
names = ["cases"]
columns = { opened = "instant", solved = "instant" }
[[tables]]
table = "work_item"
from = "cases"
first = ["first_resolved_at"]
[tables.columns]
work_item_id = "id"
process = "'service'"
kind = "'request'"
customer_id = "'unknown'"
opened_at = "opened"
first_resolved_at = "solved"
status = "state"
"""


def test_of_an_instant_that_comes_first_a_known_row_keeps_the_earliest_ever_told(inbox: Inbox) -> None:
    """Solved, then reopened (empty), solved again later, and last told by an earlier day alone."""
    path, found = written(inbox, FIRST), []
    for solved in ("2026-01-07 15:00", "", "2026-01-12 15:00", "2026-01-06"):
        cases = f"id,opened,solved,state\n1,2026-01-05 15:00,{solved},x\n2,2026-01-05 15:00,,{solved[:10]}x\n"
        got = inbox.load({"cases.csv": cases}, path)
        found += got.rows("select cast(first_resolved_at as varchar), _days from main.work_item order by 1 limit 1")
    assert found == [
        *[("2026-01-07 15:00:00+00", [])] * 3,
        ("2026-01-06 00:00:00+00", ["first_resolved_at"]),
    ]


def test_what_comes_first_is_an_instant_that_the_table_is_given(inbox: Inbox) -> None:
    with pytest.raises(DefinitionError, match="closed_at in first is no instant that it gives"):
        inbox.load({}, written(inbox, FIRST.replace('["first_resolved_at"]', '["closed_at"]')))


def test_a_declared_end_and_watermark_are_kept(inbox: Inbox) -> None:
    got = products(inbox, "id,title\n1,A\n", settings="through = 2018-10-17\nended = true")
    assert got.rows("select cast(loaded_through as varchar), source_ended from load_log") == [("2018-10-17", True)]


def test_that_only_what_is_open_is_listed_is_kept_until_it_is_no_longer_said(inbox: Inbox) -> None:
    entries = "entry_id,invoice_id,customer_id,kind,entry_on,due_on,amount\n1,f,c,invoice,2026-01-05,2026-02-05,100\n"
    path = inbox.folder.parent / "books.toml"
    found = []
    for word in ("", "open_debts = true", "open_debts = true", ""):
        path.write_text(f'name = "books"\nextends = "plain"\n{word}\n', encoding="utf-8")
        got = inbox.load({"receivable.csv": entries}, str(path))
        found.append((got.changed, got.rows("select source from main.declared_open")))
    assert found == [(True, []), (True, [("books",)]), (False, [("books",)]), (True, [])]


def test_what_is_taken_for_granted_is_kept_until_it_is_no_longer_said(inbox: Inbox) -> None:
    path = inbox.folder.parent / "shop.toml"
    found = []
    for word in ("", 'assumed = "that all is well"', 'assumed = "that all is well"', ""):
        path.write_text(
            'name = "shop"\n[files.lines]\nnames = ["lines"]\n[[tables]]\ntable = "product"\nfrom = "lines"\n'
            f'{word}\n[tables.columns]\nproduct_id = "id"\nname = "id"\nline = "id"\n',
            encoding="utf-8",
        )
        got = inbox.load({"lines.csv": "id\n1\n"}, str(path))
        found.append((got.changed, got.rows("select table_name, what from main.declared_assumption")))
    told = [("product", "that all is well")]
    assert found == [(True, []), (True, told), (False, told), (True, [])]


def test_the_last_day_that_titles_name_is_a_column_of_each_row(inbox: Inbox) -> None:
    path = inbox.folder.parent / "shop.toml"
    path.write_text(
        'name = "shop"\nprefix = ""\n[files.lines]\nnames = ["lines"]\nreport = true\n[[tables]]\ntable = "product"\n'
        'from = "lines"\n[tables.columns]\nproduct_id = "id"\nname = "cast(_until as varchar)"\nline = "name"\n',
        encoding="utf-8",
    )
    got = inbox.load({"lines.csv": "Del 01/01/2026 al 20/11/2026,\nid,name\n1,a\nTotal,\n"}, str(path))
    assert got.rows("select product_id, name from main.product") == [("1", "2026-11-20")]
    assert "lines.csv: lines of totals, which are no rows: 1." in got.notices


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ('sheet = "a"\nsheets = ["b"]', "either sheet or sheets, not both"),
        ('header = ["id"]\nreport = true', "a file with a declared header is no report"),
        ("header_lines = 4", "less than or equal to 3"),
    ],
)
def test_words_of_a_report_that_contradict_each_other_are_refused(words: str, problem: str, inbox: Inbox) -> None:
    path = inbox.folder.parent / "shop.toml"
    path.write_text(f'name = "shop"\n[files.lines]\nnames = ["lines"]\n{words}\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match=problem):
        open_source(str(path))


def test_notes_of_the_source_are_told(inbox: Inbox) -> None:
    assert "Rates only." in products(inbox, "id,title\n1,A\n", settings='notes = ["Rates only."]').notices


def test_an_expression_tells_the_columns_that_it_reads() -> None:
    one = Expression.parse("coalesce(a, b.c) || _line || count(*) filter (where \"x y\" = 'z')")
    assert {(column.relation, column.name) for column in one.columns} == {("", "a"), ("b", "c"), ("", "x y")}


def test_a_column_that_is_called_like_a_statement_is_a_column(caplog: pytest.LogCaptureFixture) -> None:
    assert [one.name for one in Expression.parse("comment <> ''").columns] == ["comment"]
    assert [one.name for one in Expression.parse("comment").columns] == ["comment"]
    with pytest.raises(ValueError, match="is not an SQL expression"):
        Expression.parse("comment on table agent is 'x'")
    assert caplog.messages == []
