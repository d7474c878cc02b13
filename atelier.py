"""Set the toolkit up beside this file, then run it: ``python3 atelier.py demo`` or ``... test``.

Standard library only. ATELIER_LANG=en speaks English.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / ".atelier-ready"
LOCK = ROOT / "requirements.lock"
FRENCH = os.environ.get("ATELIER_LANG", "fr") != "en"


def say(french: str, english: str) -> None:
    """Print one line in the reader's language."""
    print(french if FRENCH else english, flush=True)


def stop(french: str, english: str) -> None:
    """Explain what is wrong and leave."""
    say(french, english)
    raise SystemExit(1)


def fingerprint() -> str:
    """Return what the installation depends on, as one text."""
    # a folder that was moved or copied still names the old one in its .venv
    place = f"{sys.version}\0{ROOT}".encode()
    parts = [LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), place]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def run(*command: object) -> bool:
    """Run a command and tell whether it worked."""
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONHOME", "PYTHONPATH"}}
    return (
        subprocess.run([str(part) for part in command], cwd=ROOT, env=clean, check=False).returncode
        == 0
    )


def make_venv() -> None:
    """Make the virtual environment, again when an interruption broke it."""
    if PYTHON.exists() and run(PYTHON, "-c", "import pip"):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    say("Création de l’environnement .venv…", "Making the environment .venv…")
    if not run(sys.executable, "-m", "venv", VENV):
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            "Python n’a pas pu créer .venv. Sous Debian ou Ubuntu : sudo apt install python3-venv. "
            "Sinon, vérifiez que vous pouvez écrire dans ce dossier.",
            "Python could not make .venv. On Debian or Ubuntu: sudo apt install python3-venv. "
            "Otherwise, check that you may write in this folder.",
        )


def install() -> None:
    """Install what the lock names, by uv where it has a wheel, by pip elsewhere."""
    make_venv()
    say(
        "Installation des paquets (une à quelques minutes)…", "Installing packages (a few minutes)…"
    )
    entry = re.search(r"^uv==.*?(?=^\S)", LOCK.read_text(encoding="utf-8"), re.M | re.S)
    alone = VENV / "uv.txt"
    alone.write_text(entry.group() if entry else "", encoding="utf-8")
    strict = ("--require-hashes", "--only-binary", ":all:", "-r")
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-q")
    uv = (PYTHON, "-m", "uv", "pip", "install", "-q", "--system-certs", "--python", PYTHON)
    by_uv = entry and run(*pip, *strict, alone) and run(*uv, *strict, LOCK)
    if not by_uv and not run(*pip, *strict, LOCK):
        stop(
            "Le téléchargement a échoué. Derrière un proxy, définissez HTTPS_PROXY, puis relancez "
            "la même commande : elle reprend où elle en était.",
            "The download failed. Behind a proxy, set HTTPS_PROXY, then run the same command "
            "again: it resumes where it stopped.",
        )
    if not run(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT):
        stop("L’installation du projet a échoué.", "Installing the project failed.")
    STAMP.write_text(fingerprint(), encoding="utf-8")


def compiling_once() -> dict[str, str]:
    """Return an environment in which the many processes of the tests compile a module once."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    # beside the sources it would litter what somebody asked to keep clean
    return kept | {"PYTHONPYCACHEPREFIX": str(VENV / "bytecode")}


def main() -> int:
    """Set up when needed, then hand over the arguments."""
    if sys.version_info < (3, 11) or sys.version_info >= (3, 14):
        stop("Il faut Python 3.11, 3.12 ou 3.13.", "Python 3.11, 3.12 or 3.13 is needed.")
    try:
        if not (
            STAMP.exists()
            and STAMP.read_text(encoding="utf-8") == fingerprint()
            and PYTHON.exists()
        ):
            install()
        test, rest = sys.argv[1:2] == ["test"], sys.argv[1:]
        pytest = ["pytest", "-n", "2", "--dist=worksteal"]
        command = [*pytest, *rest[1:]] if test else ["toolkit.cli", *rest]
        return subprocess.run(
            [str(PYTHON), "-m", *command],
            cwd=ROOT if test else None,
            env=compiling_once() if test else None,
            check=False,
        ).returncode
    except KeyboardInterrupt:
        say("Interrompu. La même commande reprendra.", "Interrupted. The same command will resume.")
        return 130
    except PermissionError as error:
        stop(f"Écriture refusée : {error.filename}", f"No write access: {error.filename}")
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
