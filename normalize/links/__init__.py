"""Reports of one government together: one indicator over reports and years, restated history, suggestions."""
