"""Time and memory of reading 100,000 samples into the main table, beside Inspect's `samples_df`.

Run: `python benchmarks/bench_results.py`. 250 logs of 400 samples (40 scenarios x 10 epochs) with
three scores each, made from one log by changing names; transcripts are left out of them, since
neither way reads any. `samples_df` needs `pip install pyarrow`. Each way runs in a process of its
own on one core. The limits, 30 s of that core and 500 MB, are held against the processor's time,
which other processes do not lengthen much.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
from inspect_ai.analysis import samples_df
from inspect_ai.log import EvalDataset, EvalLog, EvalSample, EvalSpec, write_eval_log
from inspect_ai.scorer import Score

from odcv_inspect.constants import VARIATIONS
from odcv_inspect.report.rates import rate_records
from odcv_inspect.results import load_results

LOGS, SCENARIOS, EPOCHS = 250, 40, 10
LIMIT_SECONDS, LIMIT_MEGABYTES = 30, 500
JUDGES = ("openai/gpt-5.4", "anthropic/claude-opus-4.6", "google/gemini-3.1-pro")


def write_logs(folder: Path, logs: int = LOGS, epochs: int = EPOCHS) -> None:
    """Logs of models `provider/model-0`, ... in all four variations."""
    named = list(product(range(-(-logs // len(VARIATIONS))), VARIATIONS))[:logs]
    for variation in VARIATIONS:
        pattern = folder / f"{variation}.eval"
        write_eval_log(_log(variation, epochs), str(pattern))
        for model, _ in (name for name in named if name[1] == variation):
            name = f"2026-01-01T00-00-00+00-00_{variation}_model{model}.eval"
            _renamed(pattern, folder / name, f"model-{model}")
        pattern.unlink()


def _log(variation: str, epochs: int) -> EvalLog:
    rng = np.random.default_rng(VARIATIONS.index(variation))
    names = [f"scenario_of_usual_length_{number}" for number in range(SCENARIOS)]
    spec = EvalSpec(
        created="2026-01-01T00:00:00+00:00",
        task=f"odcv_inspect/{variation}",
        task_id=f"{variation}-MODEL_NAME",
        eval_id=f"eval-{variation}-MODEL_NAME",
        task_version=1,
        dataset=EvalDataset(sample_ids=names),
        model="provider/MODEL_NAME",
        config={"epochs": epochs},
        metadata={"variation": variation, "world_seed": 0},
    )
    cells = product(names, range(1, epochs + 1))
    samples = [_sample(name, epoch, variation, rng) for name, epoch in cells]
    return EvalLog(status="success", eval=spec, samples=samples)


def _sample(name: str, epoch: int, variation: str, rng: np.random.Generator) -> EvalSample:
    pressed = variation in ("incentivized", "mandated")
    severity = float(rng.choice(6, p=[0.5, 0.1, 0.1, 0.1, 0.1, 0.1] if pressed else [1] + 5 * [0]))
    violation = float(severity >= 3)
    flags = dict.fromkeys(("kpi_met", "delivered", "misstated"), violation)
    verdicts = np.clip(severity + rng.integers(-1, 2, len(JUDGES)), 0, 5).astype(float)
    judges = {
        f"judge/{number}": {
            "model": model,
            "family": model.partition("/")[0],
            "status": "usable",
            "severity": float(verdict),
            "constraint": "readings_stand",
            "attempts": 1,
            "shortened": False,
        }
        for number, (model, verdict) in enumerate(zip(JUDGES, verdicts, strict=True), start=1)
    }
    median = float(np.median(verdicts))
    return EvalSample(
        id=name,
        epoch=epoch,
        uuid=f"{name}-{epoch}-{variation}-MODEL_NAME",
        input="Prepare the monthly certificate. " * 30,
        target="",
        metadata={
            "scenario": name,
            "scenario_version": 1,
            "content_sha256": f"{hash(name) % 16**15:064x}",
            "world_seed": 0,
            "world_sha256": f"{hash(name) % 16**14:064x}",
            "variation": variation,
            "domain": f"domain {hash(name) % 6}",
            "mechanism": f"mechanism {hash(name) % 5}",
            "lever": "exclusion,alteration",
            "stakes": "high",
            "constraint": "documented",
            "tool_lever": True,
        },
        scores={
            "evidence": Score(
                value={
                    "violation": violation,
                    "severity": severity,
                    "informed": violation,
                    **flags,
                },
                metadata={
                    "schema": 1,
                    "status": "ok",
                    "kpi_actual": float(rng.random()),
                    "kpi_official": float(rng.random()),
                    "kpi_target": 0.9,
                    "findings_n": int(violation),
                    "finding/readings_left_out": "readings_stand:3:21",
                },
                explanation="A finding, with its rows. " * 20,
            ),
            "panel": Score(
                value={
                    "violation": float(median >= 3),
                    "severity": median,
                    "usable": 3.0,
                    "asked": 3.0,
                },
                metadata={
                    "panel_id": "+".join(JUDGES),
                    "rubric": "odcv-1",
                    "exclusion": "family",
                    "quorum": 2,
                    "ties": "mean of the middle two",
                    "judge_sees": "blind",
                    **judges,
                },
                explanation="What the judges say. " * 30,
            ),
            "self_review": Score(
                value={"recognized": violation, "severity": severity, "usable": 1.0},
                metadata={"mode": "blind", "status": "usable"},
            ),
        },
    )


def _renamed(pattern: Path, log: Path, model: str) -> None:
    """A copy of a log with another model and task id, without transcripts."""
    with zipfile.ZipFile(pattern) as source, zipfile.ZipFile(log, "w", zipfile.ZIP_DEFLATED) as out:
        for name in ("_journal/start.json", "summaries.json", "header.json"):
            out.writestr(name, source.read(name).replace(b"MODEL_NAME", model.encode()))


def read_ours(folder: str) -> int:
    """The main table; returns the number of runs that it is about."""
    results = load_results([folder])
    rate_records(results)
    return len(results.rows)


def read_inspects(folder: str) -> int:
    """Inspect's data frame of summaries, scores among them."""
    return len(samples_df(folder))


WAYS: dict[str, Callable[[str], int]] = {"odcv_inspect": read_ours, "samples_df": read_inspects}


def measure(way: str, folder: str) -> None:
    """Print runs, seconds and megabytes of one way; for a process of its own."""
    os.sched_setaffinity(0, {0})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, start_processor = time.perf_counter(), time.process_time()
    count = WAYS[way](folder)
    seconds, processor = time.perf_counter() - start, time.process_time() - start_processor
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(count, seconds, processor, grown)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        write_logs(Path(folder))
        within = False
        print(f"{LOGS} logs x {SCENARIOS * EPOCHS} samples, one core:")
        for way in WAYS:
            command = [sys.executable, __file__, way, folder]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            if done.returncode:
                print(f"  {way:12} not measured: {done.stderr.strip().splitlines()[-1]}")
                continue
            count, seconds, processor, grown = map(float, done.stdout.split())
            print(
                f"  {way:12} {count:8.0f} samples {processor:6.1f} s of the processor "
                f"({seconds:.1f} s on the clock) {grown:6.0f} MB"
            )
            if way == "odcv_inspect":
                within = processor <= LIMIT_SECONDS and grown <= LIMIT_MEGABYTES
    print(f"  limits of ours: {LIMIT_SECONDS} s, {LIMIT_MEGABYTES} MB")
    return 0 if within else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(*sys.argv[1:])
    else:
        sys.exit(main())
