"""The objectives of the month: who is on the way, where each will land, who set what; and setting them."""

from pages.parts import shell
from pages.parts.forms import aims

shell.board("objectives", above=aims.panel)
