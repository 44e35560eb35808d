"""One run of a command: where it reads, the language that it speaks, and how far it is."""

from __future__ import annotations

import argparse
import sys
import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crm_metrics.errors import CrmError
from crm_metrics.languages import DEFAULT, settled
from crm_metrics.settings import DEFAULT_WAREHOUSE, Settings
from crm_metrics.warehouse import versions
from crm_metrics.words import Sentence, Words

if TYPE_CHECKING:
    from crm_metrics.warehouse.finishing import Finish
    from crm_metrics.warehouse.store import Warehouse

REFUSED = 2


class Run:
    """One run of a command: its arguments, its folder, and the language it speaks."""

    def __init__(self, given: argparse.Namespace, settings: Settings) -> None:
        self.given = given
        self.settings = settings
        named: str | None = getattr(given, "warehouse", None)
        self.folder = Path(named) if named else settings.warehouse
        self.named = self.folder != DEFAULT_WAREHOUSE

    @cached_property
    def warehouse(self) -> Warehouse:
        """The warehouse to read; the default folder gets the demo company when nothing is there."""
        from crm_metrics.warehouse import founding  # the engine is slow to load

        if not self.named and not versions.exists(self.folder):
            self.tell("There is no warehouse yet: building the demo company in {folder}.", folder=self.folder)
        return founding.first_use(self.folder, self.settings, finish=self.finish, progress=self.tell)

    @property
    def finish(self) -> Finish:
        """What every version that a command makes gets beside its rows: the customers' scores."""
        from crm_metrics.analysis.models import scores  # numpy is slow to load, and few commands publish

        return scores.write

    @cached_property
    def words(self) -> Words:
        """The language of the settings, else of the company, else the default one."""
        asked, company = self.settings.language, self._locale()
        return Words(settled(asked or company or DEFAULT, company or ""))

    def print(self, text: str, **parts: object) -> None:
        """A sentence on standard output."""
        print(self.words(text, **parts))

    def tell(self, text: str, **parts: object) -> None:
        """A sentence on standard error: progress, or what is worth knowing beside the answer."""
        print(self.words(text, **parts), file=sys.stderr, flush=True)

    def tell_many(self, n: int, singular: str, plural: str, **parts: object) -> None:
        """The same of a count: `singular` or `plural`, as the language counts."""
        print(self.words.many(n, singular, plural, **parts), file=sys.stderr, flush=True)

    def say(self, sentence: Sentence) -> None:
        """An error, a reason or a note, on standard error."""
        print(self.words.error(sentence), file=sys.stderr, flush=True)

    def tell_notice(self) -> None:
        """Say when an earlier version than the current one is read."""
        if self.warehouse.notice is not None:
            self.say(self.warehouse.notice)

    def _locale(self) -> str | None:
        if not versions.exists(self.folder):
            return None
        if "warehouse" in self.__dict__:
            return self.warehouse.company.locale
        from crm_metrics.warehouse.store import open_warehouse  # the engine is slow to load

        try:
            opened = open_warehouse(self.folder, self.settings)
        except CrmError:  # it is told as the command's own error, in the default language
            return None
        try:
            return opened.company.locale
        finally:
            opened.close()


class Progress:
    """How far long reading is: a line a second at most on a terminal, a line every tenth of a large file elsewhere."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.told = ("", 0)
        self.at = time.monotonic()

    def __call__(self, file: str, done: int, total: int) -> None:
        """Bytes read of a file, and all of them; without bytes it is a step of the load that begins."""
        if total == 0:
            self.run.tell(file)
            return
        tenth = 10 * done // max(total, 1)
        if (file, tenth) == self.told or time.monotonic() - self.at < 1:
            return
        self.told, self.at = (file, tenth), time.monotonic()
        self.run.tell("{file}: {percent} % read", file=file, percent=100 * done // max(total, 1))
