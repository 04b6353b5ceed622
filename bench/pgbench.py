#!/usr/bin/env python3
"""Durable updates a second on PostgreSQL with 1 and 16 writers, beside pgbench that commits one row of 300 bytes a
transaction on the same server and disk. Starts a PostgreSQL of its own with Debian's settings (fsync on)."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from common import binary, machine
from serving import POSTGRES, free_port

WRITER = Path(binary()).parent / "examples/writer"
SECONDS, COUNT = 10, 2_000


def tell(command):
    words = ["su", "postgres", "-s", "/bin/bash", "-c", command] if os.geteuid() == 0 else ["bash", "-c", command]
    subprocess.run(words, check=True, capture_output=True)


def raw(url, script, clients):
    words = [POSTGRES / "pgbench", "-n", "-M", "prepared", "-f", script, "-T", str(SECONDS), "-c", str(clients), "-j", "1", url]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return float(re.search(r"tps = ([\d.]+) \(without", said).group(1))


def ours(url, folder, writers):
    words = [WRITER, folder, "--database", url, "--writers", str(writers), "--count", str(COUNT), "--what", "number"]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return COUNT / float(re.search(r"in ([\d.]+) s", done.stderr).group(1))


machine()
with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as work:
    work, port = Path(work), free_port()
    work.chmod(0o755)
    (work / "pg").mkdir()
    if os.geteuid() == 0:
        shutil.chown(work / "pg", "postgres")
    tell(f"{POSTGRES}/initdb -D {work}/pg/data -A trust -U bench")
    tell(f"{POSTGRES}/pg_ctl -D {work}/pg/data -o '-p {port} -k {work}/pg -h 127.0.0.1' -l {work}/pg/log -w start")
    try:
        address = f"postgres://bench@127.0.0.1:{port}"
        for name in ("raw", "w1", "w16"):
            subprocess.run(["psql", "-q", f"{address}/postgres", "-c", f"CREATE DATABASE {name}"], check=True)
        subprocess.run(["psql", "-q", f"{address}/raw", "-c", "CREATE TABLE t(id bigserial PRIMARY KEY, v bytea)"], check=True)
        (work / "insert.sql").write_text(f"INSERT INTO t(v) VALUES (decode('{'ab' * 300}', 'hex'));\n")
        print(f"{'engine':>12} {'writers':>8} {'commits/s':>10} {'of pgbench':>11}")
        for writers in (1, 16):
            peer = raw(f"{address}/raw", work / "insert.sql", writers)
            print(f"{'pgbench':>12} {writers:>8} {peer:>10.0f} {1:>11.2f}", flush=True)
            rate = ours(f"{address}/w{writers}", work / f"office{writers}", writers)
            print(f"{'Milepost':>12} {writers:>8} {rate:>10.0f} {rate / peer:>11.2f}", flush=True)
    finally:
        tell(f"{POSTGRES}/pg_ctl -D {work}/pg/data -m immediate stop")
