"""What a cell holds: the reading of its number, its unit, the observation it becomes and how sure that is."""
