"""One word for one thing, in each language: no sentence says another word for what has its word already."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.boards.orientation import glossary
from crm_metrics.translations import translations

Thing = Mapping[str, Any]

THINGS: Mapping[str, Thing] = tomllib.loads((Path(__file__).parent / "vocabulary.toml").read_text(encoding="utf-8"))
SAID = translations("es")
ELSEWHERE = {
    term.also for terms in glossary.THEMES.values() for term in terms if term.also
}  # what else a term is called
SPANISH = [
    *(said for sentence, said in SAID.texts.items() if sentence not in ELSEWHERE),
    *(form for forms in SAID.counted.values() for form in forms),
]
ENGLISH = [sentence for sentence in SAID.texts if sentence not in ELSEWHERE]
FIELDS = {"es", "es_never", "en", "en_never", "but", "but_en"}


def saying(words: str, texts: Iterable[str], but: Iterable[str] = ()) -> Iterator[str]:
    """The texts that say a word outside gaps, options and names of files; `but`: passages that are left aside."""
    whole = re.compile(rf"(?<![\w./-])(?:{words})(?![\w/]|\.\w)", re.IGNORECASE)
    passed = re.compile("|".join([r"\{[^}]*\}", *but]), re.IGNORECASE)
    return (text for text in texts if whole.search(passed.sub("", text)))


def test_there_are_many_things_and_each_says_which_word_is_theirs() -> None:
    assert len(THINGS) >= 40
    for name, thing in THINGS.items():
        assert set(thing) <= FIELDS, name
        assert thing["es"] and thing["es_never"], name
        assert ("en" in thing) == ("en_never" in thing), name


@pytest.mark.parametrize("name", THINGS)
def test_the_word_of_a_thing_is_said_and_no_other(name: str) -> None:
    thing = THINGS[name]
    assert any(saying(thing["es"], SPANISH))
    assert list(saying("|".join(thing["es_never"]), SPANISH, thing.get("but", ()))) == []
    if "en" in thing:
        assert any(saying(thing["en"], ENGLISH))
        assert list(saying("|".join(thing["en_never"]), ENGLISH, thing.get("but_en", ()))) == []


@pytest.mark.parametrize("name", [name for name, thing in THINGS.items() if "but" in thing or "but_en" in thing])
def test_what_is_excepted_is_still_said(name: str) -> None:
    thing = THINGS[name]
    assert [one for one in thing.get("but", ()) if not any(re.search(one, text) for text in SPANISH)] == []
    assert [one for one in thing.get("but_en", ()) if not any(one in text for text in ENGLISH)] == []


def test_a_word_is_found_whole_and_outside_gaps_files_and_options() -> None:
    given = ["La meta", "Metas", "{meta} sí", "metales", "meta.csv", "--meta"]
    assert list(saying("metas?", given)) == ["La meta", "Metas"]
    assert list(saying("desvíos?", ["no es un desvío", "un desvío"], ["no es un desvío"])) == ["un desvío"]


def test_no_word_is_that_of_one_thing_and_never_that_of_another() -> None:
    for name, thing in THINGS.items():
        for other, its in THINGS.items():
            taken = [word for word in its["es_never"] if other != name and word == thing["es"]]
            assert not taken, (name, other)
