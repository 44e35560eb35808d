"""The environment is read once, with a sentence for what can't be read."""

from pathlib import Path

import pytest

from crm_metrics.errors import QuestionError
from crm_metrics.languages import LANGUAGES
from crm_metrics.settings import company_folder, database, load
from crm_metrics.words import Words


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = load({})
    assert settings.warehouse == Path("data/warehouse")
    assert settings.language is None
    assert settings.access is None


def test_the_environment_is_read() -> None:
    settings = load(
        {"CRM_WAREHOUSE": "elsewhere", "CRM_LANGUAGE": "en", "CRM_ACCESS": "access.toml", "CRM_THREADS": "3"}
    )
    assert settings.warehouse == Path("elsewhere")
    assert settings.language == "en"
    assert settings.access == Path("access.toml")
    assert settings.threads == 3


@pytest.mark.parametrize("threads", ["many", "0", "-2", "1.5", "²", "257", "99999999999999"])
def test_threads_that_are_no_whole_number_are_named(threads: str) -> None:
    with pytest.raises(QuestionError, match="CRM_THREADS"):
        load({"CRM_THREADS": threads})


def test_a_language_that_is_not_spoken_is_named() -> None:
    with pytest.raises(QuestionError, match=r"CRM_LANGUAGE is 'xx'; it must be es(, \w+)* or \w+\.") as caught:
        load({"CRM_LANGUAGE": "xx"})
    if len(LANGUAGES) == 2:
        assert Words("es").error(caught.value) == "CRM_LANGUAGE es «xx»; debe ser es o en."


def test_a_language_may_come_with_a_country() -> None:
    assert [load({"CRM_LANGUAGE": locale}).language for locale in ("es-CO", "en_GB")] == ["es-CO", "en_GB"]


def test_the_address_of_the_boards_is_one_that_a_browser_opens() -> None:
    assert load({}).address is None
    assert load({"CRM_ADDRESS": "https://pulso.example.com/boards/"}).address == "https://pulso.example.com/boards"
    for wrong in ("pulso.example.com", "javascript:alert(1)", "https://a b", "https://a?lang=es", 'https://a"b'):
        with pytest.raises(QuestionError, match="CRM_ADDRESS"):
            load({"CRM_ADDRESS": wrong})


def test_the_companys_files_are_in_data_or_where_the_environment_says() -> None:
    assert load({}).company == company_folder({}) == Path("data")
    assert load({"CRM_COMPANY": "own"}).company == company_folder({"CRM_COMPANY": "own"}) == Path("own")


def test_a_database_is_a_file_or_a_server_and_a_wrong_one_is_not_repeated() -> None:
    assert load({}).database is None
    assert load({"CRM_DATABASE": "kept/people.db"}).database == database({"CRM_DATABASE": "kept/people.db"})
    assert load({"CRM_DATABASE": "kept/people.db"}).database == "kept/people.db"
    named = "postgresql://pulso:secreta@db.example:5433/pulso"
    assert load({"CRM_DATABASE": named}).database == named
    for wrong in (
        "mysql://pulso:secreta@db.example/pulso",
        "postgresql://pulso:secreta@db.example",
        "postgresql://pulso:secreta@db.example:port/pulso",
        "postgresql:///secreta",
    ):
        with pytest.raises(QuestionError, match="CRM_DATABASE") as caught:
            load({"CRM_DATABASE": wrong})
        assert "secreta" not in str(caught.value)
