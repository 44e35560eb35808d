"""What happens today and what to attend now: the supervisor's board."""

from pages.parts import shell
from pages.parts.forms import noting

shell.board("daily", below=noting.of_board)
