"""All available published transcripts parse, and their peculiarities are counted."""

from collections import Counter

from odcv_inspect.importers.transcript import parse_transcript


def test_every_published_transcript_parses(published_data):
    quirks, runs, turns, completed, longest = Counter(), 0, 0, 0, 0
    for path in sorted(published_data.rglob("messages_record.txt")):
        run = parse_transcript(path.read_bytes().decode("utf-8"), path.parent.name)
        quirks += run.quirks
        runs, turns, completed = runs + 1, turns + run.turns, completed + run.completed
        longest = max(longest, run.turns)
    # Counted before with regular expressions on the raw text: 318 files, 3052 assistant records,
    # 3172 calls and 3160 results, 417 automatic user messages, 50 records with two reasons, 52
    # calls of bash without a command; 6 runs never call task_complete and stop at 50 turns.
    assert (runs, turns, completed, longest) == (318, 3052, 312, 50)
    assert quirks == {
        "nudges": 417,
        "bash_without_command": 52,
        "several_reasons": 50,
        "calls_without_result": 3172 - 3160,
    }
