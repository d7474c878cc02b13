"""Compile requirements.lock again from pyproject.toml, and sign it with what it was made from."""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
MARK = "# made from "


def signature(pyproject: str) -> str:
    """Return the fingerprint of the requirements of a pyproject.toml."""
    project = tomllib.loads(pyproject)["project"]
    names = ("requires-python", "dependencies", "optional-dependencies")
    kept = json.dumps({name: project[name] for name in names}, sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()


def main() -> None:
    """Compile the lock."""
    options = "--universal --generate-hashes --no-emit-index-url --no-header --all-extras -q"
    wheels = "--only-binary :all: --emit-build-options --python-version 3.11"
    command = [sys.executable, "-m", "uv", "pip", "compile", *options.split(), *wheels.split()]
    subprocess.run([*command, "pyproject.toml", "-o", str(LOCK)], cwd=ROOT, check=True)
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    content = LOCK.read_text(encoding="utf-8")
    LOCK.write_text(f"{MARK}{signature(pyproject)}\n{content}", encoding="utf-8", newline="\n")
    print(f"{content.count('==')} packages in {LOCK.name}")


if __name__ == "__main__":
    main()
