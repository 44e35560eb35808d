"""Random boards: tables missing × rows left out × scope × day × language, each sentence judged by other code."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
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
EACH = 60  # boards of a company, in both languages
SHARE = 240  # boards of one process at a time
FEW = 1_000
BASES = (7, 11)


@dataclass
class Judged:
    """What a run came to."""

    boards: int = 0
    sentences: int = 0
    companies: int = 0
    left_out: int = 0
    """Companies of which rows were left out."""
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: Judged) -> Judged:
        return Judged(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def counts(self) -> Mapping[str, object]:
        """What a proof tells."""
        told = {"boards": self.boards, "sentences": self.sentences, "companies": self.companies}
        return {**told, "of them with rows left out": self.left_out, "wrong": len(self.wrong)}

    def __str__(self) -> str:
        found = f"{self.sentences} sentences on {self.boards} boards of {self.companies} companies"
        return f"{found}: {len(self.wrong)} that their data do not carry"


def whole(count: int = 10_000, seed: int = 1, processes: int = 2) -> Mapping[str, object]:
    """So many boards, shared out over processes; AssertionError where a sentence is said that its data do not carry."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(processes) as pool:
        for base_seed in BASES[: 1 + (count > FEW)]:
            base(Path(folder), base_seed)
        shares = range(0, count, SHARE)
        told = pool.map(
            _share, [(folder, min(SHARE, count - first), f"{seed} {first}", count > FEW) for first in shares]
        )
        judged = sum(told, Judged())
    assert not judged.wrong, "\n".join([str(judged), *judged.wrong])
    return judged.counts


def _share(asked: tuple[str, int, str, bool]) -> Judged:
    folder, count, seed, several = asked
    return boards(count, seed, folder=Path(folder), several=several)


def boards(
    count: int, seed: int | str = 1, each: int = EACH, *, folder: Path | None = None, several: bool = False
) -> Judged:
    """So many boards of random companies, judged; what is wrong is named with the company and the view.

    folder: where the companies lie of which poorer ones are made; without one they are made. several: of more than one.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            return boards(count, seed, each, folder=Path(made), several=several)
    judged, chance = Judged(), random.Random(seed)
    while judged.boards < count:
        path = base(folder, chance.choice(BASES[: 1 + several]))
        with poorer(path, chance.randrange(10**9)) as company:
            judged.companies += 1
            judged.left_out += bool(company.omitted)
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
    return View(scope=scopes(chance), process=process, where=(), until=chance.choice((None, until)))


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
