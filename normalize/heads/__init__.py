"""What the words of a head say: roles, measures, years."""
