"""A board of one's own: metrics that a reader chose, each with its cadence and part."""

from crm_metrics.boards.chosen.page import board as board
from crm_metrics.boards.chosen.page import gather as gather
from crm_metrics.boards.chosen.selection import without_choices as without_choices
