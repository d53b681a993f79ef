"""Find a Python 3.12 or newer that can make a virtual environment. Used by bin/setup.

Like bin/setup it needs the standard library only, of Python 3.8 or newer.
"""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LOWEST = [3, 12]
HOMEBREW = ("/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew")
DEV_LOCK = Path(__file__).resolve().parent.parent / "requirements" / "dev.txt"
SECONDS_TO_ANSWER = 20
NOTHING_FOUND = (
    "No Python 3.12 or newer with venv and ensurepip was found, and uv could not bring one: "
    "install one and try again, or name yours with PYTHON=/path/to/python3."
)

# Pre-releases, free-threaded builds and other implementations have no wheels in the lock.
PROBE = """
import ensurepip, json, sys, venv
plain = sys.implementation.name == "cpython" and "t" not in sys.abiflags
if plain and sys.version_info.releaselevel == "final":
    base = getattr(sys, "_base_executable", None) or sys.executable
    print(json.dumps([sys.version_info[:2], base]))
"""


def run(*command, **options):
    """Run to the end, all output in one text, without settings that lead Python or pip astray."""
    astray = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_CONSTRAINT"}
    env = {name: value for name, value in os.environ.items() if name not in astray}
    env.update(PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, **options}
    return subprocess.run(
        [str(word) for word in command],
        **options,
        check=False,
        env=env,
        stdin=subprocess.DEVNULL,
        errors="replace",
    )


def probe(program):
    """`[[3, 13], path]` of an interpreter that works and is new enough, else None.

    It is run, not looked at: a pyenv shim is on the path and still exits 127.
    """
    silent = {"stderr": subprocess.DEVNULL, "timeout": SECONDS_TO_ANSWER}
    try:
        version, path = json.loads(run(program, "-I", "-c", PROBE, **silent).stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return [version, path] if version >= LOWEST else None


def newest_first(*pattern):
    def numbers(path):
        return [int(number) for number in re.findall(r"\d+", path)]

    found = glob.glob(os.path.expanduser(os.path.join(*pattern)))
    return sorted(found, key=numbers, reverse=True)


def uv_pythons():
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    folder = os.environ.get("UV_PYTHON_INSTALL_DIR") or os.path.join(data, "uv", "python")
    return newest_first(folder, "*", "bin", "python3")


def candidates():
    yield sys.executable
    for name in ("python3.14", "python3.13", "python3.12"):
        # Each one on the path, because a working one may stand behind a shim that is not.
        for folder in filter(None, os.environ.get("PATH", "").split(os.pathsep)):
            yield os.path.join(folder, name)
    pyenv = os.environ.get("PYENV_ROOT") or "~/.pyenv"
    yield from newest_first(pyenv, "versions", "3.1?.*", "bin", "python")
    yield from uv_pythons()
    for folder in HOMEBREW:
        yield from newest_first(folder, "opt", "python@3.1?", "bin", "python3.1?")


def first_usable(programs):
    return next(filter(None, map(probe, programs)), None)


def install_uv(folder):
    """The uv that the lock pins, in a folder of its own."""
    pinned = re.search(r"^uv==.*(\n +--hash.*)*", DEV_LOCK.read_text(), re.MULTILINE).group()
    wanted = Path(folder, "uv.txt")
    wanted.write_text(pinned)
    run(sys.executable, "-m", "pip", "install", "--target", folder, "-r", wanted)
    return os.path.join(folder, "bin", "uv")


def bring_with_uv():
    print("Found no Python 3.12 or newer; asking uv to bring Python 3.13 ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        try:
            run(shutil.which("uv") or install_uv(folder), "python", "install", "3.13")
        except OSError:
            return None
    return first_usable(uv_pythons())


def named_python():
    """$PYTHON, taken at its word: where it is set, no other will do."""
    name = os.environ.get("PYTHON")
    return name and (
        probe(name)
        or sys.exit(
            f"PYTHON={name} is not a working Python 3.12 or newer with venv and ensurepip: "
            "name another one, or unset PYTHON to have one looked for."
        )
    )


def find_python():
    return first_usable(candidates()) or bring_with_uv() or sys.exit(NOTHING_FOUND)
