"""The companies that a wall is drawn for, shared with the tests of paper."""

from tests.boards.conftest import shop
from tests.printed.conftest import company, demo

__all__ = ["company", "demo", "shop"]
