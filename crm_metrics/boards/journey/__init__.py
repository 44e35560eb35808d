"""The customer's way from first contact to exit: stages, touchpoints, reasons to leave, how long they stay."""

from crm_metrics.boards.journey.page import board as board
from crm_metrics.boards.journey.page import gather as gather
