#!/usr/bin/env python3
"""A scheduled publication: never early, done exactly once by two servers on one record, and kept through a kill at each
call by which the server that does it makes something durable. On SQLite and, where it is installed, on PostgreSQL."""
import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from common import Server, begin, does, page, proved, run, shim, surroundings, workplace
from engine import PROGRAMS, Engine

PUBLICATIONS = "SELECT count(*) FROM entry WHERE act = 'published'"
JOBS = "SELECT count(*) FROM job"
checks = 0


def holds(true, why):
    global checks
    checks += 1
    if not true:
        raise AssertionError(why)


def asks(folder, url, query):
    if url:
        done = subprocess.run(["psql", "-qAt", url, "-c", query], check=True, capture_output=True, text=True)
        return int(done.stdout)
    with sqlite3.connect(f"file:{folder}/milepost.db?mode=ro", uri=True) as tables:
        return tables.execute(query).fetchone()[0]


def scheduled(home, more, seconds):
    """An office whose paper is to be published in so many seconds. Gives the time."""
    home.mkdir()
    begin(home / "office", *more)
    does("--dir", home / "office", *more, "issue", "delivery-plan", "--for", "Panel", "--on", "2026-09-01")
    at = datetime.now(timezone.utc) + timedelta(seconds=seconds)
    does("--dir", home / "office", *more, "publish", "FEN-2026-001", "--at", at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    return at


def is_out(server):
    return page(server.public, "/papers/FEN-2026-001")[0] == 200


def once(folder, more, url, when):
    proved(folder, *more)
    count = asks(folder, url, PUBLICATIONS)
    holds(count == 1, f"{when}: it was published {count} times")
    holds(asks(folder, url, JOBS) == 0, f"{when}: the job is still there")


def two_servers(home, more, url, when):
    at = scheduled(home, more, 4)
    folder = home / "office"
    with Server(folder, *more) as first, Server(folder, *more) as second:
        while not is_out(first):
            now = datetime.now(timezone.utc)
            holds(now < at + timedelta(seconds=20), f"{when}: it is not out 20 s after its time")
            if now < at:
                holds(asks(folder, url, PUBLICATIONS) == 0, f"{when}: it is out before its time")
            time.sleep(0.1)
        holds(datetime.now(timezone.utc) >= at, f"{when}: it was out before its time")
        time.sleep(6)
        holds(is_out(second), f"{when}: the other server does not show it")
        once(folder, more, url, when)


def both_start_late(home, more, url, when):
    """Both find it due in the moment in which they start."""
    scheduled(home, more, 0.5)
    time.sleep(1)
    with Server(home / "office", *more) as first, Server(home / "office", *more) as second:
        until = time.monotonic() + 20
        while not (is_out(first) and is_out(second)) or asks(home / "office", url, JOBS):
            holds(time.monotonic() < until, f"{when}: it is not out 20 s after its time")
            time.sleep(0.1)
        once(home / "office", more, url, when)


def taken_back_late(home, more, when):
    """Withdrawn when its time has come and no server ran: nobody publishes it any more."""
    scheduled(home, more, 0.5)
    time.sleep(1)
    told = does("--dir", home / "office", *more, "withdraw", "FEN-2026-001", "--reason", "It was wrong")
    holds("cancelled" in told, f"{when}: {told}")
    with Server(home / "office", *more) as server:
        time.sleep(6)
        holds(not is_out(server), f"{when}: it is out all the same")


def killed_at_each_call(work, stride):
    """On SQLite: the server that finds it due is killed at the n-th durable call; the next one finishes the work."""
    library, before = shim(work), work / "due"
    scheduled(before, [], 0.5)
    time.sleep(1)
    log, trial = work / "calls", work / "trial"
    shutil.copytree(before, trial)
    env = surroundings(LD_PRELOAD=library, FAULTS_UNDER=trial / "office", FAULTS_COUNT=log)
    with Server(trial / "office", env=env) as server:
        until = time.monotonic() + 20
        while not is_out(server) or asks(trial / "office", None, JOBS):
            holds(time.monotonic() < until, "it is not out 20 s after its time")
            time.sleep(0.1)
        time.sleep(0.3)
    calls = log.read_text().splitlines()
    tried = half_done = 0
    for at in range(1, len(calls) + 1, stride):
        home = work / f"killed-{at}"
        shutil.copytree(before, home)
        env = surroundings(LD_PRELOAD=library, FAULTS_UNDER=home / "office", FAULTS_KIND="kill", FAULTS_AT=at)
        try:
            with Server(home / "office", env=env) as server:
                server.child.wait(20)
        except (AssertionError, subprocess.TimeoutExpired):
            pass  # Killed before it could say where it serves.
        done, left = asks(home / "office", None, PUBLICATIONS), asks(home / "office", None, JOBS)
        holds(done <= 1 and done + left >= 1, f"killed at call {calls[at - 1]}: {done} publications and {left} jobs")
        half_done += done == 1 and left == 1
        if done == 1 and left == 1:
            # Published, and not crossed off: whoever withdraws it now must not be told that it was never public.
            other = work / f"withdrawn-{at}"
            shutil.copytree(home, other)
            told = does("--dir", other / "office", "withdraw", "FEN-2026-001", "--reason", "It was wrong")
            holds("withdrawn" in told, f"killed at call {calls[at - 1]}, then withdrawn: {told}")
            with Server(other / "office") as server:
                time.sleep(1)
                holds("withdrawn" in page(server.public, "/papers/FEN-2026-001")[1].lower(), "it is public again")
            shutil.rmtree(other)
        with Server(home / "office") as server:
            until = time.monotonic() + 20
            while not is_out(server) or asks(home / "office", None, JOBS):
                holds(time.monotonic() < until, f"killed at call {calls[at - 1]}: the next server does not do it")
                time.sleep(0.05)
        once(home / "office", [], None, f"killed at call {calls[at - 1]}")
        shutil.rmtree(home)
        tried += 1
    holds(stride > 3 or half_done, "no kill fell between the publication and its being crossed off")
    print(f"killed at {tried} of {len(calls)} durable calls, {half_done} of them between publication and crossing off: "
          "published once each time", flush=True)


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--stride", type=int, default=1)
    asked = asked.parse_args()
    began = time.monotonic()
    with workplace() as work:
        work = Path(work)
        try:
            stories(work / "sqlite", [], None)
            killed_at_each_call(work, asked.stride)
            if (PROGRAMS / "initdb").exists():
                with Engine(work) as engine:
                    url = [engine.database(f"jobs{n}")() for n in range(3)]
                    stories(work / "pg", [["--database", one] for one in url], url)
        except AssertionError as fault:
            print(f"BAD {fault}")
            sys.exit(1)
    print(f"{checks} checks of scheduled publications, 0 bad, {time.monotonic() - began:.0f} s")


def stories(place, more, urls):
    place.mkdir()
    engine = "PostgreSQL" if urls else "SQLite"
    more, urls = more or [[], [], []], urls or [None] * 3
    two_servers(place / "two", more[0], urls[0], f"{engine}, two servers")
    both_start_late(place / "late", more[1], urls[1], f"{engine}, both start late")
    taken_back_late(place / "back", more[2], f"{engine}, taken back late")
    print(f"{engine}: in time and once by two servers, once by two that start late, not at all once taken back",
          flush=True)


main()
