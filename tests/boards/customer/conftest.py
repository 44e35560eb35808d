"""The company whose customer these tests read."""

from __future__ import annotations

from tests.boards.customer.company import whole as whole
