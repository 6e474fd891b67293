SELECT
  (SELECT count(DISTINCT pid) FROM consents WHERE signed_on <= :last AND filed_on <= :made),
  (SELECT coalesce(round(100.0 * avg(done_on IS NOT NULL AND done_on <= :made), 1), 100.0)
    FROM visits WHERE visit = 'week 6' AND due_on <= :last),
  (SELECT coalesce(round(100.0 * avg(state = 'filed'), 1), 100.0)
    FROM forms WHERE received_on >= :first AND handled_on <= :made)
