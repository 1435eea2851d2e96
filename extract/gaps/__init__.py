"""Tables told by white gaps alone."""
