"""Folders of invented companies of two more countries, counted by their own records before any reader saw them."""
