"""What every test shares: no network, a fixed look at the repository, no stray journal."""

import os
import shutil
import socket
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

# the suite draws the same examples each time; benchmarks/fuzz_anonymise.py hunts for new ones
settings.register_profile("suite", derandomize=True)
settings.load_profile("suite")

collect_ignore = ["toolkit/lab/jupyter_lab_config.py"]
CANARY = "zircobeluga"
_ADS, _PATIENCE = 1500, 280


@pytest.fixture(scope="session")
def written_diagnostic(tmp_path_factory):
    """Return how to get a diagnostic of 1,500 samples, a word planted in each; written once.

    It takes a minute: the workers of one run share it, and no test may change it.
    """
    import pandas as pd

    import toolkit as tk

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    samples = Path(__file__).parent / "data_samples"
    # the writer for Word is an extra
    documents = ["odt", *(["docx"] if find_spec("docx") else [])]

    def folder_of(lang):
        folder = shared / f"diagnostic-{lang}"
        try:
            folder.mkdir()
        except FileExistsError:
            until = time.monotonic() + _PATIENCE
            ends = (folder / "out" / "manifest.json", folder / "failed")
            while not any(end.exists() for end in ends) and time.monotonic() < until:
                time.sleep(0.5)
            return folder / "out"
        ads = pd.read_csv(samples / "ads_raw.csv", dtype=str).head(_ADS)
        ads.assign(text=ads["text"].fillna("") + f" {CANARY}").to_csv(
            folder / "ads.csv", index=False
        )
        shutil.copy(samples / "processing_record.yaml", folder)
        try:
            tk.diagnose(folder / "ads.csv", out=folder / "out", lang=lang, documents=documents)
        except BaseException:
            (folder / "failed").touch()
            raise
        return folder / "out"

    return folder_of


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch):
    """Run doctests and tests from the root, wherever pytest was called."""
    monkeypatch.chdir(Path(__file__).parent)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch, request):
    """Refuse any connection that leaves this computer."""
    if request.node.get_closest_marker("browser"):
        return
    connect = socket.socket.connect

    def local_only(self, address):
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "localhost", "::1"}:
            raise AssertionError(f"the toolkit tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)
