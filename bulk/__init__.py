"""Reading in bulk: which files are reports, one document as a task, tasks mapped over workers here or on a cluster."""
