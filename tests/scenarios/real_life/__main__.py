"""Companies as real life writes them, through this project and any other: wrong numbers by kind.

`python -m tests.scenarios.real_life [--companies N] [--project FOLDER]… [--kind KIND] [--seed S] [--faults N]` prints,
for each kind, how many numbers were told as complete and are wrong, in each project; this one when none is named.
With a kind and a seed it judges that company alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.scenarios.real_life.kinds import KINDS
from tests.scenarios.real_life.runs import ROOT, companies, judged, table


def main() -> int:
    """Print the counts; 1 where the last project told a wrong number as complete."""
    words = argparse.ArgumentParser(prog="python -m tests.scenarios.real_life")
    words.add_argument("--companies", type=int, default=300)
    words.add_argument("--project", type=Path, action="append")
    words.add_argument("--kind", choices=list(KINDS))
    words.add_argument("--seed", type=int)
    words.add_argument("--faults", type=int, default=5, help="lines shown for each kind")
    given = words.parse_args()
    asked = [(given.kind, given.seed)] if given.kind and given.seed is not None else companies(given.companies)
    if given.kind:
        asked = [one for one in asked if one[0] == given.kind]
    columns = {}
    for project in given.project or [ROOT]:
        columns[project.resolve().name] = found = judged(asked, project.resolve())
        for count in found.values():
            for line in count.faults[: given.faults]:
                sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    sys.stdout.write("\n".join(table(columns)) + "\n")
    return int(any(count.numbers for count in found.values()))


if __name__ == "__main__":
    sys.exit(main())
