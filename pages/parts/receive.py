"""Files dropped on the page: read on trial, shown as they are understood, asked about, corrected, and published."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from crm_metrics.boards import received
from crm_metrics.figures import tables
from crm_metrics.figures.markup import text, unmarked
from crm_metrics.warehouse.mapping.language import open_source
from crm_metrics.warehouse.receiving.packets import systems
from crm_metrics.warehouse.suggesting.writing import toml_key, toml_text
from crm_metrics.words import Words
from pages.parts import begin, cards, session
from pages.parts.jobs import answer, work

TEMPLATES = Path(__file__).parents[2] / "data" / "templates"
ABREAST = 3  # cards of what the boards will say, beside each other


def drop(words: Words, number: int = 2) -> None:
    """Files of any kind, and how they are read; of a reader without the right, what is lacking."""
    if not begin.may(session.reader().loads, words("Bringing files is not among your rights"), "loads", words):
        return
    hint = words(
        "Your own lists as they are: Excel, LibreOffice, CSV, text, invoices as XML or PDF, also packed; at most 50 MB"
        " each. Pulso finds out what they are."
    )
    desk = session.desk()
    with begin.step(number, words("Bring your files"), hint, words):
        given = st.file_uploader(words("Files"), accept_multiple_files=True, key=f"drop-{desk.number}")
        with st.container(key="tk-aside", horizontal=True):
            with st.popover(words("Choose the system myself"), key="drop-system"):
                _choose_system(words)
            st.download_button(
                words("Templates to fill in"),
                _templates(),
                "pulso-templates.zip",
                "application/zip",
                key="drop-templates",
                on_click="ignore",
            )
    if given:
        _show(given, words)


def mend(rejects: Path, words: Words) -> None:
    """The rows that the last load left out, as a file."""
    st.download_button(
        words("Download the rows to mend"),
        rejects.read_bytes(),
        rejects.name,
        "text/csv",
        key="mend",
        on_click="ignore",
    )


def undo(words: Words) -> None:
    """The version before becomes current again, in one click."""
    if not session.reader().loads or session.version_before() is None:
        return
    with begin.step(
        0, words("Undo the last load"), words("The numbers of before come back; nothing is deleted."), words, "undo"
    ):
        if st.button(words("Go back to version {number}", number=str(session.version_before())), key="undo"):
            begin.finish(work(["rollback"], words("Going back"), words))


def _choose_system(words: Words) -> None:
    desk = session.desk()
    known = {name: received.system(open_source(name).title, words) for name in systems()}
    options = ["", "plain", *sorted(known, key=lambda name: known[name].casefold())]
    names = known | {"": words("Pulso finds it out"), "plain": words("Templates of Pulso")}
    chosen = st.selectbox(
        words("Where the files come from"), options, format_func=lambda name: names[name], key=f"system-{desk.number}"
    )
    desk.source = str(chosen or "")


@cache
def _templates() -> bytes:
    """The empty templates, one CSV for each input table, packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for path in sorted(TEMPLATES.glob("*.csv")):
            into.write(path, path.name)
    return packed.getvalue()


# ---------------------------------------------------------------------------------- how they are read


def _show(given: Sequence[UploadedFile], words: Words) -> None:
    desk = session.desk()
    _read(given, words)
    if desk.report is None:
        cards.message(words("These files can't be read"), " ".join(desk.said), "refused")
        return
    packets = desk.report["packets"]
    for place, packet in enumerate(packets):
        _recognised(packet, place, words)
    _questions(packets, words)
    for place, packet in enumerate(packets):
        _details(packet, place, words)
    ready = [packet for packet in packets if packet["reads"]]
    if not ready:
        return
    st.html(f'<h2 class="tk-says">{text(words("What your boards will say"))}</h2>')
    for place, packet in enumerate(ready):
        _says(packet, place, words)
    _publish(given, ready, words)


