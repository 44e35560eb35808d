"""Files that the process of a test may read and not write, whoever runs it: no right binds root."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = 0x20080522  # of the words in which Linux is asked what a thread may
PASSES_RIGHTS = 0b110  # to write and to read whatever the rights of a file say
KILLED = "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); os._exit(0)"


@contextmanager
def bound() -> Iterator[None]:
    """The rights of files bind this thread, and those that it starts, as they bind whoever is not root."""
    if os.geteuid() != 0:
        yield
        return
    libc, head, held = ctypes.CDLL(None, use_errno=True), (ctypes.c_uint32 * 2)(VERSION, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(head, held) == 0, os.strerror(ctypes.get_errno())
    before = held[0]
    held[0] = before & ~PASSES_RIGHTS
    assert libc.capset(head, held) == 0, os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        held[0] = before
        assert libc.capset(head, held) == 0, os.strerror(ctypes.get_errno())


@contextmanager
def read_only(file: Path, *, folder: bool = True, itself: bool = True) -> Iterator[None]:
    """A file, its folder, or both without the right to write."""
    file.chmod(0o444 if itself else 0o644)
    file.parent.chmod(0o555 if folder else 0o777)
    try:
        with bound():
            yield
    finally:
        file.chmod(0o644)
        file.parent.chmod(0o777)


def written_and_killed(file: Path, statement: str) -> None:
    """Another process writes and dies before it has tidied up: what it confirmed lies beside the file."""
    subprocess.run([sys.executable, "-c", KILLED, str(file), statement], check=True, timeout=60)
    assert file.with_name(f"{file.name}-wal").stat().st_size
