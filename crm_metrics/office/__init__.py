"""What people keep in Pulso itself, saved views and work plans: a database of its own, with who changed what, and when."""
