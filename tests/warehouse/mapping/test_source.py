"""What a mapping says of its files: names without an ending, lines that end early, other files with the same rows."""

from __future__ import annotations

import gzip

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.warehouse.mapping.language import open_source
from crm_metrics.warehouse.mapping.source import FileRule, ending, stem
from tests.warehouse.loading.importing import Inbox, Outcome

LOG = """
name = "machine"
prefix = ""
[files.log]
names = ["log", "log.*"]
bare = true
header = ["id", "title", "line", "more"]
ragged = 2
quotes = false
delimiter = "|"
{file}
[files.sheet]
names = ["log*"]
rows_of = "log"
[[tables]]
table = "product"
from = "log"
columns = {{ product_id = "id", name = "title", line = "coalesce(line, '-') || coalesce('+' || more, '')" }}
"""


def brought(inbox: Inbox, files: dict[str, str | bytes], file: str = "") -> Outcome:
    path = inbox.folder.parent / "source.toml"
    path.write_text(LOG.format(file=file), encoding="utf-8")
    return inbox.load(files, str(path))


def test_an_ending_is_that_of_a_table_and_a_number_behind_a_point_is_none() -> None:
    assert [ending(name) for name in ("a.csv", "a.CSV.gz", "a.1", "a-20261101.gz", "a")] == [".csv", ".csv", "", "", ""]
    assert [stem(name) for name in ("a.csv.gz", "a.1", "a.1.gz", "a")] == ["a", "a.1", "a.1", "a"]


def test_a_bare_kind_is_of_files_without_an_ending_or_with_that_of_plain_text() -> None:
    bare, other = FileRule(names=("log*",), bare=True), FileRule(names=("log*",))
    named = ("log", "log.1", "log.1.gz", "log.txt", "log.csv", "log.xlsx")
    assert [bare.fits(name) for name in named] == [True, True, True, True, False, False]
    assert all(other.fits(name) for name in named)


def test_a_line_may_end_early_and_what_lies_beyond_the_last_column_stays_in_it(inbox: Inbox) -> None:
    got = brought(inbox, {"log.1": 'a|A\nb|"B|\nc|C|x|y|z|\nd\n'})
    assert got.rows("select product_id, name, line from main.product order by 1") == [
        ("a", "A", "-"),
        ("b", '"B', "-"),  # a quote is a letter
        ("c", "C", "x+y|z|"),
    ]
    assert got.why == [(4, "", "cells")]  # too short to be a line at all


def test_other_files_bring_rows_of_the_same_kind_with_their_own_way_of_writing(inbox: Inbox) -> None:
    got = brought(inbox, {"log": gzip.compress(b"a|A|x|y\n"), "log.csv": 'more,id,title,line\n"y|2",b,B,x\n'})
    assert got.error is None
    assert got.rows("select product_id, line from main.product order by 1") == [("a", "x+y"), ("b", "x+y|2")]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ('header = ["id"]', "ragged needs a header with at least so many names"),
        ('rows_of = "x"', "no kind of file is named x"),
    ],
)
def test_words_that_do_not_fit_are_refused_with_their_place(inbox: Inbox, file: str, words: str) -> None:
    path = inbox.folder.parent / "wrong.toml"
    word = file.split(" =")[0] + " ="
    kept = "\n".join(line for line in LOG.format(file="").splitlines() if not line.startswith(word))
    path.write_text(kept.replace('delimiter = "|"', f'delimiter = "|"\n{file}'), encoding="utf-8")
    with pytest.raises(DefinitionError, match=words):
        inbox.load({"log": "a|A\n"}, str(path))


FORM = """
name = "asked"
prefix = ""
[files.form]
names = ["answers*"]
subtitles = 1
columns = { rank = "score" }
aliases.rank = ["How was it? - Staff"]
[[tables]]
table = "product"
from = "form"
columns = { product_id = "id", name = "coalesce(cast(rank as integer), 0) || coalesce(word, '')", line = "'all'" }
"""


def test_a_column_is_named_by_its_title_and_by_what_stands_below_it(inbox: Inbox) -> None:
    path = inbox.folder.parent / "source.toml"
    path.write_text(FORM, encoding="utf-8")
    text = "id,How was it?,,word\n,Price,Staff,Open-Ended Response\n1,2,5,a\n2,3,,b\n"
    got = inbox.load({"answers.csv": text}, str(path))
    assert got.error is None
    assert got.rows("select product_id, name from main.product order by 1") == [("1", "5a"), ("2", "0b")]


def test_a_source_says_over_another_what_differs_and_adds_its_tables(inbox: Inbox) -> None:
    path = inbox.folder.parent / "mine.toml"
    path.write_text(
        'name = "mine"\nextends = "limesurvey"\ntime_zone = "America/Lima"\nnotes = ["Mine."]\n'
        '[files.form.aliases]\nnps = ["P1"]\n[rows.answer.columns]\nprocess = "\'sales\'"\n',
        encoding="utf-8",
    )
    source, base = open_source(str(path)), open_source("limesurvey")
    assert (source.name, source.id_prefix, source.time_zone) == ("mine", "mine:", "America/Lima")
    assert source.files["form"].aliases == {**base.files["form"].aliases, "nps": ("P1",)}
    assert source.rows["answer"].columns == {**base.rows["answer"].columns, "process": "'sales'"}
    assert (source.tables, source.notes) == (base.tables, (*base.notes, "Mine."))


def test_what_extends_an_unknown_source_is_refused(inbox: Inbox) -> None:
    path = inbox.folder.parent / "mine.toml"
    path.write_text('name = "mine"\nextends = "nothing"\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match="there is no source nothing"):
        open_source(str(path))
