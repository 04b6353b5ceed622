#!/usr/bin/env python3
"""A machine whose clock is wrong: a day ahead and back again, and over both changes of the clocks in the United Kingdom.

Recorded time never runs backwards; a date means the day in London; a scheduled publication is never early and not done
twice. Through the program, by faketime."""
import sqlite3
import sys
import time
from pathlib import Path

from common import Server, begin, does, needs, page, proved, run, surroundings, workplace

checks = 0


def holds(true, why):
    global checks
    checks += 1
    if not true:
        raise AssertionError(why)


def at(moment):
    """The program in a world in which it is this time, in UTC, and time goes on."""
    return {"through": ["faketime", moment],
            "env": surroundings(TZ="UTC", FAKETIME_DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1")}


def times(folder):
    with sqlite3.connect(f"file:{folder}/milepost.db?mode=ro", uri=True) as tables:
        return [at for at, in tables.execute("SELECT at FROM entry ORDER BY seq")]


def ahead_and_back(home):
    """Somebody sets the clock a day ahead, works, and sets it right."""
    home.mkdir()
    begin(home / "office", **at("2026-09-10 09:00:00"))
    folder = ["--dir", home / "office"]
    for name, moment in [("First", "2026-09-10 10:00:00"), ("Ahead", "2026-09-11 10:00:00"),
                         ("Back", "2026-09-10 10:05:00"), ("Later", "2026-09-12 09:00:00")]:
        does(*folder, "snapshot", name, "--for", "Panel", **at(moment))
    recorded = times(home / "office")
    holds(recorded == sorted(recorded), "recorded time ran backwards")
    proved(home / "office")
    # What was recorded after the clock was set back stands no earlier than what was before it.
    for day, name, absent in [("2026-09-10", "First", "Ahead"), ("2026-09-11", "Back", "Later"), ("2026-09-12", "Later", None)]:
        seen = as_at(folder, day)
        holds(seen == entry_of(home / "office", name), f"as at {day} is entry {seen}, not that of “{name}”")
    print("a day ahead and back: recorded time never ran backwards", flush=True)


def as_at(folder, day):
    answer = does(*folder, "paper", "delivery-plan", "--format", "json", "--as-at", day)
    return answer["as_at"]["seq"]


def entry_of(folder, name):
    with sqlite3.connect(f"file:{folder}/milepost.db?mode=ro", uri=True) as tables:
        query = ("SELECT max(e.seq) FROM entry e JOIN state s ON s.office = e.office AND s.seq = e.seq "
                 "WHERE e.kind = 'snapshot' AND instr(s.body, ?)")
        return tables.execute(query, (f'"{name}"'.encode(),)).fetchone()[0]


def over_a_change(home, began, moments):
    """Positions taken half a minute before and after each midnight in London around a change of the clocks."""
    home.mkdir()
    begin(home / "office", **at(began))
    folder = ["--dir", home / "office"]
    for name, moment, _ in moments:
        does(*folder, "snapshot", name, "--for", "Panel", **at(moment))
    for name, _, last_of in moments:
        if last_of:
            seen = as_at(folder, last_of)
            holds(seen == entry_of(home / "office", name), f"as at {last_of} is entry {seen}, not that of “{name}”")
    recorded = times(home / "office")
    holds(recorded == sorted(recorded), "recorded time ran backwards")
    proved(home / "office")


def publications(folder):
    with sqlite3.connect(f"file:{folder}/milepost.db?mode=ro", uri=True) as tables:
        return tables.execute("SELECT count(*) FROM entry WHERE act = 'published'").fetchone()[0]


def embargo(home, when, began, before, due):
    """An embargo that ends in the hour that is there twice, or not at all; then the clock is set back over it."""
    home.mkdir()
    begin(home / "office", **at(began))
    folder = ["--dir", home / "office"]
    issued = does(*folder, "issue", "delivery-plan", "--for", "Panel", **at(began))
    does(*folder, "publish", "FEN-2026-001", "--at", due, **at(began))
    # An hour before: the server runs through a tick or two and publishes nothing.
    hour, early = at(began), f"{when}: it is out an hour early"
    with Server(home / "office", **hour) as server:
        time.sleep(6)
        holds(page(server.public, "/papers/FEN-2026-001")[0] == 404, early)
    holds(publications(home / "office") == 0, early)
    # Eight seconds before: nothing until then, out soon after.
    with Server(home / "office", **at(before)) as server:
        started = time.monotonic()
        while page(server.public, "/papers/FEN-2026-001")[0] != 200:
            holds(time.monotonic() - started < 30, f"{when}: it is not out")
            time.sleep(0.1)
        # The server began at most a second or two after its clock did.
        holds(time.monotonic() - started > 5, f"{when}: it was out {8 - (time.monotonic() - started):.0f} s early")
    for moment in (began, before):
        with Server(home / "office", **at(moment)):
            time.sleep(2)
    holds(publications(home / "office") == 1, f"{when}: it was published {publications(home / 'office')} times")
    recorded = times(home / "office")
    holds(recorded == sorted(recorded), f"{when}: recorded time ran backwards")
    proved(home / "office")
    print(f"{when}: out at its time, once", flush=True)


needs("faketime")
began = time.monotonic()
with workplace() as work:
    work = Path(work)
    try:
        ahead_and_back(work / "ahead")
        over_a_change(work / "spring", "2026-03-28 12:00:00", [
            ("Saturday late", "2026-03-28 23:59:30", "2026-03-28"),
            ("Sunday early", "2026-03-29 00:00:30", None),
            ("Sunday late", "2026-03-29 22:59:30", "2026-03-29"),
            ("Monday early", "2026-03-29 23:00:30", "2026-03-30")])
        over_a_change(work / "autumn", "2026-10-24 12:00:00", [
            ("Saturday late", "2026-10-24 22:59:30", "2026-10-24"),
            ("Sunday early", "2026-10-24 23:00:30", None),
            ("Sunday late", "2026-10-25 23:59:30", "2026-10-25"),
            ("Monday early", "2026-10-26 00:00:30", "2026-10-26")])
        print("both changes of the clocks: a date is the day in London", flush=True)
        embargo(work / "embargo-spring", "an embargo in spring", "2026-03-29 00:00:00", "2026-03-29 00:59:52",
                "2026-03-29T01:00:00Z")
        embargo(work / "embargo-autumn", "an embargo in autumn", "2026-10-25 00:00:00", "2026-10-25 00:59:52",
                "2026-10-25T01:00:00Z")
    except AssertionError as fault:
        print(f"BAD {fault}")
        sys.exit(1)
print(f"{checks} checks under clocks that are wrong, 0 bad, {time.monotonic() - began:.0f} s")
