#!/usr/bin/env python3
"""Durable updates a second through Record::write with 1 and 16 writers, beside raw SQLite on the same disk: one row of
300 bytes a commit, and the rows that an update of ours writes, WAL, synchronous=FULL. Give a PostgreSQL address to measure that engine as well."""
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import binary, machine

WRITER = Path(binary()).parent / "examples/writer"
SECONDS, COUNT = 5, 2_000


def raw(folder):
    db = sqlite3.connect(folder / "raw.db", isolation_level=None)
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=FULL")
    db.execute("create table t(id integer primary key, v blob)")
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        db.execute("begin immediate")
        db.execute("insert into t(v) values(?)", (os.urandom(300),))
        db.execute("commit")
        done += 1
    return done / (time.perf_counter() - began)


def rows(folder):
    """The same engine with what an update of ours writes, and nothing decided or hashed: five tables with their indexes."""
    subprocess.run([WRITER, folder / "office", "--count", "1"], check=True, capture_output=True)
    db = sqlite3.connect(folder / "office/milepost.db", isolation_level=None)
    db.execute("pragma synchronous=FULL")
    office, seq = db.execute("select office, seq from head").fetchone()
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        change, item, seq, at = os.urandom(16), os.urandom(16), seq + 1, time.time_ns() // 1000
        db.execute("begin immediate")
        db.execute("update head set seq = seq where office = ?", (office,))
        db.execute("insert into entry values (?,?,?,1,?,null,?,'updated','paper',?,1,1,?,?)",
                   (office, seq, change, at, change, item, os.urandom(32), os.urandom(32)))
        db.execute("insert into state values (?,?,?,?)", (office, seq, os.urandom(32), os.urandom(300)))
        db.execute("insert into item values (?,'paper',?,?)", (office, item, seq))
        db.execute("update head set seq = ?, change = ?, frontier = ? where office = ?", (seq, change, os.urandom(300), office))
        db.execute("commit")
        done += 1
    return done / (time.perf_counter() - began)


def ours(folder, writers, database=None):
    words = [WRITER, folder / "office", "--writers", str(writers), "--count", str(COUNT), "--what", "number"]
    began = time.perf_counter()
    done = subprocess.run([*words, *(["--database", database] if database else [])], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    lines = [l for l in done.stdout.splitlines() if l.strip()]
    told = re.search(r"in ([\d.]+) s", done.stderr)
    return len(lines) / (float(told.group(1)) if told else time.perf_counter() - began)


machine()
print(f"{'engine':>10} {'writers':>8} {'commits/s':>10} {'of raw':>7}")
with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as work:
    peer = raw(Path(work))
    print(f"{'raw SQLite':>10} {1:>8} {peer:>10.0f} {1:>7.2f}")
    folder = Path(work) / "rows"
    folder.mkdir()
    rate = rows(folder)
    print(f"{'same rows':>10} {1:>8} {rate:>10.0f} {rate / peer:>7.2f}")
    for writers in (1, 16):
        folder = Path(work) / f"w{writers}"
        folder.mkdir()
        rate = ours(folder, writers)
        print(f"{'SQLite':>10} {writers:>8} {rate:>10.0f} {rate / peer:>7.2f}")
