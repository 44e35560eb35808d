"""A garden wholesaler of Ontario and a gestoría of Valencia, laid out and counted before any reader saw their files."""
