"""300 companies as real life writes them: how many numbers are told as complete and are wrong, by kind."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.scenarios.real_life.runs import ROOT, companies, judged, table

COMPANIES = 300
OTHER = "PULSO_OTHER_PROJECT"  # the folder of another state of the project, judged beside this one


def real_life() -> int:
    """Print the counts of each kind, for another state of the project too where one is named; 1 with a wrong number."""
    other = os.environ.get(OTHER)
    columns = {"another": judged(companies(COMPANIES), Path(other))} if other else {}
    columns["this project"] = found = judged(companies(COMPANIES), ROOT)
    for count in found.values():
        sys.stdout.writelines(f"{line}\n" for line in count.faults[:5])
    sys.stdout.write("\n".join(table(columns)) + "\n")
    return int(any(count.numbers for count in found.values()))


if __name__ == "__main__":
    sys.exit(real_life())
