"""300 companies as real life writes them: how many numbers are told as complete and are wrong, by kind."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.scenarios.real_life.runs import ROOT, companies, judged, table

COMPANIES = 300
OTHER = "PULSO_OTHER_PROJECT"  # the folder of another state of the project, judged beside this one


def real_life(count: int = COMPANIES, seed: int = 0) -> Mapping[str, object]:
    """Judge so many companies, the kinds taking turns from a seed on; AssertionError where a wrong number is complete.

    Beside it, where OTHER names the folder of another state of the project, the counts of each kind there.
    """
    asked = [(kind, seed + place) for kind, place in companies(count)]
    other = os.environ.get(OTHER)
    columns = {"another": judged(asked, Path(other))} if other else {}
    columns["this project"] = found = judged(asked, ROOT)
    sys.stdout.write("\n".join(table(columns)) + "\n")
    faults = [line for one in found.values() for line in one.faults]
    assert not faults, "\n".join(faults[:20])
    return {"companies": len(asked), "kinds": len(found), "right numbers": sum(one.equal for one in found.values())}
