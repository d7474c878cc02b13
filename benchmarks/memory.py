"""How much memory and time a diagnostic of many ads takes, stage by stage, in a fresh process.

Run it as ``python benchmarks/memory.py --ads 100000``; the aim is a peak under 1.5 GiB.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from toolkit.samples import write_sample

RECORD = Path(__file__).parents[1] / "data_samples" / "processing_record.yaml"


def peak() -> float:
    """Return the highest memory of this process so far, in MiB; Linux only.

    The figure of ``getrusage`` is inherited from the parent, the one of the kernel is not.
    """
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def measure(folder: Path) -> None:
    """Print time and peak memory after each stage of a diagnostic."""
    import toolkit as tk
    from toolkit.pipeline import prepare
    from toolkit.pipeline.sections import make_sections

    start = time.perf_counter()
    print(f"{'import':<10}{time.perf_counter() - start:8.1f} s {peak():8.0f} MiB", flush=True)
    prepared = prepare(folder / "ads_raw.csv")
    print(f"{'prepare':<10}{time.perf_counter() - start:8.1f} s {peak():8.0f} MiB", flush=True)
    annotated = tk.annotate(prepared.corpus)
    print(f"{'annotate':<10}{time.perf_counter() - start:8.1f} s {peak():8.0f} MiB", flush=True)
    make_sections(annotated)
    print(f"{'sections':<10}{time.perf_counter() - start:8.1f} s {peak():8.0f} MiB", flush=True)


def main() -> None:
    """Make the corpus in one process and measure in another, which holds nothing yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ads", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="a sample made before")
    options = parser.parse_args()
    if options.folder is not None:
        measure(options.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        write_sample(folder, ads=options.ads, seed=options.seed)
        shutil.copy(RECORD, folder)
        subprocess.run([sys.executable, __file__, "--folder", folder], check=True)


if __name__ == "__main__":
    main()
