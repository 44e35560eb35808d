"""Campaigns drawn from a list of customers: what they may be, and how they are kept with whom chance held out."""
