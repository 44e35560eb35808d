"""Whether the company is on plan, what eats its base, what to decide: the executive's board."""

from pages.parts import shell

shell.board("monthly")
