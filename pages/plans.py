"""Plans: what is late or failed first, and each plan from its gap to its verdict."""

from pages.parts import shell
from pages.parts.forms import planning

shell.board("plans", planning.steps, planning.drafting)
