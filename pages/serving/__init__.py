"""How the pages are served: the document that a browser gets, and what lasts from one run to the next in memory."""
