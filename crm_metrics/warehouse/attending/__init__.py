"""What asks that a customer is attended on a day, and by which channels it may be contacted."""
