"""Which customers there are: found by what somebody has in hand of them, and what is known of each."""
