"""What people keep in Pulso itself, as saved views: a database of its own, with who changed what, and when."""
