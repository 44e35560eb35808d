"""The page of objectives: each metric's way to its month, from the company down to teams and days, and who set what."""

from crm_metrics.boards.objectives.page import board as board
from crm_metrics.boards.objectives.page import gather as gather
