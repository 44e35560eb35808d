"""Any metric by any two dimensions in any days, beside the days before: the page of each metric."""

from crm_metrics.boards.explore.page import board as board
from crm_metrics.boards.explore.page import gather as gather
