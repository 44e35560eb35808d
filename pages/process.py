"""One process whole: its satisfaction, objectives, productivity, business, touchpoints and teams."""

from pages.parts import shell

shell.board("process")