def _read(given: Sequence[UploadedFile], words: Words) -> None:
    """Read the files on trial, once for each thing that is said of them."""
    desk = session.desk()
    said = [desk.answers, desk.meanings, desk.source, desk.anew, str(words.locale), session.version_or_none()]
    wanted = json.dumps([[(file.file_id, file.name) for file in given], *said])
    if desk.read == wanted:
        return
    desk.report = None
    with tempfile.TemporaryDirectory() as place:
        ending, told = answer([*_asked(given, Path(place)), "--format", "json"], words("Reading your files"), words)
    desk.read, desk.said = wanted, ending.lines
    desk.report = json.loads(told) if told.strip() else None


def _asked(given: Sequence[UploadedFile], place: Path) -> list[str]:
    """The command about files put into a folder, with what was said of them."""
    desk, inbox = session.desk(), place / "inbox"
    inbox.mkdir()
    for file in given:
        (inbox / Path(file.name).name).write_bytes(file.getbuffer())
    lines = [f"{name} = {toml_text(choice)}" for name, choice in desk.answers.items()]
    for pattern, told in desk.meanings.items():
        lines.append(f"[meanings.{toml_text(pattern)}]")
        lines += [f"{toml_key(name)} = {toml_text(meaning)}" for name, meaning in told.items()]
    answers = place / "answers.toml"
    answers.write_text("\n".join(lines), encoding="utf-8")
    source = ["--source", desk.source] if desk.source else []
    return ["receive", str(inbox), "--answers", str(answers), *source, *(["--anew"] if desk.anew else [])]


def _recognised(packet: Mapping[str, Any], place: int, words: Words) -> None:
    """Which files they are, or why they can't be read."""
    cards.plain(received.files(packet, words, place), words)
    if packet["problems"]:
        asked = bool(packet["own_tax_id"])
        title = words("One thing has to be said first") if asked else words("These files can't be read")
        cards.message(title, " ".join(packet["problems"]), f"problem-{place}")
    if packet["own_tax_id"]:
        _own_tax_id(packet, place, words)


def _details(packet: Mapping[str, Any], place: int, words: Words) -> None:
    """How they are read: columns, first rows, rows that can't be loaded."""
    for at, file in enumerate(packet["understood"]):
        if file.get("columns"):
            _columns(file, f"{place}-{at}", words)
    if packet["kind"] == "kept":
        st.toggle(
            words("Change how these files are read"),
            key=f"anew-{session.desk().number}",
            on_change=_read_anew,
        )
    for sample in packet["samples"]:
        with st.expander(
            words("The first {n} rows, as they are read: {kind}", n=len(sample["rows"]), kind=sample["kind"])
        ):
            st.html(tables.grid(received.sample(sample, words), f"sample-{place}", words))
    if packet["notices"]:
        with st.expander(
            words.many(len(packet["notices"]), "One thing that Pulso noticed", "{n} things that Pulso noticed")
        ):
            st.html("".join(f'<p class="tk-sub">{text(notice)}</p>' for notice in packet["notices"]))
    if left_out := received.rejected(packet, words, place):
        cards.plain(left_out, words)
        st.download_button(
            words("Download the rows to mend"),
            received.rejected_file(packet, words),
            "pulso-rows-to-mend.csv",
            "text/csv",
            key=f"mend-{place}",
            on_click="ignore",
        )


def _read_anew() -> None:
    session.desk().anew = True


def _columns(file: Mapping[str, Any], place: str, words: Words) -> None:
    """The columns of a file; what one means can be corrected, and then all is read again."""
    desk = session.desk()
    names = {one["id"]: one["name"] for one in (desk.report or {})["meanings"]}
    cards.plain(received.columns(file, names, words, place), words)
    with st.expander(words("Correct what a column means"), key=f"tk-correct-{place}"):
        for at, one in enumerate(file["columns"]):
            key = f"meaning-{desk.number}-{place}-{at}"
            options = ["", *one["may"]]
            now = one["meaning"] or ""
            st.selectbox(
                received.column_name(one, words),
                options,
                index=options.index(now) if now in options else 0,
                format_func=lambda name: names.get(name, words("nothing")),
                key=key,
                on_change=_correct,
                args=(file["pattern"], one["column"], key),
            )


def _correct(pattern: str, column: str, key: str) -> None:
    session.desk().meanings.setdefault(pattern, {})[column] = session.widget(key) or ""


