"""`python -m benchmarks.shaping FILE`: make all shapes in the file of a version, and print what it took.

Prints the CPU milliseconds of the shapes, and the peak of this process in bytes. It imports nothing of the other
benchmarks, so that the tree of an older commit can be measured by it.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import duckdb

from crm_metrics.warehouse import shape

MEMORY = "1800MB"  # what the engine may hold: with the process around it, less than 2 GB


def shaped(file: Path) -> tuple[float, int]:
    """Make all shapes in a version's file; their CPU milliseconds, and the peak in bytes (of Linux alone, else 0)."""
    spill = f"{file}.spill"
    with duckdb.connect(
        str(file), config={"threads": "2", "memory_limit": MEMORY, "temp_directory": spill}
    ) as connection:
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        begun = time.process_time()
        shape.build(connection)
        spent = time.process_time() - begun
    status = Path("/proc/self/status")
    told = re.search(r"VmHWM:\s*(\d+) kB", status.read_text() if status.exists() else "")
    return spent * 1000, int(told[1]) * 1024 if told else 0


if __name__ == "__main__":
    print(*shaped(Path(sys.argv[1])))
