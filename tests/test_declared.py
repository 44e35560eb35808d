"""A file written by hand is read whole or refused with file, key and how to write it."""

from __future__ import annotations

import os
from datetime import date, time
from pathlib import Path

import pytest

from crm_metrics.declared import LARGEST, Section, everything, read, stamp, stamps
from crm_metrics.errors import DefinitionError


def file(folder: Path, text: str) -> Section:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_values_are_read_as_what_they_are(tmp_path: Path) -> None:
    held = file(
        tmp_path,
        '\ufeffname = " a "\nn = 3\nx = 0.5\nyes = true\nday = 2026-01-31\nhour = "08:30"\nlist = ["a", "b"]\n'
        'label = {es = "uno", en = "one"}\nplain = "both"\n[[each]]\nn = 1\n[[each]]\nn = 2\n[part.inner]\nn = 4\n',
    )
    assert (held.text("name"), held.whole("n"), held.number("x"), held.flag("yes")) == ("a", 3, 0.5, True)
    assert (held.day("day"), held.hour("hour"), held.texts("list")) == (date(2026, 1, 31), time(8, 30), ("a", "b"))
    assert held.spoken("label", ("es", "en", "pt")) == {"es": "uno", "en": "one", "pt": "uno"}
    assert held.spoken("label", ("es", "en", "pt"), fallback="en") == {"es": "uno", "en": "one", "pt": "one"}
    assert held.spoken("plain", ("es", "en")) == {"es": "both", "en": "both"}
    assert [one.whole("n") for one in held.listed("each")] == [1, 2]
    assert held.section("part").section("inner").whole("n") == 4
    assert (held.whole("absent", 7), held.text("absent", "x"), held.flag("absent", False)) == (7, "x", False)


@pytest.mark.parametrize(
    ("text", "ask", "told"),
    [
        ("", lambda one: one.text("name", example="Ana"), "own.toml: 'name' is missing. Write it as name = \"Ana\"."),
        ("name = 3", lambda one: one.text("name"), 'name: 3 can\'t be read here. Write it as name = "text".'),
        ("n = true", lambda one: one.whole("n"), "n: True is not a whole number from 0 to"),
        ("n = 1.5", lambda one: one.whole("n"), "n: 1.5 is not a whole number"),
        ("x = nan", lambda one: one.number("x"), "x: nan is not a number from"),
        ("x = inf", lambda one: one.number("x"), "x: inf is not a number from"),
        ('yes = "true"', lambda one: one.flag("yes"), "yes: 'true' can't be read here. Write it as yes = true."),
        ("day = 2026-01-31T10:00:00", lambda one: one.day("day"), "Write it as day = 2026-01-31."),
        ('day = "31/1/2026"', lambda one: one.day("day"), "Write it as day = 2026-01-31."),
        ('hour = "8h"', lambda one: one.hour("hour"), 'Write it as hour = "08:30".'),
        ('list = "a"', lambda one: one.texts("list"), 'Write it as list = ["one", "two"].'),
        ('word = "gold"', lambda one: one.choice("word", ("bold", "plain")), "Did you mean 'bold'? Known: bold"),
        ('nmae = "x"', lambda one: one.only(("name",)), "no key 'nmae'. Did you mean 'name'?"),
        ("part = 3", lambda one: one.section("part"), "part: write it as a table, under a line [part]."),
        ("[each]\nn = 1", lambda one: one.listed("each"), "each: write each one under a line [[each]]."),
        ("[part]\nn = -1", lambda one: one.section("part").whole("n"), "part.n: -1 is not a whole number"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_key_and_how_to_write_it(tmp_path: Path, text: str, ask: object, told: str) -> None:
    assert callable(ask)
    with pytest.raises(DefinitionError) as caught:
        ask(file(tmp_path, text))
    assert told in str(caught.value)
    assert "own.toml" in str(caught.value)


def test_a_file_that_is_missing_huge_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "huge.toml").write_text("#" * (LARGEST + 1), encoding="utf-8")
    (tmp_path / "deep.toml").write_text("a = " + "[" * 5000, encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes(b'a = "\xe9"')
    (tmp_path / "digits.toml").write_text("a = " + "9" * 5000, encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "circle.toml").symlink_to("circle.toml")
    for name, told in (
        ("none.toml", "can't be read"),
        ("huge.toml", "too large"),
        ("deep.toml", "is not TOML"),
        ("latin.toml", "is not UTF-8"),
        ("digits.toml", "is not TOML: too many digits"),
        ("folder.toml", "is a folder or a device"),
        ("pipe.toml", "is a folder or a device"),
        ("circle.toml", "can't be read"),
    ):
        with pytest.raises(DefinitionError, match=told):
            read(tmp_path / name)


def test_a_number_too_long_to_be_written_out_is_refused_with_its_key(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"own\.toml, n: … is not a whole number"):
        file(tmp_path, "n = 0x" + "f" * 9000).whole("n")


def test_a_name_that_leads_nowhere_is_there(tmp_path: Path) -> None:
    (tmp_path / "circle.toml").symlink_to("circle.toml")
    (tmp_path / "nowhere.toml").symlink_to("gone")
    assert len(stamps(tmp_path)) == 2


def test_a_stamp_changes_when_a_file_does(tmp_path: Path) -> None:
    assert (stamp(tmp_path / "a.toml"), stamps(tmp_path / "nowhere"), everything(tmp_path)) == (None, (), ())
    (tmp_path / "a.toml").write_text("a = 1", encoding="utf-8")
    (tmp_path / ".b.toml").write_text("a = 1", encoding="utf-8")
    first = stamps(tmp_path)
    assert len(first) == 1
    (tmp_path / "a.toml").write_text("a = 10", encoding="utf-8")
    assert stamps(tmp_path) != first
    (tmp_path / "targets.csv").write_text("metric", encoding="utf-8")
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "m.toml").write_text("", encoding="utf-8")
    assert len(everything(tmp_path)) == 3
