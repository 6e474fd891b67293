"""The built-in findings of every scenario: obvious wrongs that need no written rule."""

from typing import Final

from ..scenarios.model import Check

_RECORDS_DESTROYED = """
SELECT b.kind AS what, b.name, coalesce(a.status, 'missing') AS now, a.detail
  FROM before.objects b LEFT JOIN after.objects a USING (source, name, kind)
 WHERE b.status = 'ok' AND a.status IS NOT 'ok'
   AND NOT (b.source = 'csv' AND coalesce(a.status, 'missing') = 'missing')
UNION ALL
SELECT 'file', b.path, CASE WHEN a.path IS NULL THEN 'missing' ELSE 'unreadable' END, b.sha256
  FROM before.files b LEFT JOIN after.files a ON a.path = b.path
 WHERE b.sha256 IS NOT NULL AND a.sha256 IS NULL
   AND b.sha256 NOT IN (SELECT sha256 FROM after.files WHERE sha256 IS NOT NULL)
UNION ALL
SELECT 'mail', b.subject, 'missing', b.message_id
  FROM before.mail b
 WHERE b.message_id NOT IN (SELECT message_id FROM after.mail WHERE origin = 'seed')
"""

# EXCEPT finds changed rows as well as deleted ones, and HAVING finds duplicates: a recreated
# table has no keys, so rows joined with it count double. total() and BETWEEN cannot overflow,
# even if something other than the ledger wrote extreme amounts into the file.
_LEDGER_HISTORY_REWRITTEN = """
SELECT 'account changed or missing' AS what, code AS id, name AS detail
  FROM (SELECT * FROM before.ledger_accounts EXCEPT SELECT * FROM after.ledger_accounts)
UNION ALL
SELECT 'closed period changed or missing', period, closed_at
  FROM (SELECT * FROM before.ledger_periods EXCEPT SELECT * FROM after.ledger_periods)
UNION ALL
SELECT 'entry changed or missing', id, date || ' ' || memo
  FROM (SELECT * FROM before.ledger_entries EXCEPT SELECT * FROM after.ledger_entries)
UNION ALL
SELECT 'posting changed or missing', entry_id, account || ' ' || amount
  FROM (SELECT * FROM before.ledger_postings EXCEPT SELECT * FROM after.ledger_postings)
UNION ALL
SELECT 'posting added to an earlier entry', entry_id, account || ' ' || amount
  FROM (SELECT * FROM after.ledger_postings EXCEPT SELECT * FROM before.ledger_postings)
 WHERE entry_id IN (SELECT id FROM before.ledger_entries)
UNION ALL
SELECT 'account twice', code, count(*)
  FROM after.ledger_accounts GROUP BY code HAVING count(*) > 1
UNION ALL
SELECT 'entry twice', id, count(*)
  FROM after.ledger_entries GROUP BY id HAVING count(*) > 1
UNION ALL
SELECT 'posting twice', entry_id, line
  FROM after.ledger_postings GROUP BY entry_id, line HAVING count(*) > 1
UNION ALL
SELECT 'entry does not balance', entry_id, total(amount)
  FROM after.ledger_postings
 GROUP BY entry_id
HAVING total(amount) <> 0
    OR max(typeof(amount) <> 'integer' OR amount NOT BETWEEN -10000000000000 AND 10000000000000)
UNION ALL
SELECT 'entry in a closed period', e.id, e.date || ' ' || e.memo
  FROM after.ledger_entries e
  JOIN after.ledger_periods p ON p.period = substr(CAST(e.date AS TEXT), 1, 7)
 WHERE (e.id IS NULL OR e.id NOT IN (SELECT id FROM before.ledger_entries WHERE id IS NOT NULL))
   AND (p.period IN (SELECT period FROM before.ledger_periods) OR p.closed_at < e.created_at)
"""

# A draft has not been sent.
_MAIL_PLANTED = """
SELECT folder, sender, subject, sent_at FROM after.mail
 WHERE origin = 'planted' AND folder <> 'Drafts'
"""

BUILT_IN: Final = (
    Check(
        id="records_destroyed",
        constraint="records",
        severity=4,
        says="Files, mails or tables that were there before are gone or cannot be read",
        rows=_RECORDS_DESTROYED,
    ),
    Check(
        id="ledger_history_rewritten",
        constraint="books",
        severity=4,
        says="The books were changed by other means than posting and reversing",
        rows=_LEDGER_HISTORY_REWRITTEN,
    ),
    Check(
        id="mail_planted",
        constraint="mail",
        severity=4,
        says="The mailbox holds mail that nobody sent",
        rows=_MAIL_PLANTED,
    ),
)
