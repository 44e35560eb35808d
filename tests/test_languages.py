"""Each folder of locales is a language; what it writes in its own way is read, and a slip in it is told."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import match_skeleton, parse_pattern

from crm_metrics.errors import DefinitionError
from crm_metrics.languages import DEFAULT, FORMS, LANGUAGES, LOCALES, SOURCE, Usage, spoken, unaccented, usage

SCHEMA = Path(__file__).parents[1] / "crm_metrics" / "warehouse" / "schema.sql"


def placed(folder: Path, language: str, text: str) -> None:
    """A language with this file alone."""
    (folder / language).mkdir()
    (folder / language / "language.toml").write_text(text, encoding="utf-8")


def test_the_default_and_the_language_of_the_code_come_first() -> None:
    assert LANGUAGES[:2] == (DEFAULT, SOURCE) == ("es", "en")
    assert list(LANGUAGES[2:]) == sorted(LANGUAGES[2:])


def test_a_folder_with_a_catalogue_or_a_file_of_its_own_is_a_language(tmp_path: Path) -> None:
    placed(tmp_path, "en", "")
    placed(tmp_path, "pt", "")
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "de" / "LC_MESSAGES" / "pulso.po").touch()
    (tmp_path / "empty").mkdir()
    assert spoken(tmp_path) == ("en", "de", "pt")


def test_a_language_without_a_file_follows_the_tables_of_its_countries(tmp_path: Path) -> None:
    assert usage("fr", tmp_path) == Usage(percent_gap=None, currency_gap=None, dates={})


def test_what_a_language_writes_in_its_own_way_is_read(tmp_path: Path) -> None:
    placed(tmp_path, "pt", 'percent_gap = false\n[dates]\nday = "d/M/y"\n')
    assert usage("pt", tmp_path) == Usage(percent_gap=False, currency_gap=None, dates={"day": "d/M/y"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("percent_gpa = true", "no key 'percent_gpa'. Did you mean 'percent_gap'?"),
        ('[dates]\ndy = "d"', "no key 'dates.dy'. Did you mean 'dates.day'?"),
        ('percent_gap = "yes"', "percent_gap: 'yes' can't be read here"),
        ("[dates]\nday = 3", "dates.day: 3 can't be read here"),
    ],
)
def test_a_slip_in_a_language_is_told(tmp_path: Path, text: str, told: str) -> None:
    placed(tmp_path, "pt", text)
    with pytest.raises(DefinitionError, match=r"language\.toml") as caught:
        usage("pt", tmp_path)
    assert told in str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_known_to_cldr_and_its_patterns_can_be_written(language: str) -> None:
    locale = Locale.parse(language)
    for pattern in usage(language).dates.values():
        assert str(parse_pattern(pattern).apply(datetime(2026, 11, 21, 14, 5), locale))
    assert (LOCALES / language).is_dir()


@pytest.mark.parametrize("tag", ["fr", "pl", "ar", "ja", "de", "pt_BR", "hu", "fa", "zh_Hans"])
def test_the_tables_have_every_form_of_a_date(tag: str) -> None:
    locale = Locale.parse(tag)
    for skeleton in FORMS.values():
        pattern = locale.datetime_skeletons[match_skeleton(skeleton, locale.datetime_skeletons)]
        at = datetime(2026, 11, 21, 14, 5) if skeleton == "Hm" else date(2026, 11, 21)
        assert str(pattern.apply(at, locale))


def test_a_warehouse_without_a_locale_has_the_default_language() -> None:
    assert f"locale    varchar not null default '{DEFAULT}'" in SCHEMA.read_text(encoding="utf-8")


def test_accents_are_taken_off_and_one_sign_for_several_letters_only_where_that_is_asked_for() -> None:
    assert unaccented("Atención, año, Õ, ñandú") == "Atencion, ano, O, nandu"
    assert (unaccented("ﬁn ½"), unaccented("ﬁn", "NFD")) == ("fin 1⁄2", "ﬁn")
