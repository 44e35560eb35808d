"""Shapes brought up to changed rows: only what these touch is made anew, by the same select."""
