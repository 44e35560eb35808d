"""Baselines of a number that people started anew, with the reason of each: what they may be, and how they are kept."""
