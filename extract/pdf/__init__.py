"""A PDF as it is: its characters, words and rules, its text layer and whether that can be believed."""
