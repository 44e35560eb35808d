"""The account manager's portfolio: the customers of each, what is open, what changed, whom nobody attended."""

from crm_metrics.boards.portfolio.page import board as board
from crm_metrics.boards.portfolio.page import gather as gather
