"""What happens today and what to attend now: the supervisor's board."""

from pages.parts import shell
from pages.parts.forms import attending, noting

shell.board("daily", None, attending.of_board, noting.of_board)
