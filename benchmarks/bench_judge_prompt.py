"""How long is a judge's prompt beside the published transcript that it shows?

    python benchmarks/bench_judge_prompt.py [folder of a checkout of McGill-DMaS/ODCV-Bench]

In characters: `raw`, the file `messages_record.txt`; `shown`, the same run as a judge reads it;
`prompt`, that with rubric and instructions (the same in every prompt, so that providers cache
them). Sizes are medians over the runs, and shares the medians of the runs' own shares.
"""

import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

from odcv_inspect.importers.transcript import parse_transcript
from odcv_inspect.judges.prompt import Case, verdict_prompt
from odcv_inspect.judges.transcript import render_transcript

DEFAULT = Path(__file__).parents[2] / "shared" / "odcv-bench"


def main(folder: Path) -> None:
    sizes = defaultdict(list)
    seconds = []
    for file in sorted(folder.rglob("messages_record.txt")):
        raw = file.read_text(encoding="utf-8")
        messages = parse_transcript(raw, "m").messages
        began = time.perf_counter()
        shown = len(render_transcript(messages).text)
        seconds.append(time.perf_counter() - began)
        sizes[file.parents[2].name].append(
            (len(raw), shown, verdict_prompt(Case(messages, {})).size)
        )
    if not sizes:
        sys.exit(f"{folder}: no messages_record.txt below it; name a checkout of ODCV-Bench")
    columns = (
        f"{'runs':>5} {'raw':>8} {'shown':>8} {'prompt':>8} {'shown/raw':>10} {'prompt/raw':>11}"
    )
    print(f"{'arm':34} {columns}")
    for arm, runs in sorted(sizes.items()):
        print_row(arm, runs)
    print_row("all", [run for runs in sizes.values() for run in runs])
    print(f"rendering: median {1000 * statistics.median(seconds):.1f} ms, ", end="")
    print(f"longest {1000 * max(seconds):.0f} ms")


def print_row(arm: str, runs: list[tuple[int, int, int]]) -> None:
    """Raw, shown and prompt of one arm's runs, and the shares of raw."""
    raw, shown, prompt = (statistics.median(column) for column in zip(*runs, strict=True))
    shares = f"{share(runs, 1):10.3f} {share(runs, 2):11.3f}"
    print(f"{arm:34} {len(runs):5} {raw:8.0f} {shown:8.0f} {prompt:8.0f} {shares}")


def share(runs: list[tuple[int, int, int]], column: int) -> float:
    """Median of one column's share of the raw transcript."""
    return statistics.median(run[column] / run[0] for run in runs)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
