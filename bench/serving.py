"""What the benches of servers share: `milepost serve`, PostgreSQL of one's own, and processor time by process."""
import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from common import binary, run

POSTGRES = Path("/usr/lib/postgresql/15/bin")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Serving:
    """`milepost serve` on spare ports, ended when the block is left."""

    def __init__(self, folder):
        self.public, self.staff = (f"127.0.0.1:{free_port()}" for _ in range(2))
        words = [binary(), "--dir", str(folder), "serve", "--listen", self.public, "--staff", self.staff]
        self.child = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                fetch(self.staff, "/verify")
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the server does not answer")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()


def fetch(address, path, coding="identity"):
    asked = urllib.request.Request(f"http://{address}{path}", headers={"Accept-Encoding": coding})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        if answer.headers.get("Content-Encoding", "identity") != coding:
            raise SystemExit(f"{path} came as {answer.headers.get('Content-Encoding')}, asked for as {coding}")
        return answer.read()


def processor_seconds(pids):
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def mebibytes(pid):
    """Memory of a process; what it shares with others is divided between them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("this kernel does not say how much memory a process has")


def published(folder, table_file):
    """An office with this table, whose position is on the public side."""
    run("init", folder, "--office", "Office of Benchshire", "--code", "BEN")
    run("--dir", folder, "import", "plan", table_file, "--on", "2026-09-01")
    run("--dir", folder, "snapshot", "Autumn", "--for", "Panel", "--on", "2026-09-12")
    run("--dir", folder, "publish", "Autumn")
