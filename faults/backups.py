#!/usr/bin/env python3
"""Backups of a record that is written to all the while: each restores, proves whole, and holds every change that was
acknowledged before the backup began. On SQLite and on PostgreSQL."""
import argparse
import shutil
import sys
import time
from pathlib import Path

from common import Writer, begin, does, proved, workplace
from engine import Engine


def under_load(name, home, database, count):
    """`database()` gives the words for an empty database of its own."""
    home.mkdir()
    more = database()
    begin(home / "office", *more)
    writer = Writer(home / "office", home / "said", *more, "--writers", 4, "--what", "number")
    writer.wait_for_first()
    files, longest = [], 0
    for n in range(count):
        acknowledged = max(writer.acknowledged())
        file, began = home / f"{n}.backup", time.monotonic()
        does("--dir", home / "office", *more, "backup", file)
        longest = max(longest, time.monotonic() - began)
        files.append((file, acknowledged))
    written = len(writer.kill())
    bad, held = 0, 0
    for n, (file, acknowledged) in enumerate(files):
        place, there = home / f"restored-{n}", database()
        does("--dir", place, *there, "restore", file)
        held = proved(place, *there)
        if held < acknowledged:
            bad += 1
            print(f"{name}: backup {n} holds {held} entries, and {acknowledged} were acknowledged before it began")
        shutil.rmtree(place)
        file.unlink()
    good = bad == 0 and written > count
    print(f"{name}: {count} backups while {written} changes were acknowledged, the longest {longest:.1f} s, the last of "
          f"{held} entries: all restored and proved, {bad} lacked something" + ("" if good else ": BAD"), flush=True)
    return good


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=50)
    asked = asked.parse_args()
    with workplace() as work, Engine(work) as engine:
        names = iter(range(1_000_000))
        good = under_load("SQLite", Path(work) / "sqlite", lambda: [], asked.count)
        good &= under_load("PostgreSQL", Path(work) / "pg",
                           lambda: ["--database", engine.database(f"backup{next(names)}")()], asked.count)
    sys.exit(0 if good else 1)


main()
