"""Productivity beside satisfaction by agent, team and touchpoint: who stands where, and how surely."""

from crm_metrics.boards.pairing.page import board as board
from crm_metrics.boards.pairing.page import gather as gather
from crm_metrics.boards.pairing.selection import whole as whole
