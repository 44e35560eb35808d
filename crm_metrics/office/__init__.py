"""What people keep in Pulso itself: views and plans, in a database of its own, with who changed what, and when."""
