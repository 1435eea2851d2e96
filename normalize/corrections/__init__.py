"""A person's decisions: their file, and how they are applied."""
