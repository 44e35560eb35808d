"""What a company declares about itself in files of its own: calendars, value tiers, reasons, rates."""
