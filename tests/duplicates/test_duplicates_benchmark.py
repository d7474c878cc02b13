import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
ONE = ["--quick", "--kinds", "medium shared"]


def _ran(*options, cwd):
    command = [sys.executable, str(FOLDER / "duplicates.py"), *options]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def benchmark(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("duplicates_benchmark", FOLDER / "duplicates.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    for name in ("duplicates_corpora", "duplicates_peers"):
        sys.modules.pop(name, None)


def test_a_quick_run_compares_any_callable_and_says_what_is_missing(tmp_path):
    (tmp_path / "other.py").write_text("def alone(texts):\n    return range(len(texts))\n")
    calls = ["--call", "other:alone", "absent_module:group"]
    said = _ran(*ONE, *calls, cwd=tmp_path)
    assert "absent_module:group left out: not installed" in said
    lines = {
        line.split()[2]: line.split() for line in said.splitlines() if "medium shared " in line
    }
    assert float(lines["toolkit"][3]) > 0.95
    assert float(lines["toolkit"][-1]) > 0.85
    assert float(lines["other:alone"][3]) == 0


def test_a_quick_run_grows_and_adds_a_month(tmp_path):
    said = _ran(*ONE, "--growth", "--update", cwd=tmp_path)
    assert "growth, medium shared" in said
    assert "the month alone" in said


def test_scores_are_those_of_others(benchmark):
    random = np.random.default_rng(1)
    truth, found = random.integers(0, 40, 300), random.integers(0, 40, 300)
    found[:200] = truth[:200]
    assert benchmark.scores(truth, found)["ARI"] == pytest.approx(adjusted_rand_score(truth, found))
    assert benchmark.scores([0, 1, 2], [4, 5, 6])["ARI"] == 1


def test_components_join_in_any_order(benchmark):
    joined = sys.modules["duplicates_peers"].Joined
    assert joined(5).of([(3, 4), (0, 3)]) == joined(5).of([(0, 4), (4, 3)]) == [0, 1, 2, 0, 0]
