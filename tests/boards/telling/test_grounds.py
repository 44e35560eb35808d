"""No claim is said whose grounds were not judged: every kind of claim, with every lack of what it rests on."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from crm_metrics.boards.telling import claims, grounds
from crm_metrics.boards.telling.grounds import MET, Ground, State
from crm_metrics.boards.telling.sentences import (
    COMPARED,
    NEUTRAL,
    TEXTS,
    Amount,
    Claim,
    Hours,
    Ids,
    Label,
    Labels,
    Month,
    Part,
    Tier,
    claim,
    need,
    say,
)
from crm_metrics.words import Words

EN = Words("en")
ROOT = Path(__file__).parents[3]
DAY = date(2026, 10, 1)
PARTS: dict[str, Part] = {
    **dict.fromkeys(("metric",), Label("Win rate")),
    **dict.fromkeys(("goal", "value", "usual", "share", "change", "gap"), Amount(0.5, "percent")),
    **dict.fromkeys(("worse", "better", "watch", "names", "unknown", "process", "half"), Ids(("service",))),
    **dict.fromkeys(("count", "all", "judged", "changed", "others", "met", "few", "months", "open"), 3),
    **dict.fromkeys(("teams", "days", "known", "n"), 3),
    "hours": Hours((9,)), "day": DAY, "month": Month(DAY), "tier": Tier("high"), "metrics": Labels(("Win rate",)),
    "what": "this", "why": "no data",
}  # fmt: skip


def made(kind: str, rests_on: tuple[Ground, ...] = ()) -> Claim:
    """A claim of this kind with something in every gap of its texts."""
    gaps = {gap for text in TEXTS[kind] for gap in re.findall(r"\{(\w+)\}", text)}
    return claim(kind, rests_on, **{gap: PARTS[gap] for gap in gaps})


def test_each_kind_of_claim_needs_a_verdict_or_a_value_or_says_that_something_lacks() -> None:
    assert set(TEXTS) >= NEUTRAL | COMPARED
    assert not NEUTRAL & COMPARED


@pytest.mark.parametrize("kind", TEXTS)
def test_a_claim_is_said_exactly_when_its_grounds_carry_it(kind: str) -> None:
    judged = say(made(kind, (Ground("Win rate", "judged"),)), EN)
    assert not judged.startswith("Not judged") or kind.startswith("untold")
    if need(kind) == "nothing":
        assert say(made(kind), EN) == judged
        return
    assert say(made(kind), EN).startswith("Not judged: ")
    for state in get_args(State):
        said = say(made(kind, (Ground("CSAT", "judged"), Ground("Win rate", state))), EN)
        assert (said == judged) == (state in MET[need(kind)]), state
        if said != judged:
            assert said.startswith("Not judged: Win rate")


def test_every_claim_that_needs_grounds_is_made_with_some() -> None:
    """Each call of `claim` with the name of a kind hands over what the claim rests on, or says a lack."""
    bare = []
    for name in ("claims.py", "calm.py"):
        tree = ast.parse((ROOT / "crm_metrics" / "boards" / "telling" / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "claim":
                kinds = [str(one.value) for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                needing = [kind for kind in kinds if kind in TEXTS and need(kind) != "nothing"]
                bare += [f"{name}:{node.lineno} {kind}" for kind in needing if len(node.args) < 2]
    assert bare == []


def test_nothing_is_generalised_outside_the_claims() -> None:
    """Sentences of all, none and nothing are claims; what stands beside them in the cards is of a lack of data."""
    general = re.compile(r"^(Every|Each|All|None|Nothing|No (team|process|decision|agent|result|customer))\b(?!.*:)")
    choices = {"All processes", "All teams", "All tiers", "Each of the {n} results judged meets its target."}
    choices |= {"No result of the week has enough cases behind it.", "No result of {month} can be told"}
    choices |= {"No result has enough data to be judged"}
    choices |= {"All metrics", "All questions", "All rows", "Each process beside its satisfaction"}
    choices |= {"All", "All hours", "All account managers"}  # names of a total and of a choice
    choices |= {"Nothing of it has been imported for these weeks."}
    choices |= {f"Nothing of a whole month can be told{of} yet" for of in ("", " of {process}")}
    found = []
    for path in (ROOT / "crm_metrics" / "boards").rglob("*.py"):
        if path.name in (
            "sentences.py",
            "catalogue.py",
            "handbook.py",
            "findings.py",
            "data.py",
            "register.py",
            "completeness.py",
        ):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("words", "mark"):
                texts = [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
                found += [f"{path.name}: {text}" for text in texts if general.match(text) and text not in choices]
    assert found == []


def test_what_has_no_value_carries_nothing() -> None:
    assert grounds.of_values("revenue", 1.0, None).state == "absent"
    assert say(claims.standing("Revenue", None, None, None), EN) == "Revenue, week by week and month by month"
    assert grounds.unmet((), "known") == ()
