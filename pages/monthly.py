"""Whether the company is on plan, what eats its base, what to decide: the executive's board."""

from pages.parts import frame

frame.board("monthly")
