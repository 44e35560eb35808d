"""What goes together with satisfaction, and how surely: pairs, series, drivers, mixes, intervals."""
