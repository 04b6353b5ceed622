"""A PostgreSQL of one's own, that may be killed."""
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from common import not_run

PROGRAMS = Path("/usr/lib/postgresql/15/bin")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Engine:
    """Runs until the block is left. As root it runs as the user `postgres`, since it refuses root."""

    def __init__(self, work):
        if not (PROGRAMS / "initdb").exists():
            not_run("needs postgresql-15")
        self.work, self.port = Path(work) / "postgres", free_port()
        self.work.mkdir()
        Path(work).chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(self.work, "postgres")
        self.tell(f"{PROGRAMS}/initdb -D {self.work}/data -A trust -U milepost")
        self.start()

    def tell(self, command, check=True):
        words = ["su", "postgres", "-s", "/bin/bash", "-c", command] if os.geteuid() == 0 else ["bash", "-c", command]
        return subprocess.run(words, check=check, capture_output=True, text=True)

    def start(self):
        options = f"-p {self.port} -k {self.work} -h 127.0.0.1 -c max_connections=300"
        for _ in range(20):
            done = self.tell(f"{PROGRAMS}/pg_ctl -D {self.work}/data -o '{options}' -l {self.work}/log -w start", False)
            if done.returncode == 0:
                return
            time.sleep(0.5)
        raise AssertionError(f"PostgreSQL does not start: {(self.work / 'log').read_text()[-2000:]}")

    def stop(self, how="fast"):
        self.tell(f"{PROGRAMS}/pg_ctl -D {self.work}/data -m {how} -w stop", False)

    def kill(self):
        """SIGKILL for all of it, at once."""
        pid = int((self.work / "data/postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
        for one in [pid, *map(int, children)]:
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                pass
        while any(Path(f"/proc/{one}/stat").exists() and not ended(one) for one in [pid, *map(int, children)]):
            time.sleep(0.05)

    def database(self, name):
        """A database with nothing in it; its address, the port left open for a proxy's."""
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "milepost"]
        subprocess.run(["createdb", *address, name], check=True, capture_output=True)
        return lambda port=None: f"postgres://milepost@127.0.0.1:{port or self.port}/{name}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop("immediate")


def ended(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX"
    except OSError:
        return True
