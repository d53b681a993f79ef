"""bin/setup: which Python it takes, and when it installs. No network, no real install."""

import importlib.util
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

BIN = Path(__file__).resolve().parents[2] / "bin"


def load(name: str) -> ModuleType:
    loader = SourceFileLoader(f"stateful_{name}", str(BIN / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def nothing_left_behind(monkeypatch):
    """bin/setup imports its neighbour and writes no bytecode; neither outlives a test."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(BIN)


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def python(path: Path, minor: int) -> Path:
    """A stand-in that answers the probe as that Python would."""
    return program(path, f"""echo '[[3, {minor}], "{path}"]'""")


SHIM = "echo 'pyenv: command not found' >&2; exit 127"


class TestFindingAPython:
    @pytest.fixture
    def finder(self, monkeypatch, tmp_path):
        """The finder on a machine that has nothing but a Python too old, which runs it."""
        for name in ("PYTHON", "PYENV_ROOT", "UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setenv("PATH", f"{tmp_path / 'first'}:{tmp_path / 'second'}")
        monkeypatch.setattr(sys, "executable", str(python(tmp_path / "own", 11)))
        finder = load("find_python.py")
        monkeypatch.setattr(finder, "HOMEBREW", [str(tmp_path / "homebrew")])
        return finder

    def test_it_takes_the_python_that_runs_it_if_that_will_do(self, finder, monkeypatch, tmp_path):
        monkeypatch.setattr(sys, "executable", str(python(tmp_path / "own", 12)))
        python(tmp_path / "first" / "python3.13", 13)
        assert finder.find_python() == [[3, 12], str(tmp_path / "own")]

    def test_it_passes_over_a_shim_that_exits_127(self, finder, tmp_path):
        program(tmp_path / "first" / "python3.13", SHIM)
        real = python(tmp_path / "second" / "python3.13", 13)
        assert finder.find_python() == [[3, 13], str(real)]

    def test_it_passes_over_an_old_python_whatever_its_name(self, finder, tmp_path):
        python(tmp_path / "first" / "python3.14", 9)
        real = python(tmp_path / "first" / "python3.12", 12)
        assert finder.find_python() == [[3, 12], str(real)]

    def test_it_passes_over_a_python_that_hangs(self, finder, monkeypatch, tmp_path):
        monkeypatch.setattr(finder, "SECONDS_TO_ANSWER", 0.1)
        hanging = program(tmp_path / "first" / "python3.14", "exec /bin/sleep 60")
        assert finder.probe(hanging) is None

    def test_it_passes_over_a_folder_and_an_empty_file(self, finder, tmp_path):
        (tmp_path / "first" / "python3.14").mkdir(parents=True)
        (tmp_path / "second").mkdir()
        (tmp_path / "second" / "python3.14").touch(mode=0o755)
        real = python(tmp_path / "second" / "python3.13", 13)
        assert finder.find_python() == [[3, 13], str(real)]

    def test_it_takes_the_newest_on_the_path(self, finder, tmp_path):
        for minor in (12, 14, 13):
            python(tmp_path / "first" / f"python3.{minor}", minor)
        assert finder.find_python()[0] == [3, 14]

    def test_it_counts_versions_as_numbers(self, finder, tmp_path):
        for version, minor in (("3.12.9", 12), ("3.13.2", 13), ("3.13.10", 13), ("3.9.18", 9)):
            python(tmp_path / "home/.pyenv/versions" / version / "bin" / "python", minor)
        assert "3.13.10" in finder.find_python()[1]

    @pytest.mark.parametrize(
        "place",
        [
            "home/.pyenv/versions/3.13.1/bin/python",
            "home/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3",
            "homebrew/opt/python@3.13/bin/python3.13",
        ],
    )
    def test_it_looks_where_other_tools_keep_theirs(self, finder, tmp_path, place):
        python(tmp_path / place, 13)
        assert finder.find_python() == [[3, 13], str(tmp_path / place)]

    def test_it_lets_uv_bring_one(self, finder, tmp_path):
        brought = tmp_path / "home/.local/share/uv/python/cpython-3.13.1/bin/python3"
        waiting = python(tmp_path / "waiting", 13)
        program(
            tmp_path / "first" / "uv",
            f"/bin/mkdir -p {brought.parent} && /bin/mv {waiting} {brought}",
        )
        assert finder.find_python()[0] == [3, 13]

    def test_finding_nothing_is_said_in_one_sentence(self, finder):
        with pytest.raises(SystemExit) as stopped:
            finder.find_python()
        assert stopped.value.code == finder.NOTHING_FOUND
        assert "\n" not in finder.NOTHING_FOUND

    def test_a_python_named_by_the_user_is_taken_or_refused(self, finder, monkeypatch, tmp_path):
        monkeypatch.setenv("PYTHON", str(python(tmp_path / "mine", 13)))
        assert finder.named_python() == [[3, 13], str(tmp_path / "mine")]
        monkeypatch.setenv("PYTHON", "no-such-python")
        with pytest.raises(SystemExit, match="PYTHON=no-such-python is not a working Python"):
            finder.named_python()


def test_the_probe_accepts_the_python_of_these_tests():
    version, path = load("find_python.py").probe(sys.executable)
    assert version == list(sys.version_info[:2])
    assert Path(path).exists()


def test_the_locked_uv_can_be_read_from_the_lock(monkeypatch, tmp_path):
    finder = load("find_python.py")
    monkeypatch.setattr(finder, "run", lambda *command: None)
    finder.install_uv(tmp_path)
    pinned = (tmp_path / "uv.txt").read_text().splitlines()
    assert pinned[0].startswith("uv==")
    assert all("--hash=sha256:" in line for line in pinned[1:])
    assert len(pinned) > 1


class TestInstalling:
    @pytest.fixture
    def setup(self, monkeypatch, tmp_path):
        """bin/setup over an empty folder; `setup.done` lists what it would have done."""
        setup = load("setup")
        locks = {name: tmp_path / f"{name}.txt" for name in ("base", "dev")}
        for lock in locks.values():
            lock.write_text("as locked")
        stamp = tmp_path / ".venv" / "installed.json"
        done: list[str] = []
        monkeypatch.setattr(setup, "ROOT", tmp_path)
        monkeypatch.setattr(setup, "LOCKS", locks)
        monkeypatch.setattr(setup, "STAMP", stamp)
        monkeypatch.setattr(setup, "probe", lambda program: [[3, 13], "python"])
        monkeypatch.setattr(setup, "named_python", lambda: None)
        monkeypatch.setattr(setup, "find_python", lambda: [[3, 13], "python"])
        monkeypatch.setattr(
            setup, "make_venv", lambda *_: (stamp.parent.mkdir(exist_ok=True), done.append("venv"))
        )
        monkeypatch.setattr(setup, "install", lambda lock: done.append(lock.stem))
        setup.done = done
        return setup

    def test_a_second_run_does_nothing(self, setup):
        setup.set_up_packages(["base"])
        setup.set_up_packages(["base"])
        assert setup.done == ["venv", "base"]

    def test_the_development_packages_will_do_for_serving(self, setup):
        setup.set_up_packages(["base", "dev"])
        setup.set_up_packages(["base"])
        assert setup.done == ["venv", "dev"]

    def test_development_adds_to_what_is_there(self, setup):
        setup.set_up_packages(["base"])
        setup.set_up_packages(["base", "dev"])
        assert setup.done == ["venv", "base", "dev"]

    def test_a_changed_lock_is_installed(self, setup):
        setup.set_up_packages(["base"])
        setup.LOCKS["base"].write_text("newer")
        setup.set_up_packages(["base"])
        assert setup.done == ["venv", "base", "base"]

    def test_an_install_cut_short_is_made_anew(self, setup, monkeypatch):
        def cut_short(lock):
            raise KeyboardInterrupt

        setup.set_up_packages(["base"])
        with monkeypatch.context() as now:
            now.setattr(setup, "install", cut_short)
            with pytest.raises(KeyboardInterrupt):
                setup.set_up_packages(["base", "dev"])
        setup.set_up_packages(["base"])
        assert setup.done == ["venv", "base", "venv", "base"]

    def test_a_dead_interpreter_is_replaced(self, setup, monkeypatch):
        setup.set_up_packages(["base"])
        monkeypatch.setattr(setup, "probe", lambda program: None)
        setup.set_up_packages(["base"])
        assert setup.done == ["venv", "base", "venv", "base"]

    def test_another_python_named_by_the_user_replaces_the_one_in_use(self, setup, monkeypatch):
        setup.set_up_packages(["base"])
        monkeypatch.setattr(setup, "named_python", lambda: [[3, 14], "mine"])
        setup.set_up_packages(["base"])
        assert setup.done == ["venv", "base", "venv", "base"]
