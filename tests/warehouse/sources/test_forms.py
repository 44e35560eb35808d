"""What forms write, each tool as a small made sample; its answers are worked out by hand in `answers/forms.md`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

import crm_metrics as crm
from crm_metrics.warehouse.loading.load import import_folder
from tests.warehouse.founded import founded
from tests.warehouse.loading.importing import Inbox, Outcome, workbook
from tests.warehouse.sources.test_exports import SAMPLES

MINE = """
name = "mine"
prefix = ""
extends = "{tool}"
{zone}
[files.form.aliases]
nps = ["Del 0 al 10, ¿qué tan probable es que nos recomiende?", "Q2", "¿Qué tan probable es que nos recomiende?",
    "How likely are you to recommend us?",
    "How likely is it that you would recommend this company to a friend or colleague?"]
csat = ["Del 1 al 5, ¿qué tan satisfecho está?", "Q1", "¿Qué tan satisfecho está?", "SAT"]
{more}
"""
BOGOTA = 'time_zone = "America/Bogota"'
SCORES = "select instrument, score from main.survey order by survey_id"


def mine(tool: str, place: Path, zone: str = "", more: str = "") -> str:
    path = place / "mine.toml"
    path.write_text(MINE.format(tool=tool, zone=zone, more=more), encoding="utf-8")
    return str(path)


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return Inbox(folder)


def brought(inbox: Inbox, tool: str, text: str, zone: str = BOGOTA, more: str = "") -> Outcome:
    return inbox.load({"answers.csv": text}, mine(tool, inbox.folder.parent, zone, more))


@pytest.mark.parametrize(
    ("tool", "zone", "nps", "csat"),
    [
        ("google_forms", "", (100, 4), (2, 4)),
        ("surveymonkey", BOGOTA, (5500, 100), (0, 0)),
        ("qualtrics", "", (0, 2), (2, 3)),  # its third line tells the zone
        ("typeform", "", (0, 2), (0, 0)),  # its hours are UTC
        ("limesurvey", BOGOTA, (0, 2), (2, 3)),
        ("microsoft_forms", BOGOTA, (0, 2), (2, 3)),
    ],
)
def test_the_answers_of_a_tool_come_out_as_worked_out_by_hand(
    tmp_path: Path, tool: str, zone: str, nps: tuple[int, int], csat: tuple[int, int]
) -> None:
    house = tmp_path / "house"
    founded(house, name="Ejemplo", country="CO")
    report = import_folder(SAMPLES / tool, house, mine(tool, tmp_path, zone), finish=None)
    assert not [one for one in report.tables if one.rejected]
    shop = crm.open(house)
    for metric, expected in ((crm.metrics.nps, nps), (crm.metrics.csat, csat)):
        (reading,) = metric.measure(shop, every="all").readings
        assert (reading.numerator, reading.denominator) == expected
    # Who was asked and did not answer is in no form: neither all nor none of them answered.
    for rate in crm.metrics.response_rate.measure(shop, every="all").readings:
        assert (rate.value, rate.denominator) == (None, 0)
    shop.close()


def test_hours_of_google_are_read_with_what_tells_their_zone(inbox: Inbox) -> None:
    text = next((SAMPLES / "google_forms").iterdir()).read_text(encoding="utf-8")
    got = brought(inbox, "google_forms", text, zone="")
    assert got.error is None
    told = got.rows("select distinct cast(responded_at as varchar) from main.survey order by 1")
    assert [one for (one,) in told] == [
        "2026-10-05 04:30:00+00",
        "2026-10-05 05:05:00+00",
        "2026-10-06 14:59:22+00",  # the hour of Central Europe in October is summer time
        "2026-11-02 13:26:52+00",
    ]
    assert got.rows("select customer_id, email from main.customer") == [("ana@example.co", "ana@example.co")]
    assert brought(inbox, "google_forms", text, zone="").changed is False


def test_a_sheet_that_tells_no_zone_asks_for_it(inbox: Inbox) -> None:
    text = "Marca temporal,NPS\n15/01/2026 9:30:05,10\n"
    assert "tells no time zone" in str(brought(inbox, "google_forms", text, zone="").error)
    said = brought(inbox, "google_forms", text, zone='time_zone = "America/Lima"')
    assert said.rows("select cast(responded_at as varchar) from main.survey") == [("2026-01-15 14:30:05+00",)]


def test_qualtrics_without_a_zone_in_its_third_line_asks_and_without_the_line_is_refused(inbox: Inbox) -> None:
    text = next((SAMPLES / "qualtrics").iterdir()).read_text(encoding="utf-8")
    untold = text.replace(',""timeZone"":""America/Bogota""', "")
    assert "tells no time zone" in str(brought(inbox, "qualtrics", untold, zone="").error)
    assert brought(inbox, "qualtrics", untold).rows(SCORES) == brought(inbox, "qualtrics", text).rows(SCORES)
    without = "\n".join(line for line in text.splitlines() if "ImportId" not in line)
    assert "lacks the lines below the names" in str(brought(inbox, "qualtrics", without).error)


def test_numbers_that_may_be_codes_from_1_to_11_are_refused(inbox: Inbox) -> None:
    head = "Respondent ID,Collector ID,Start Date,End Date,NPS\n,,,,Response\n"
    rows = (
        "{}1,c,11/02/2026 09:00:00 AM,11/02/2026 09:00:00 AM,{}\n2,c,11/02/2026 09:00:00 AM,11/02/2026 09:00:00 AM,9\n"
    )
    above, from_one, from_nought = (brought(inbox, "surveymonkey", rows.format(head, code)) for code in (11, 1, 0))
    assert "no answer from 0 to 10" in str(above.error)
    assert "no shift is guessed" in str(from_one.error)
    assert from_nought.rows(SCORES) == [("nps", 0), ("nps", 9)]
    told = brought(inbox, "surveymonkey", rows.format(head, 1), more='[files.form.columns]\nnps = "0-10"')
    assert told.rows(SCORES) == [("nps", 1), ("nps", 9)]


def test_an_older_layout_of_typeform_tells_a_partial_answer_by_its_empty_end(inbox: Inbox) -> None:
    text = (
        "#,How likely are you to recommend us?,Start Date (UTC),Submit Date (UTC),Network ID\n"
        "b1,0,2026-11-02 14:00:00,2026-11-02 14:03:22,n\nb2,10,2026-11-02 14:00:00,,n\n"
    )
    assert brought(inbox, "typeform", text, zone="").rows(SCORES) == [("nps", 0)]


def test_words_and_codes_that_are_no_numbers_are_rejected_by_line(inbox: Inbox) -> None:
    text = "id,submitdate,datestamp,NPS,SAT\n1,2026-11-02 10:00:00,,A5,4\n2,2026-11-02 10:00:00,,No sabe,\n"
    found = brought(inbox, "limesurvey", text + "3,2026-11-02 10:00:00,,7,\n")
    assert {(one.line, one.rule) for one in found.rejects} == {(2, "format"), (3, "format")}
    said = brought(inbox, "limesurvey", text + "3,2026-11-02 10:00:00,,7,\n", zone=BOGOTA + '\nmissing = ["No sabe"]')
    assert {(one.line, one.rule) for one in said.rejects} == {(2, "format")}


def test_a_form_whose_questions_nobody_named_says_what_it_has(inbox: Inbox) -> None:
    text = "Marca temporal,¿Cómo nos fue?\n2026/10/04 11:30:00 p. m. GMT-5,10\n"
    error = str(brought(inbox, "google_forms", text).error)
    assert "¿Cómo nos fue?" in error and "[files.form.aliases]" in error


def test_a_company_says_the_scale_and_what_an_answer_is_about(inbox: Inbox) -> None:
    text = "Marca temporal,CSAT\n2026/10/04 11:30:00 p. m. GMT-5,6\n"
    more = '[rows.answer.columns]\ncsat_high = "7"\nrelationship = "false"\nprocess = "\'sales\'"'
    got = brought(inbox, "google_forms", text, more=more)
    assert got.rows("select score, scale_max, relationship, process from main.survey") == [(6, 7, False, "sales")]


NAMED = '[files.form.aliases]\ncsat = ["{}"]\n'


def asked(inbox: Inbox, question: str, *answers: object) -> Outcome:
    path = inbox.folder.parent / "asked.toml"
    path.write_text(f'name = "mine"\nprefix = ""\nextends = "google_forms"\n{BOGOTA}\n{NAMED.format(question)}')
    rows = "".join(f"13/11/2026 9:00:{second:02},{answer}\n" for second, answer in enumerate(answers))
    return inbox.load({"answers.csv": f'Marca temporal,"{question}"\n{rows}'}, str(path))


SCALES = "select score, scale_min, scale_max from main.survey order by survey_id"


def test_the_scale_of_a_score_is_the_one_that_its_question_names(inbox: Inbox) -> None:
    # 4 of 10 is no satisfied customer, and 4 of 5 is.
    told = asked(inbox, "¿Qué tan satisfecho está? (1 a 10)", 9, 4)
    assert told.rows(SCALES) == [(9, 1, 10), (4, 1, 10)]
    usual = asked(inbox, "¿Qué tan satisfecho está?", 5, 4)
    assert usual.rows(SCALES)[-2:] == [(5, 1, 5), (4, 1, 5)]


def test_a_score_beyond_the_usual_scale_leaves_all_of_its_question_out(inbox: Inbox) -> None:
    told = asked(inbox, "¿Qué tan satisfecho está?", 9, 4)
    assert told.error is None
    assert told.rows(SCALES) == []
    assert any("2 of 2 rows of answers were left out" in note and "beyond 5" in note for note in told.notices)


def test_how_satisfied_somebody_is_may_be_said_in_words_of_one_set(inbox: Inbox) -> None:
    told = asked(inbox, "¿Satisfecho?", "Muy satisfecho", "Satisfecho", "", "Neutral", "Insatisfecho", "★★☆☆☆")
    assert [score for score, _, _ in told.rows(SCALES)] == [5, 4, 3, 2, 2]
    mixed = asked(inbox, "¿Satisfecho?", "Satisfecho", "Algo satisfecho")
    assert "more than five degrees" in str(mixed.error)


def test_a_workbook_of_microsoft_forms_asks_for_the_zone_of_its_typed_hours(inbox: Inbox) -> None:
    rows: list[list[object]] = [
        ["ID", "Start time", "Completion time", "Email", "Name", "¿Qué tan probable es que nos recomiende?"],
        [1, datetime(2026, 11, 2, 22, 58), datetime(2026, 11, 2, 23, 2), "anonymous", None, 10],
        [2, datetime(2026, 11, 3, 8, 58), datetime(2026, 11, 3, 9, 2), "anonymous", None, 0],
    ]
    book = {"Encuesta(1-2).xlsx": workbook(rows)}
    asked = inbox.load(book, mine("microsoft_forms", inbox.folder.parent))
    assert "tells no time zone" in str(asked.error)
    got = inbox.load(book, mine("microsoft_forms", inbox.folder.parent, BOGOTA))
    assert got.rows("select score, cast(responded_at as varchar), customer_id from main.survey order by 1") == [
        (0, "2026-11-03 14:02:00+00", "unknown"),
        (10, "2026-11-03 04:02:00+00", "unknown"),
    ]


def test_answers_in_words_are_mapped_and_a_word_that_nobody_mapped_is_rejected(inbox: Inbox) -> None:
    at = "2026/10/04 11:30:00 p. m. GMT-5"
    text = f"Marca temporal,CSAT\n{at},Muy satisfecho\n{at},insatisfecho\n{at},\n{at},Regular\n"
    more = (
        '[files.form.columns]\ncsat = "text"\n[rows.answer.columns]\n'
        'csat = { value = "csat", map = { Insatisfecho = "2", "Muy satisfecho" = "5" }, otherwise = "csat",'
        " loose = true }"
    )
    got = brought(inbox, "google_forms", text, more=more)
    assert sorted(got.rows(SCORES)) == [("csat", 2), ("csat", 5)]
    assert [one.line for one in got.rejects] == [5]


KOBO = (
    '"start";"NPS";"CSAT";"_id";"_uuid";"_submission_time";"_validation_status";"__version__";"_index"\n{}'
    '"2026-11-02T09:00:00.000-05:00";"10";"5";"77";"u1";"2026-11-02T14:02:05";"";"v";"1"\n'
    '"2026-11-02T09:00:00.000-05:00";"0";"5";"78";"u2";"2026-11-02T14:03:05";"validation_status_not_approved";"v";"2"\n'
    '"2026-11-02T09:00:00.000-05:00";"0";"";"79";"u3";"2026-11-02T14:04:05";"validation_status_approved";"v";"3"\n'
)
TOLD = "select survey_id, score, cast(responded_at as varchar) from main.survey order by survey_id"


@pytest.mark.parametrize("tags", ["", '"";"#indicator";"#score";"";"";"";"";"";""\n'])
def test_kobotoolbox_tells_utc_and_leaves_out_what_is_not_approved_and_its_tags(inbox: Inbox, tags: str) -> None:
    got = inbox.load({"encuesta.csv": KOBO.format(tags)}, mine("kobotoolbox", inbox.folder.parent))
    assert got.error is None
    assert got.rows(TOLD) == [
        ("u1-csat", 5, "2026-11-02 14:02:05+00"),
        ("u1-nps", 10, "2026-11-02 14:02:05+00"),
        ("u3-nps", 0, "2026-11-02 14:04:05+00"),
    ]
    assert {one.value for one in got.rejects} <= {"#indicator"}


def test_formbricks_asks_for_the_zone_and_leaves_out_what_is_not_finished(inbox: Inbox) -> None:
    text = (
        "No.,Response ID,Timestamp,Finished,Survey ID,User ID,Tags,NPS,NPS - Option ID,SAT\n"
        "1,r1,2026-11-02 09:00:00,Yes,s,,,0,,4\n2,r2,2026-11-02 09:00:00,No,s,,,10,,\n"
    )
    assert "tells no time zone" in str(brought(inbox, "formbricks", text, zone="").error)
    assert brought(inbox, "formbricks", text).rows(TOLD) == [
        ("r1-csat", 4, "2026-11-02 14:00:00+00"),
        ("r1-nps", 0, "2026-11-02 14:00:00+00"),
    ]


def test_microsoft_forms_may_count_days_or_write_short_years_in_the_order_of_the_reader(inbox: Inbox) -> None:
    head = ["ID", "Start time", "Completion time", "Email", "Name", "NPS"]
    # 46000 is 9 December 2025, as Excel counts; its half is noon, 17:00 in UTC.
    book = {"Encuesta.xlsx": workbook([head, [1, 46000.25, 46000.5, "anonymous", None, 9]])}
    told = inbox.load(book, mine("microsoft_forms", inbox.folder.parent, BOGOTA))
    assert told.rows(TOLD) == [("1-nps", 9, "2025-12-09 17:00:00+00")]
    rows = "ID,Completion time,NPS\n2,{},10\n3,{},0\n"
    for early, late in (("11/2/26 9:02:00", "11/13/26 9:02:00"), ("2/11/26 9:02:00", "13/11/26 9:02:00")):
        told = brought(inbox, "microsoft_forms", rows.format(early, late))
        assert told.rows(TOLD)[-2:] == [
            ("2-nps", 10, "2026-11-02 14:02:00+00"),
            ("3-nps", 0, "2026-11-13 14:02:00+00"),
        ]
    unsure = brought(inbox, "microsoft_forms", rows.format("11/2/26 9:02:00", "11/3/26 9:02:00"))
    assert "fits M/D/YY H:MM:SS, D/M/YY H:MM:SS" in str(unsure.error)
