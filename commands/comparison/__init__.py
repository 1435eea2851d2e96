"""The questions that `lakip compare` answers, one module each: what is asked of the views, and how it is shown."""