def _own_tax_id(packet: Mapping[str, Any], place: int, words: Words) -> None:
    if not session.reader().founds:
        return
    if not session.has_warehouse():
        _first_the_company(words, f"first-{place}")
        return
    told = st.text_input(words("Your company's own tax id"), packet["own_tax_id"], key=f"tax-id-{place}", max_chars=40)
    if st.button(words("This is ours"), key=f"tax-id-said-{place}", disabled=not told.strip()):
        begin.finish(work(["init", "--tax-id", told.strip()], words("Keeping your tax id"), words))


# ---------------------------------------------------------------------------------- what only the owner knows


def _questions(packets: Sequence[Mapping[str, Any]], words: Words) -> None:
    """The questions, each with what it changes; unanswered, the numbers that it may change are marked incomplete."""
    desk = session.desk()
    asked = {one["id"]: one for packet in packets for one in packet["questions"] if one["open"] or one["answer"]}
    if not asked:
        return
    title = words.many(len(asked), "One question that only you can answer", "{n} questions that only you can answer")
    hint = words("Numbers that rest on what nobody has said are shown as incomplete.")
    with begin.step(0, title, hint, words, "ask"), st.form(f"questions-{desk.number}", border=False):
        told = {}
        for name, one in asked.items():
            choices = {choice["id"]: choice["text"] for choice in one["choices"]}
            told[name] = st.radio(
                _asks(one, choices, words),
                list(choices),
                index=list(choices).index(one["answer"]) if one["answer"] in choices else None,
                format_func=choices.__getitem__,
                key=f"question-{desk.number}-{name}",
            )
        if st.form_submit_button(words("Read them with these answers"), type="primary"):
            desk.answers |= {name: choice for name, choice in told.items() if choice}
            st.rerun()
    for one in (stated for packet in packets for stated in packet["stated"]):
        taken = next(choice["text"] for choice in one["choices"] if choice["id"] == (one["answer"] or one["default"]))
        st.html(f'<p class="tk-sub">{text(one["text"])} {text(words("Taken is: {choice}.", choice=taken))}</p>')


def _asks(one: Mapping[str, Any], choices: Mapping[str, str], words: Words) -> str:
    """A question with what it changes and what is taken while nobody answers, which makes no number where it can't."""
    told = [one["consequence"]]
    if one["default"] in choices:
        told.append(words("While nobody answers: {choice}.", choice=choices[one["default"]]))
    return f"**{unmarked(one['text'])}**  \n{unmarked(' '.join(told))}"


# ---------------------------------------------------------------------------------- what the boards will say


def _says(packet: Mapping[str, Any], place: int, words: Words) -> None:
    """What the boards will say, cards beside each other."""
    told = received.subtotals(packet, words, place)
    for first in range(0, len(told), ABREAST):
        for column, card in zip(st.columns(ABREAST, gap="small"), told[first : first + ABREAST], strict=False):
            with column:
                cards.plain(card, words)


def _publish(given: Sequence[UploadedFile], ready: Sequence[Mapping[str, Any]], words: Words) -> None:
    """Into the warehouse, all of it as one version."""
    if not session.has_warehouse() and session.reader().founds:
        _first_the_company(words, "publish")
        return
    title, hint = words("Publish"), words("All of it in one step; the version before stays, and you can go back to it.")
    with begin.step(0, title, hint, words, "publish"):
        options = []
        if all(packet["complete"] for packet in ready):
            whole = words("They replace what they brought before: rows that are no longer in them go")
            options += ["--full"] if st.checkbox(whole, key=f"full-{session.desk().number}") else []
        label = words("Publish to the boards")
        if any(packet["too_many"] for packet in ready):
            options.append("--accept-rejects")
            label = received.without_rejects(ready, words)
        if not st.button(label, key="publish", type="primary"):
            return
        with tempfile.TemporaryDirectory() as place:
            done = work([*_asked(given, Path(place)), "--publish", *options], words("Publishing"), words)
        if done.code in (0, 1):
            session.clear_desk()
        begin.finish(done, brought=True)


def _first_the_company(words: Words, place: str) -> None:
    cards.message(words("Name your company first"), words("Its time zone and currency decide the numbers."), place)
