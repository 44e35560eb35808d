"""Reviews: when each is due, what was decided, and each one with the board as it was read."""

from pages.parts import shell
from pages.parts.forms import reviewing

shell.board("reviews", reviewing.steps, reviewing.minutes)
