"""One customer's file: who it is, what is open, what it is worth, its risks, its credit and all that happened."""

from crm_metrics.boards.customer.page import board as board
from crm_metrics.boards.customer.page import gather as gather
