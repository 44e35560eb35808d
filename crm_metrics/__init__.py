"""The metrics of customer management, over a warehouse of a company's own rows."""
