"""What a verdict on a metric rests on: what its values count, the season that its months show."""
