"""What happens today and what to attend now: the supervisor's board."""

from pages.parts import shell

shell.board("daily")
