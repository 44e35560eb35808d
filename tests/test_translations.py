"""A sentence has as many forms as its language counts with; what a catalogue lacks is said in English."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from crm_metrics.languages import CATALOGUE, LANGUAGES, LOCALES
from crm_metrics.translations import Translations, translations

# The rules and examples of the GNU gettext manual, "Plural forms", and of CLDR's language plural rules.
POLISH = (
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    ("{n} plik", "{n} pliki", "{n} plików"),
)
ARABIC = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    ("zero", "one", "two", "few", "many", "other"),
)
FRENCH = ("nplurals=2; plural=(n > 1);", ("{n} fichier", "{n} fichiers"))
JAPANESE = ("nplurals=1; plural=0;", ("{n} ファイル",))


def written(folder: Path, language: str, rule: str, forms: tuple[str, ...], more: str = "") -> Translations:
    """A catalogue of one counted sentence, read from a file."""
    lines = ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=utf-8\\n"', f'"Plural-Forms: {rule}\\n"', ""]
    lines += ['msgid "One file"', 'msgid_plural "{n} files"']
    lines += [f'msgstr[{place}] "{form}"' for place, form in enumerate(forms)]
    path = folder / language / CATALOGUE
    path.parent.mkdir(parents=True)
    path.write_text("\n".join([*lines, "", more]), encoding="utf-8")
    return translations(language, folder)


@pytest.mark.parametrize(
    ("language", "written_as", "told"),
    [
        ("pl", POLISH, {1: "{n} plik", 2: "{n} pliki", 4: "{n} pliki", 5: "{n} plików", 0: "{n} plików",
                        12: "{n} plików", 22: "{n} pliki", 101: "{n} plików", -3: "{n} pliki"}),
        ("ar", ARABIC, {0: "zero", 1: "one", 2: "two", 3: "few", 103: "few", 11: "many", 99: "many", 100: "other",
                        102: "other"}),
        ("fr", FRENCH, {0: "{n} fichier", 1: "{n} fichier", 2: "{n} fichiers"}),
        ("ja", JAPANESE, {0: "{n} ファイル", 1: "{n} ファイル", 7: "{n} ファイル"}),
    ],
)  # fmt: skip
def test_a_number_takes_the_form_of_its_language(
    tmp_path: Path, language: str, written_as: tuple[str, tuple[str, ...]], told: dict[int, str]
) -> None:
    known = written(tmp_path, language, *written_as)
    assert {n: known.of(n, "One file", "{n} files") for n in told} == told


def test_a_sentence_that_is_lacking_is_said_in_english_by_the_rule_of_english(tmp_path: Path) -> None:
    french = written(tmp_path, "fr", *FRENCH)
    assert [french.of(n, "One case", "{n} cases") for n in (0, 1, 2)] == ["{n} cases", "One case", "{n} cases"]
    assert french.text("No such sentence") == "No such sentence"


def test_a_pair_with_an_empty_form_is_said_in_english(tmp_path: Path) -> None:
    polish = written(tmp_path, "pl", POLISH[0], ("{n} plik", "", ""))
    assert [polish.of(n, "One file", "{n} files") for n in (1, 2)] == ["{n} plik", "{n} files"]


def test_a_translation_that_is_still_to_be_checked_is_not_said(tmp_path: Path) -> None:
    french = written(tmp_path, "fr", *FRENCH, more='#, fuzzy\nmsgid "Sales"\nmsgstr "Soldes"\n')
    assert french.text("Sales") == "Sales"


def test_english_is_the_code_itself() -> None:
    english = translations("en")
    assert [english.of(n, "One file", "{n} files") for n in (0, 1, 2)] == ["{n} files", "One file", "{n} files"]
    assert english.text("Sales") == "Sales"


def test_spanish_counts_as_its_catalogue_says() -> None:
    spanish = translations("es")
    assert [spanish.of(n, "One metric", "{n} metrics") for n in (0, 1, 2)] == [
        "{n} indicadores",
        "Un indicador",
        "{n} indicadores",
    ]
    assert spanish.text("One metric") == "Un indicador"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_fills_a_gap_that_its_sentence_has_not(language: str) -> None:
    known = translations(language)
    for sentence, said in known.texts.items():
        if sentence not in known.counted:
            assert not said or gaps(said) == gaps(sentence), sentence
    assert all(known.form(n) < len(forms) for forms in known.counted.values() for n in range(200))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_catalogue_is_left_fuzzy(language: str) -> None:
    path = LOCALES / language / CATALOGUE
    assert not path.exists() or "\n#, fuzzy" not in path.read_text(encoding="utf-8")


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_spanish_says_usted() -> None:
    familiar = re.compile(r"\b(tu|tus|tú|ti|contigo|tuy[oa]s?|puedes|tienes|quieres|debes)\b", re.IGNORECASE)
    said = (LOCALES / "es" / CATALOGUE).read_text(encoding="utf-8").splitlines()
    assert [line for line in said if line.startswith(("msgstr", '"')) and familiar.search(line)] == []
