"""What becomes of a messy file: the clean numbers, a question, or another number, which is a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from crm_metrics.warehouse.suggesting.questions import OwnersAnswers
from crm_metrics.warehouse.suggesting.suggestion import Suggestion, suggest
from crm_metrics.warehouse.suggesting.writing import toml_of
from tests.proofs.messy import files as writing
from tests.proofs.messy import lists
from tests.proofs.messy.styles import Style
from tests.warehouse.loading.importing import Inbox

FILES = 500
MOST_ASKED = 0.1  # of the files: those that may come back as a question
MOST_QUESTIONS = 5
# What the owner has said once: no form tells what it is about, and no list whether cancelled rows count.
KNOWN = {"cancelled_rows": "leave_out", "survey_about": "company"}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of one file."""

    said: str
    """right, asked or wrong."""
    why: str = ""
    """What was asked, or is wrong."""
    traits: Sequence[str] = ()
    """What of the file is no plain table."""


def judge(seed: int) -> Verdict:
    """Write one file and read it back; what is asked is answered as its owner would, and then has to be right."""
    style = Style(seed)
    traits = tuple(style.traits())
    with TemporaryDirectory() as place:
        folder = Path(place)
        writing.write(style, folder)
        found = suggest(folder, OwnersAnswers(dict(KNOWN)))
        asked = [one.question.id for one in found.questions if one.is_open]
        if len(asked) > MOST_QUESTIONS:
            return Verdict(said="wrong", why=f"seed {seed}: {len(asked)} questions", traits=traits)
        off = _off(style.table, folder, found)
        if not asked:
            return Verdict(said="wrong" if off else "right", why=f"seed {seed}: {off}" if off else "", traits=traits)
        told = suggest(folder, OwnersAnswers(KNOWN | _answers(style)))
        off = off or _off(style.table, folder, told)
    if off:
        return Verdict(said="wrong", why=f"seed {seed}, asked {', '.join(asked)}: {off}", traits=traits)
    return Verdict(said="asked", why=f"seed {seed}: {', '.join(asked)}", traits=traits)


def _answers(style: Style) -> dict[str, str]:
    """What the owner says to what may be asked."""
    thousand = style.whole and bool(style.thousands)
    return {
        "date_order": style.order,
        "decimal_mark": "thousand" if thousand else "fraction",
        "amount_tax": "with_tax",
        "paid_without_date": "unknown",
        "payments_after_end": "count",
        "process": "service",
        "scale_of_answers": "5",
        "pending_state": "customer",
    }


def _off(table: lists.CleanList, folder: Path, found: Suggestion) -> str:
    """What is another number than the clean table's and complete; "" where nothing is."""
    if found.source is None:
        return "nothing was understood"
    marked = {name for name, _ in found.assumed}
    with TemporaryDirectory() as place:
        mapping = Path(place) / "mapping.toml"
        mapping.write_text(toml_of(found.mapping), encoding="utf-8")
        work = Path(place) / "work"
        work.mkdir()
        inbox = Inbox(work)
        try:
            got = inbox.load_folder(folder, str(mapping))
            if got.error is not None:
                return str(got.error)
            if got.rejects:
                return f"{len(got.rejects)} rows were left out: {got.why[:2]}"
            for name, (of, sql) in table.sql.items():
                told = {group: Decimal(str(value)) for group, value in got.rows(sql)}
                if of not in marked and told != dict(table.numbers[name]):
                    return f"{name}: {told}, clean {dict(table.numbers[name])}"
        finally:
            inbox.connection.close()
    return ""


def files(count: int = FILES, seed: int = 0) -> Mapping[str, object]:
    """So many messy files from a seed on, with counts by trait.

    Raises AssertionError where a number is another one, or too many files are asked about.
    """
    told = [judge(one) for one in range(seed, seed + count)]
    wrong = [one.why for one in told if one.said == "wrong"]
    asked = [one.why for one in told if one.said == "asked"]
    assert not wrong, "\n".join([f"{len(wrong)} of {count}", *wrong[:40]])
    assert len(asked) <= MOST_ASKED * count, "\n".join(asked[:40])
    traits = Counter(trait for one in told for trait in one.traits)
    by_trait = ", ".join(f"{name} {number}" for name, number in sorted(traits.items(), key=lambda one: -one[1]))
    return {"messy files": count, "the clean numbers": count - len(asked), "a question": len(asked), "traits": by_trait}
