"""What an indicator is: one key for all its spellings, its concept, its polarity, its level."""
