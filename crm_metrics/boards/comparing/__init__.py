"""The parts of a result held against each other: as they are, and at one mix of reasons, channels and tiers."""
