"""Productivity beside satisfaction, by agent, team and touchpoint."""

from pages.parts import shell

shell.board("pairing")
