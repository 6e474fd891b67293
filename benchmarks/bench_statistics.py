"""Time of the cluster bootstrap for a whole results table, against scipy's general one.

Run: `python benchmarks/bench_statistics.py`. Twelve models x 80 cells (40 scenarios in two
variations), 10,000 resamples of scenarios; the limit is 0.2 s.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
from scipy import stats

from odcv_inspect.statistics.contrasts import bootstrap_means

LIMIT_SECONDS = 0.2
MODELS, SCENARIOS, VARIATIONS, RESAMPLES = 12, 40, 2, 10_000


def best_seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Shortest of several runs: what the machine can do when nothing else disturbs it."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    rng = np.random.default_rng(0)
    cells = rng.binomial(1, 0.3, (SCENARIOS, MODELS * VARIATIONS)).astype(float)

    def ours() -> None:
        np.quantile(bootstrap_means(cells, RESAMPLES), (0.025, 0.975), axis=0)

    def scipys() -> None:
        stats.bootstrap((cells,), np.mean, n_resamples=RESAMPLES, method="percentile", rng=rng)

    mine, theirs = best_seconds(ours), best_seconds(scipys)
    print(f"cluster bootstrap, {MODELS} models x {SCENARIOS * VARIATIONS} cells, {RESAMPLES}:")
    print(f"  odcv_inspect          {mine:6.3f} s  (limit {LIMIT_SECONDS} s)")
    print(f"  scipy.stats.bootstrap {theirs:6.3f} s  ({theirs / mine:.1f} times as long)")
    return 0 if mine <= LIMIT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
