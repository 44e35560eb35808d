"""A version's file copied: shared where the file system can share its blocks, else within the system."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path
from typing import IO

if sys.platform == "linux":
    import fcntl

_FICLONE = 0x40049409  # Linux: let a file share all blocks of another one until either writes (XFS, Btrfs)
_CANNOT = {  # this system or these two places can't do it, so another way is taken; a full disk is told
    errno.EBADF, errno.EINVAL, errno.ENOSYS, errno.ENOTTY, errno.EOPNOTSUPP, errno.EPERM, errno.EXDEV,
}  # fmt: skip


def copy(source: Path, target: Path) -> None:
    """Make `target` a copy of a file that nobody writes to. What the disk refuses is raised as OSError."""
    with source.open("rb", buffering=0) as given, target.open("wb", buffering=0) as made:
        if _shared(given, made) or _within(given, made):
            return
    shutil.copyfile(source, target)


def _shared(given: IO[bytes], made: IO[bytes]) -> bool:
    """Whether the file system lets the copy share the blocks of the file: it does so at once, or not at all."""
    if sys.platform != "linux":
        return False
    try:
        fcntl.ioctl(made.fileno(), _FICLONE, given.fileno())
    except OSError as error:
        return _unable(error)
    return True


def _within(given: IO[bytes], made: IO[bytes]) -> bool:
    """Whether the system copied the file, its room taken beforehand: taken bit by bit, it costs twice as much."""
    if sys.platform != "linux":
        return False
    size = os.fstat(given.fileno()).st_size
    try:
        if size:
            os.posix_fallocate(made.fileno(), 0, size)
        while size and (done := os.copy_file_range(given.fileno(), made.fileno(), size)):
            size -= done
    except OSError as error:
        return _unable(error)
    return size == 0


def _unable(error: OSError) -> bool:
    """False where another way may do it; raises what no way would."""
    if error.errno not in _CANNOT:
        raise error
    return False
