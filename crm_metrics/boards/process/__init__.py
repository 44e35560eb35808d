"""One process whole, month by month: its satisfaction first, then objectives, productivity, business, places, teams."""

from crm_metrics.boards.process.page import board as board
from crm_metrics.boards.process.page import gather as gather
