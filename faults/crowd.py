#!/usr/bin/env python3
"""Many processes write to one record at once, on SQLite and on PostgreSQL: nothing is lost, no number is given twice,
the record is whole. Prints changes a second."""
import argparse
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from common import Writer, begin, proved, workplace
from engine import Engine

PAPERS = "SELECT s.body FROM state s JOIN entry e ON e.office = s.office AND e.seq = s.seq WHERE e.kind = 'paper'"


def numbers_on_sqlite(folder):
    with sqlite3.connect(f"file:{folder}/milepost.db?mode=ro", uri=True) as tables:
        return [bytes(body).decode() for body, in tables.execute(PAPERS)]


def numbers_on_postgres(url):
    query = PAPERS.replace("s.body", "convert_from(s.body, 'UTF8')")
    done = subprocess.run(["psql", "-qAt", url, "-c", query], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def crowd(name, home, more, numbers, processes, count):
    import json
    home.mkdir()
    begin(home / "office", *more)
    before = proved(home / "office", *more)
    began = time.monotonic()
    writers = [Writer(home / "office", home / f"said-{n}", *more, "--writers", 1, "--count", count, "--what", "number")
               for n in range(processes)]
    said = [seq for writer in writers for seq in writer.end(timeout=1500)]
    took = time.monotonic() - began
    kept = proved(home / "office", *more) - before
    references = Counter(json.loads(body)["envelope"]["reference"] for body in numbers())
    twice = [number for number, times in references.items() if times > 1]
    wanted = processes * count
    lost = wanted - len(set(said) & set(range(before + 1, before + kept + 1)))
    good = lost == 0 and not twice and kept == wanted == len(references)
    print(f"{name}: {processes} processes x {count} changes: {len(said)} acknowledged, {kept} on the record, {lost} lost, "
          f"{len(twice)} numbers given twice, {wanted / took:.0f} changes a second" + ("" if good else ": BAD"), flush=True)
    return good


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--processes", type=int, default=16)
    asked.add_argument("--count", type=int, default=2000)
    asked = asked.parse_args()
    with workplace() as work, Engine(work) as engine:
        work = Path(work)
        sqlite = work / "sqlite"
        good = crowd("SQLite", sqlite, [], lambda: numbers_on_sqlite(sqlite / "office"), asked.processes, asked.count)
        url = engine.database("crowd")()
        more = ["--database", url]
        good &= crowd("PostgreSQL", work / "pg", more, lambda: numbers_on_postgres(url), asked.processes, asked.count)
    sys.exit(0 if good else 1)


main()
