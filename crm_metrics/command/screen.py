"""What a terminal is given: every letter that would steer it, in a name or a cell of a file, stands there escaped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO

_KEPT = "\n\t"  # what the command line itself writes
_STEERING = (  # C0, DEL and C1; marks that turn the direction of what follows
    *range(0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
_ESCAPED = {code: f"\\u{code:04x}" for code in _STEERING if chr(code) not in _KEPT}  # as JSON reads it, too


def shown(text: str) -> str:
    """`text` with its steering letters written out."""
    return text.translate(_ESCAPED)


class Screen:
    """A stream that shows what it is given."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text, escaped; how many letters of it."""
        self._stream.write(shown(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def screened() -> Iterator[None]:
    """Within it, all that is printed is shown."""
    with redirect_stdout(Screen(sys.stdout)), redirect_stderr(Screen(sys.stderr)):
        yield
