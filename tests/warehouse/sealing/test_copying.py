"""A copy holds every byte, whichever way the system can make it; a full disk is told."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.warehouse.sealing import copying

TEXT = b"a version " * 100_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "000001.duckdb"
    path.write_bytes(TEXT)
    return path


def refusing(number: int) -> Any:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_a_copy_is_what_it_was_copied_from(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.write_bytes(b"what was there before" * 100_000)
    copying.copy(source, target)
    assert target.read_bytes() == TEXT
    assert source.read_bytes() == TEXT


def test_of_an_empty_file_too(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    copying.copy(tmp_path / "empty", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b""


def test_where_files_may_share_blocks_nothing_is_copied(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[int]()
    monkeypatch.setattr(fcntl, "ioctl", lambda made, request, given: asked.append(request))
    monkeypatch.setattr(os, "copy_file_range", refusing(errno.EIO))
    copying.copy(source, tmp_path / "copy")
    assert asked == [0x40049409]  # FICLONE of Linux's fs.h: _IOW(0x94, 9, int)


@pytest.mark.parametrize("call", ["posix_fallocate", "copy_file_range"])
@pytest.mark.parametrize("number", [errno.EXDEV, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS])
def test_what_a_system_cannot_do_is_done_otherwise(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    monkeypatch.setattr(os, call, refusing(number))
    copying.copy(source, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == TEXT


@pytest.mark.parametrize("call", ["posix_fallocate", "copy_file_range"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_what_the_disk_refuses_is_told(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    monkeypatch.setattr(os, call, refusing(number))
    with pytest.raises(OSError, match=os.strerror(number)):
        copying.copy(source, tmp_path / "copy")


def test_a_copy_that_ended_early_is_made_again(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "copy_file_range", lambda *_: 0)
    copying.copy(source, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == TEXT
