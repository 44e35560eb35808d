"""Work plans on a page: the register of them, one plan with its weeks and verdict, and how a gap becomes one."""

from crm_metrics.boards.plans.page import board as board
from crm_metrics.boards.plans.page import gather as gather
