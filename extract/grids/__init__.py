"""Tables that are drawn: rules and fills to cells with real spans, words into cells."""
