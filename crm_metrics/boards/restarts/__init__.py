"""Baselines started anew, as boards know them: which one is in force for a number, and what is said of it."""
