"""Reviews on a page: when each is due, its agenda and minutes, and the board as it was read beside what it is now."""

from crm_metrics.boards.reviews.page import board as board
from crm_metrics.boards.reviews.page import gather as gather
