"""What happens today and what to attend now: the supervisor's board."""

from pages.parts import frame

frame.board("daily")
