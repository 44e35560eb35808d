"""Long work of the loader, run as a process of its own so that the boards stay quick and a crash harms nobody."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

import streamlit as st

from crm_metrics.errors import DataError
from crm_metrics.figures.markup import unmarked
from crm_metrics.settings import inherited
from crm_metrics.words import Words
from pages.parts import session

DEMO_STEPS = 28  # lines that the demo tells while it is built; only the bar needs it
LOADING = ("import", "receive", "rollback")  # commands of who may bring files; the others found a company
_first = threading.Lock()


@dataclass(frozen=True)
class Ending:
    """How a command ended: its exit code and what it said."""

    code: int
    lines: tuple[str, ...]


def work(arguments: Sequence[str], title: str, words: Words, steps: int = 0) -> Ending:
    """Run `python -m crm_metrics …` on the warehouse of this app, with a bar, in the reader's language.

    Raises DataError where the reader lacks the right, whichever page asked.
    """
    _check_right(arguments[0])
    with _started(arguments, words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        lines = _followed(process.stdout or (), title, steps)
    return _ended(process.returncode, lines, words)


def answer(arguments: Sequence[str], title: str, words: Words) -> tuple[Ending, str]:
    """Run a command that changes nothing: how it ended, with what it said beside its answer, and the answer.

    It ends with the run of the page that asked: whoever asks again waits for no answer that nobody wants.

    Raises DataError where the reader lacks the right.
    """
    _check_right(arguments[0])
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        with _started(arguments, words, stdout=out, stderr=subprocess.PIPE) as process:
            try:
                lines = _followed(process.stderr or (), title)
            except BaseException:
                process.kill()
                raise
        ending = _ended(process.returncode, lines, words)
        out.seek(0)
        return ending, out.read()


def _check_right(command: str) -> None:
    right = "loads" if command in LOADING else "founds"
    if not getattr(session.reader(), right):
        raise DataError("This is not among the rights of {name}: the access file says '{right}'.", name=session.named(),
                        right=right)  # fmt: skip


def _started(arguments: Sequence[str], words: Words, *, stdout: int | IO[str], stderr: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "crm_metrics", "--warehouse", str(session.folder()), *arguments],
        stdout=stdout,
        stderr=stderr,
        text=True,
        encoding="utf-8",
        env=inherited(CRM_LANGUAGE=str(words.locale).replace("_", "-"), PYTHONUNBUFFERED="1"),
    )


def _followed(stream: Iterable[str], title: str, steps: int = 0) -> list[str]:
    """What a command says, line by line, with a bar that shows how far it is."""
    bar = st.progress(0.0, text=title)
    lines: list[str] = []
    for line in stream:
        said = line.strip()
        share = re.search(r"(\d+)\s*%", said)
        lines += [said] if said and not share else []
        done = int(share[1]) / 100 if share else len(lines) / steps if steps else 0.0
        bar.progress(min(done, 1.0), text=unmarked(f"{title} · {said}"))
    bar.empty()
    return lines


def _ended(code: int, lines: Sequence[str], words: Words) -> Ending:
    if code < 0:  # a signal ended it: the machine was short of memory, or somebody stopped it
        return Ending(2, (words("The work was stopped before its end. Nothing of it was kept: try it again."),))
    if code not in (0, 1, 2) or any(line.startswith("Traceback") for line in lines):
        raise RuntimeError("\n".join(lines))  # a bug of ours, and its exit code 1 would read as rejected rows
    return Ending(code, tuple(lines))


def demo(words: Words) -> Ending:
    """Build the demo company; when two readers come at once, the second waits for the first."""
    with _first:
        if session.has_warehouse() and session.warehouse().origin == "demo":
            return Ending(0, ())
        return work(["demo"], words("Building the demo company"), words, DEMO_STEPS)
