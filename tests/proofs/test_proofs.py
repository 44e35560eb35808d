"""A sample of each proof, small enough for every change; `make proofs` runs them whole."""

from __future__ import annotations

import sys

import pytest

from tests.proofs import __main__, demo


def test_a_demo_company_holds_its_rows_in_proportion() -> None:
    counts = demo.proportions(1500, base=500, months=3)
    sys.stdout.write(f"demo: {dict(counts)}\n")
    assert counts["interaction"] > 5_000


def test_a_proof_that_does_not_hold_is_told_with_exit_code_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> dict[str, object]:
        raise AssertionError("two is three")

    monkeypatch.setattr(__main__, "PROOFS", {"sound": lambda: {"rows": 3}, "broken": broken})
    assert __main__.main([]) == 1
    assert __main__.main(["sound"]) == 0
    assert __main__.main(["nothing"]) == 2
    out = capsys.readouterr().out
    assert "sound: rows 3" in out
    assert "two is three" in out


def test_a_proof_is_run_at_the_size_and_seed_that_are_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(__main__, "PROOFS", {"one": lambda count=9, seed=1: {"boards": count, "seed": seed}})
    assert __main__.main(["one", "--count", "500", "--seed", "3"]) == 0
    assert __main__.main(["one"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.rpartition(" · ")[0] for line in told] == ["one: boards 500 · seed 3", "one: boards 9 · seed 1"]
