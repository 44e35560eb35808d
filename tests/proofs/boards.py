"""Random boards: tables missing × rows left out × scope × day × language, each sentence judged by other code."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from crm_metrics.access import PROCESSES
from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.core import Board, View
from crm_metrics.words import Words
from tests.proofs.board_judge import EN, Case, faults, linked
from tests.proofs.random_companies import LAST, RandomCompany, base, poorer, scopes

ES = Words("es-CO")
BOARDS = {"daily": daily, "weekly": weekly, "monthly": monthly}
EACH = 40  # boards of a company, in both languages
BASES = (7, 11)


@dataclass
class Judged:
    """What a run came to."""

    boards: int = 0
    sentences: int = 0
    companies: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        found = f"{self.sentences} sentences on {self.boards} boards of {self.companies} companies"
        return f"{found}: {len(self.wrong)} that their data do not carry"


def boards(count: int = 10_000, seed: int = 1, each: int = EACH) -> Judged:
    """So many boards of random companies, judged; what is wrong is named with the company and the view."""
    judged, chance = Judged(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        while judged.boards < count:
            path = base(Path(folder), chance.choice(BASES[: 1 + (count > 1000)]))
            with poorer(path, chance.randrange(10**9)) as company:
                judged.companies += 1
                for _ in range(min(each, count - judged.boards + 1) // 2):
                    _one(company, chance, judged)
    return judged


def _one(company: RandomCompany, chance: random.Random, judged: Judged) -> None:
    """One board in both languages."""
    name, view = chance.choice(tuple(BOARDS)), _view(chance)
    facts = BOARDS[name].gather(company.shop, view)
    english, spanish = (BOARDS[name].board(facts, words) for words in (EN, ES))
    case = Case(company.shop, view, english)
    wrong = [*faults(case), *_alike(english, spanish)]
    if name == "daily":
        wrong += linked(case, lambda asked: daily.board(daily.gather(company.shop, asked), EN))
    judged.boards += 2
    judged.sentences += 2 * len(_sentences(english))
    judged.wrong += [f"{company.told or 'whole'} | {name} {view}: {one}" for one in wrong]


def _view(chance: random.Random) -> View:
    process = chance.choice((None, None, None, *PROCESSES))
    until: date | None = LAST - timedelta(days=chance.choice((0, 1, 9, 29, 30, 45, 120)))
    return View(scopes(chance), process, (), chance.choice((None, until)))


def _sentences(board: Board) -> Sequence[str]:
    return (*board.summary, *board.notices, *(card.title for card in board.cards))


def _alike(english: Board, spanish: Board) -> list[str]:
    """The same sentences in both languages, with the same counts."""
    one, other = _sentences(english), _sentences(spanish)
    if len(one) != len(other):
        return [f"{len(one)} sentences in English, {len(other)} in Spanish"]
    return [
        f"{first!r} counts otherwise than {second!r}"
        for first, second in zip(one, other, strict=True)
        if _counts(first) != _counts(second)
    ]


def _counts(text: str) -> list[str]:
    """The whole numbers of a sentence that are no part of a larger one, nor a share."""
    text = re.sub(r"\$[\s\xa0]?[\d.,]+", "", text)  # an amount is written otherwise in each language
    return sorted(re.findall(r"(?<![\d.,$])\b\d{1,3}\b(?![.,]\d|[\s\xa0]?%)", text))
