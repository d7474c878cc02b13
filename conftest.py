"""What every test shares: no network, a fixed look at the repository, no stray journal."""

import socket
from pathlib import Path

import pytest
from hypothesis import settings

# the suite draws the same examples each time; benchmarks/fuzz_anonymise.py hunts for new ones
settings.register_profile("suite", derandomize=True)
settings.load_profile("suite")

collect_ignore = ["toolkit/lab/jupyter_lab_config.py"]


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
