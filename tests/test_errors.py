"""Errors keep their parts and offer the closest word."""

import pytest

from crm_metrics.errors import CrmError, DataError, QuestionError, closest, unknown


def test_an_error_says_its_sentence_and_keeps_its_parts() -> None:
    error = DataError("{file} has no column {column}.", file="survey.csv", column="score")
    assert str(error) == "survey.csv has no column score."
    assert error.file == "survey.csv"
    assert error.template == "{file} has no column {column}."


def test_a_sentence_without_gaps_may_hold_braces() -> None:
    assert str(CrmError("{} is not JSON.")) == "{} is not JSON."


def test_a_part_that_was_not_given_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = DataError("Nothing to load.").column


def test_an_unknown_word_brings_the_closest_one_and_the_list() -> None:
    error = unknown(QuestionError, "No column '{word}' in {shape}.", "teir", ["tier", "team"], shape="survey")
    assert isinstance(error, QuestionError)
    assert str(error) == "No column 'teir' in survey. Did you mean 'tier'? Known: team, tier."


def test_a_word_like_no_other_brings_only_the_list() -> None:
    error = unknown(QuestionError, "No column '{word}'.", "zzz", ["tier", "team"])
    assert str(error) == "No column 'zzz'. Known: team, tier."


def test_the_closest_word_ignores_case() -> None:
    assert closest("TIER", ["tier", "team"]) == "tier"
    assert closest("tier", []) is None


def test_of_a_list_too_long_to_be_read_the_nearest_words_are_told() -> None:
    known = [f"metric_{n:03d}" for n in range(300)] + ["churn_rate"]
    error = unknown(QuestionError, "No metric '{word}'.", "churn_rat", known)
    assert "Did you mean 'churn_rate'?" in str(error)
    assert str(error).endswith(" ….")
    assert len(str(error).split(", ")) == 8
