"""The seven processes on one screen, and the company as a whole: from here every number is two clicks away."""

from pages.parts import shell

shell.board("overview")
