"""Campaigns drawn from a list of customers, with a part that chance holds out, and what they bring."""
