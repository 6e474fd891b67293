"""Turn `Results` into tables, figures and pages, using `statistics`."""
