"""What happens today and what to attend now: the supervisor's board."""

from pages.parts import shell
from pages.parts.forms import attending

shell.board("daily", below=attending.of_board)
