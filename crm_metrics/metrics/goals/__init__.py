"""What should be reached: the goal of a scope and period, spread over days by season and working time."""
