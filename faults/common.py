"""What the fault scripts share: the program, the shim under it, a small office, and how a record is proved."""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
IN_CI = bool(os.environ.get("CI") or os.environ.get("MILEPOST_CI"))

TABLE = """Ref,Theme,Action,Lead officer,Timescale,RAG,Current status
1,Victims,Open a hub for victims of crime,Head of Service,31/03/2027,Green,The lease is signed
2,Offenders,Work with offenders on release,Head of Service,30/06/2027,Amber,Two posts are vacant
3,Victims,Train every officer in first response,Head of Learning,30/09/2027,Red,Not funded
"""


def built(name):
    """A program of the workspace: `milepost`, or `examples/writer`."""
    if name == "milepost" and os.environ.get("MILEPOST_BIN"):
        return os.environ["MILEPOST_BIN"]
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    for profile in os.environ.get("MILEPOST_PROFILE", "debug release").split():
        if (target / profile / name).exists():
            return str(target / profile / name)
    sys.exit(f"{name} is not built: cargo build --workspace --bins --examples")


def not_run(why):
    """A part that this machine cannot run: said, and a failure where it should be able to."""
    print(f"not run: {why}")
    sys.exit(1 if IN_CI else 0)


def needs_root():
    if os.geteuid() != 0:
        print("not run: needs root")
        sys.exit(1 if IN_CI and shutil.which("sudo") is None else 0)


def needs(*programs):
    for program in programs:
        if not shutil.which(program) and not Path(program).exists():
            not_run(f"needs {program}")


def shim(folder):
    """Compiles durable.c into the folder."""
    made = Path(folder) / "durable.so"
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", made, HERE / "durable.c", "-ldl"], check=True)
    return str(made)


def surroundings(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MILEPOST_", "FAULTS_"))}
    kept.update({name: str(value) for name, value in more.items()})
    return kept


class Answer:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit {self.code}\n{self.out[-1500:]}\n{self.err[-3000:]}"


def run(*words, env=None, timeout=120, through=(), **more):
    """Runs the program to its end."""
    command = [*map(str, through), built("milepost"), *map(str, words)]
    return Answer(subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout,
                                 env=env or surroundings(), **more))


def does(*words, **more):
    answer = run(*words, "--json", **more)
    if answer.code:
        raise AssertionError(f"{' '.join(map(str, words))}: {answer!r}")
    return answer.json()


def proved(folder, *more, **kept):
    """How many entries the record has; it must be whole."""
    answer = run("--dir", folder, *more, "verify", "--json", **kept)
    try:
        told = answer.json()
    except ValueError:
        raise AssertionError(f"verify of {folder}: {answer!r}") from None
    if answer.code or not told["ok"]:
        raise AssertionError(f"the record is not whole: {told['problems'][:5]} {answer.err}")
    return told["entries"]


def begin(folder, *more, **kept):
    """The office of Fenshire, with a plan of three actions and a position."""
    folder = Path(folder)
    (folder.parent / "plan.csv").write_text(TABLE)
    does(*more, "init", folder, "--office", "Office of Fenshire", "--code", "FEN", **kept)
    does("--dir", folder, *more, "import", "plan", folder.parent / "plan.csv", **kept)


class Server:
    """`milepost serve`, ended when the block is left."""

    def __init__(self, folder, *more, through=(), env=None, program=None):
        command = [*map(str, through), program or built("milepost"), "--dir", str(folder), *map(str, more), "serve",
                   "--listen", "127.0.0.1:0", "--staff", "127.0.0.1:0"]
        self.child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env or surroundings(),
                                      start_new_session=True)
        self.said = []
        self.public, self.staff = self.address("public side"), self.address("staff pages")
        threading.Thread(target=lambda: self.said.extend(self.child.stderr), daemon=True).start()

    def address(self, of):
        for line in self.child.stderr:
            self.said.append(line)
            if of in line:
                return line.split("http://")[1].split("/")[0]
        raise AssertionError("the server did not start: " + "".join(self.said))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # With whatever it was started through, which may wait for it.
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()


def page(address, path="/", timeout=30):
    """Status, text and seconds of a page; status 0 where there was no answer."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(f"http://{address}{path}", timeout=timeout) as answer:
            status, text = answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read().decode()
    except OSError as error:
        status, text = 0, str(error)
    return status, text, time.monotonic() - began


class Writer:
    """The client that does nothing but write, and says what was acknowledged as soon as it is."""

    def __init__(self, folder, said, *more, env=None):
        self.said = Path(said)
        with open(self.said, "w") as out, open(f"{said}.err", "w") as err:
            self.child = subprocess.Popen([built("examples/writer"), str(folder), *map(str, more)], stdout=out,
                                          stderr=err, env=env or surroundings())

    def acknowledged(self):
        text = self.said.read_text()
        return [int(line) for line in text[:text.rfind("\n") + 1].split()]

    def wait_for_first(self):
        began = time.monotonic()
        while not self.acknowledged():
            if time.monotonic() - began > 30 or self.child.poll() is not None:
                raise AssertionError("nothing was acknowledged: " + Path(f"{self.said}.err").read_text())
            time.sleep(0.005)

    def kill(self):
        self.child.kill()
        self.child.wait()
        return self.acknowledged()

    def end(self, timeout=600):
        if self.child.wait(timeout):
            raise AssertionError("a writer did not come to its end: " + Path(f"{self.said}.err").read_text())
        return self.acknowledged()


def workplace(**more):
    return tempfile.TemporaryDirectory(prefix="milepost-faults-", **more)
