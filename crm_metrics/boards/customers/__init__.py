"""The customers themselves: the matrix of segments, the customers of each cell, rankings, what to offer, the search."""

from crm_metrics.boards.customers.page import about as about
from crm_metrics.boards.customers.page import board as board
from crm_metrics.boards.customers.page import gather as gather
from crm_metrics.boards.customers.page import table as table
