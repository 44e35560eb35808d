"""Long work of the loader, run as a process of its own so that the boards stay quick and a crash harms nobody."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from crm_metrics.errors import DataError
from crm_metrics.figures.markup import unmarked
from crm_metrics.settings import inherited
from crm_metrics.words import Words
from pages.parts import session

DEMO_STEPS = 28  # lines that the demo tells while it is built; only the bar needs it
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
    right = "loads" if arguments[0] == "import" else "founds"
    if not getattr(session.reader(), right):
        raise DataError("This is not among the rights of {name}: the access file says '{right}'.", name=session.named(),
                        right=right)  # fmt: skip
    command = [sys.executable, "-m", "crm_metrics", "--warehouse", str(session.folder()), *arguments]
    bar = st.progress(0.0, text=title)
    lines: list[str] = []
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=inherited(CRM_LANGUAGE=words.language, PYTHONUNBUFFERED="1"),
    ) as process:
        for line in process.stdout or ():
            said = line.strip()
            share = re.search(r"(\d+)\s*%", said)
            lines += [said] if said and not share else []
            done = int(share[1]) / 100 if share else len(lines) / steps if steps else 0.0
            bar.progress(min(done, 1.0), text=unmarked(f"{title} · {said}"))
    bar.empty()
    if process.returncode not in (0, 1, 2) or any(line.startswith("Traceback") for line in lines):
        raise RuntimeError("\n".join(lines))  # a bug of ours, and its exit code 1 would read as rejected rows
    return Ending(process.returncode, tuple(lines))


def demo(words: Words) -> Ending:
    """Build the demo company; when two readers come at once, the second waits for the first."""
    with _first:
        if session.has_warehouse() and session.warehouse().origin == "demo":
            return Ending(0, ())
        return work(["demo"], words("Building the demo company"), words, DEMO_STEPS)
