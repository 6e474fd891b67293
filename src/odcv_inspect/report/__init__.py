"""Tables, figures and pages made from `Results` by way of `statistics`."""
