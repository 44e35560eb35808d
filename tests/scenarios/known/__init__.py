"""The known answers of the public data sets, and how each is asked of a warehouse that its source filled."""
