"""A board of one's own: up to twelve metrics that a reader chose, saved and shared as any view is."""

from pages.parts import shell
from pages.parts.forms import choosing

shell.board("chosen", above=choosing.panel)
