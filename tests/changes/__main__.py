"""`python -m tests.changes`: what each kind of change touches today, beside the most that it may touch.

Exit 1 when one touches more. The changes are made in copies and thrown away; their tests prove that they work.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.changes.workbench import copied

HERE = Path(__file__).parent


def main() -> int:
    """Write the table, a change to a line and its files below it."""
    lines, beyond = ["files  bar  change"], 0
    for path in sorted(HERE.glob("test_*.py")):
        change = import_module(f"tests.changes.{path.stem}")
        if not hasattr(change, "BAR"):  # the workbench's own test
            continue
        with TemporaryDirectory() as folder:
            copy = copied(Path(folder) / "copy")
            try:
                change.make(copy)
            except AssertionError as error:  # the house has changed where the change is made: the others still count
                lines.append(f"    ?  {change.BAR:3}  {change.NAME}: {error}")
                beyond += 1
                continue
        beyond += len(copy.touched) > change.BAR
        lines += [
            f"{len(copy.touched):5}  {change.BAR:3}  {change.NAME}",
            *(f"{'':12} {file}" for file in copy.touched),
        ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
