"""The repository's own promises: a fresh lock, two equal lists of requirements, a true README."""

import importlib.util
import itertools
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONDA_NAMES = {
    "matplotlib": "matplotlib-base",
    "jupyterlab-language-pack-fr-fr": "jupyterlab-language-pack-fr-fr",
}
EVERY = [
    *PROJECT["dependencies"],
    *itertools.chain.from_iterable(PROJECT["optional-dependencies"].values()),
]


def _module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _tracked():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("needs a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_the_lock_is_fresh():
    lock = _module(ROOT / "tools" / "lock.py")
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert LOCK.splitlines()[0] == lock.MARK + lock.signature(pyproject), "run tools/lock.py"


@pytest.mark.parametrize("text", EVERY)
def test_every_requirement_is_locked_with_hashes(text):
    wanted = Requirement(text)
    name = re.escape(canonicalize_name(wanted.name)).replace(r"\-", "[-_.]")
    entry = re.search(rf"^{name}==(\S+)[^\n]*\\\n((?:    --hash=\S+.*\n)+)", LOCK, re.M | re.I)
    assert entry, wanted.name
    assert Version(entry[1]) in wanted.specifier
    assert "sha256:" in entry[2]


def test_the_french_model_is_the_publishers():
    digest = "7d6ad14cd5078e53147bfbf70fb9d433c6a3865b695fda2657140bbc59a27e29"
    assert f"--hash=sha256:{digest}" in LOCK


def test_no_file_names_a_package_index():
    names = ("pypi" + ".org", "pythonhosted" + ".org", "--index" + "-url", "registry.npm" + "js")
    for path in _tracked():
        if path.suffix in {".png", ".ipynb"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not [name for name in names if name in text], path.name
    assert not (ROOT / "uv.lock").exists()


def _conda_specs():
    plain = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
    return [entry for entry in plain if entry != "pip"]


@pytest.mark.parametrize("spec", _conda_specs())
def test_conda_specs_parse_strictly(spec):
    from rattler import MatchSpec

    parsed = MatchSpec(spec, strict=True)
    assert parsed.name is not None


def test_conda_and_pip_ask_for_the_same():
    by_pip = next(e for e in ENVIRONMENT["dependencies"] if isinstance(e, dict))["pip"]
    bounds = {}
    for spec in [*_conda_specs(), *by_pip]:
        name, rest = re.match(r"([\w.\-]+)(.*)", spec).groups()
        bounds[name] = {part.strip() for part in rest.split(";")[0].split(",") if part.strip()}
    wanted = {"python": set(PROJECT["requires-python"].split(","))}
    for text in PROJECT["dependencies"]:
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        wanted[CONDA_NAMES.get(name, name)] = {str(part) for part in requirement.specifier}
    assert bounds == wanted


def test_the_readme_names_what_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 atelier.py demo" in readme
    assert "python3 atelier.py test" in readme
    for target in re.findall(r"\]\(([^)#:]+)\)", readme):
        assert (ROOT / target).exists(), target


def test_paths_are_short_enough_for_windows():
    assert max(len(str(path.relative_to(ROOT))) for path in _tracked()) < 120


def test_the_starter_explains_itself(monkeypatch, capsys, tmp_path):
    starter = _module(ROOT / "atelier.py")
    monkeypatch.setattr(starter, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(starter, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(starter, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(starter, "run", lambda *command: False)
    with pytest.raises(SystemExit):
        starter.main()
    assert "python3-venv" in capsys.readouterr().out
    monkeypatch.setattr(starter.sys, "version_info", (3, 10, 0))
    with pytest.raises(SystemExit):
        starter.main()
    assert "3.11" in capsys.readouterr().out


def test_the_starter_hands_over_arguments_and_status(monkeypatch, tmp_path):
    starter = _module(ROOT / "atelier.py")
    stamp, python = tmp_path / "stamp", tmp_path / "python"
    stamp.write_text(starter.fingerprint(), encoding="utf-8")
    python.touch()
    monkeypatch.setattr(starter, "STAMP", stamp)
    monkeypatch.setattr(starter, "PYTHON", python)
    calls = []

    def fake(command, **options):
        calls.append(command)
        return subprocess.CompletedProcess(command, 7)

    monkeypatch.setattr(starter.subprocess, "run", fake)
    monkeypatch.setattr(starter.sys, "argv", ["atelier.py", "diagnose", "a b.csv"])
    assert starter.main() == 7
    assert calls == [[str(python), "-m", "toolkit.cli", "diagnose", "a b.csv"]]


def _starter_in(folder, monkeypatch, answers):
    """Return a starter that works in a folder and records its commands instead of running them."""
    starter = _module(ROOT / "atelier.py")
    folder.mkdir(exist_ok=True)
    (folder / ".venv").mkdir(exist_ok=True)
    monkeypatch.setattr(starter, "VENV", folder / ".venv")
    monkeypatch.setattr(starter, "PYTHON", folder / ".venv" / "python")
    monkeypatch.setattr(starter, "STAMP", folder / ".venv" / "stamp")
    starter.PYTHON.touch()
    calls = []

    def run(*command):
        calls.append([str(part) for part in command])
        return answers(calls[-1])

    monkeypatch.setattr(starter, "run", run)
    return starter, calls


def test_the_starter_falls_back_on_pip_where_uv_cannot_run(monkeypatch, tmp_path):
    starter, calls = _starter_in(tmp_path, monkeypatch, lambda call: "uv" not in call)
    starter.install()
    by_pip = [call for call in calls if "pip" in call and str(starter.LOCK) in call]
    assert any(call[2] == "pip" and "--require-hashes" in call for call in by_pip)
    assert starter.STAMP.read_text(encoding="utf-8") == starter.fingerprint()


def test_the_starter_explains_a_failed_download_and_leaves_no_stamp(monkeypatch, tmp_path, capsys):
    starter, _ = _starter_in(tmp_path, monkeypatch, lambda call: "-r" not in call)
    with pytest.raises(SystemExit):
        starter.install()
    assert "HTTPS_PROXY" in capsys.readouterr().out
    assert not starter.STAMP.exists()
