#!/usr/bin/env python3
"""SIGKILL, EIO and a full disk at each call that makes something durable, of each command that writes.

After each fault: no panic; killed, done, or refused with a sentence and exit code 1; the record (where there is one yet)
opens and is whole; it holds all of the change or nothing of it; and the same command then succeeds, or says that it was
done. `--stride N` takes each N-th call only, from a place that differs by command and fault."""
import argparse
import os
import re
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from common import TABLE, Answer, begin, built, does, proved, run, shim, surroundings, workplace

FAULTS = ["kill", "eio", "enospc"]


class Command:
    """A command, what must be there before it, and what it may leave behind."""

    def __init__(self, name, words, before=None, again=None, adds=None):
        self.name, self.words, self.before, self.again, self.adds = name, words, before, again, adds


def imported(home):
    begin(home / "office")


def issued(home):
    imported(home)
    does("--dir", home / "office", "issue", "delivery-plan", "--for", "Panel", "--on", "2026-09-01")


def begun(home):
    (home / "plan.csv").write_text(TABLE)
    does("init", home / "office", "--office", "Office of Fenshire", "--code", "FEN")


# `again`: what the same command may say when it is refused after the change was made.
COMMANDS = [
    Command("init", lambda home: ["init", home / "office", "--office", "Office of Fenshire", "--code", "FEN"],
            again=r"not empty|holds the record of an office already"),
    Command("import", lambda home: ["--dir", home / "office", "import", "plan", home / "plan.csv"], before=begun),
    Command("issue", lambda home: ["--dir", home / "office", "issue", "delivery-plan", "--for", "Panel"],
            before=imported),
    Command("publish", lambda home: ["--dir", home / "office", "publish", "FEN-2026-001"], before=issued,
            again=r"is published already"),
    Command("backup", lambda home: ["--dir", home / "office", "backup", home / "office.backup"], before=issued,
            again=r"is there already"),
    Command("erase", lambda home: ["--dir", home / "office", "erase", "--item", "2", "--passage", "Two posts",
                                   "--reason", "A name was typed by mistake"],
            before=issued, again=r"does not stand in"),
]


class Bad(Exception):
    pass


def entries(home):
    """The record's length, proved; None where there is no record yet."""
    if not (home / "office").exists():
        return None
    # Whoever opens a record finishes what was cut off: an erasure's files, for one.
    run("--dir", home / "office", "changes", "--from", "1")
    answer = run("--dir", home / "office", "verify", "--json")
    if answer.code == 1 and re.search(r"there is no record in", answer.err):
        return None
    if answer.code:
        raise Bad(f"the record does not verify: {answer!r}")
    return answer.json()["entries"]


def attempt(command, home, library, fault, at):
    env = surroundings(LD_PRELOAD=library, FAULTS_UNDER=home / "office", FAULTS_KIND=fault, FAULTS_AT=at,
                       RUST_BACKTRACE="0")
    return run(*command.words(home), env=env)


def cycle(command, ready, work, library, fault, at):
    """One fault, and all that must hold after it. Gives what became of the command."""
    home = work / f"{command.name}-{fault}-{at}"
    shutil.copytree(ready[command.name], home, symlinks=True)
    before = entries(home) if command.before else None
    answer = attempt(command, home, library, fault, at)
    if "panicked" in answer.err or answer.code not in (0, 1, -9):
        raise Bad(f"it did not end in good order: {answer!r}")
    if answer.code == 1 and not re.search(r"^milepost: \S+ .*\S", answer.err, re.M):
        raise Bad(f"it was refused without a sentence: {answer!r}")
    # As somebody who tries again at once: nobody has looked at the record meanwhile, which may mend it.
    at_once = work / f"{home.name}-at-once"
    shutil.copytree(home, at_once, symlinks=True)
    after = entries(home)
    # Its own sentence: the log above it may speak of a signature that was not written.
    said = " ".join(re.findall(r"^milepost: .*", answer.err, re.M))
    told = "was reserved before that" in said
    if after not in (before, None) and answer.code == 1 and "so nothing was written" in said and not told:
        raise Bad(f"it said that nothing was written, and entries went from {before} to {after}: {answer!r}")
    if answer.code == 0 and command.name != "backup" and after == before:
        raise Bad(f"it was acknowledged, and is not there: {answer!r}")
    whole = ready[f"{command.name} adds"]
    added = (after or 0) - (before or 0)
    if added not in whole:
        raise Bad(f"it holds a part of the change: {added} entries of {sorted(whole)}: {answer!r}")
    if command.name == "backup" and (home / "office.backup").exists():
        restored = home / "restored"
        does("--dir", restored, "restore", home / "office.backup")
        proved(restored)
    again = run(*command.words(at_once))
    was_done = after != before or command.name == "backup"
    if again.code and not (was_done and command.again and re.search(command.again, again.err)):
        raise Bad(f"the same command did not go through afterwards: {again!r}\nfirst: {answer!r}")
    entries(at_once)
    left = [p for p in home.rglob("*") if re.search(r"/\.[^/]+\.\d+-\d+$|unfinished", str(p))]
    shutil.rmtree(home)
    shutil.rmtree(at_once)
    kinds = {0: "done", 1: "refused", -9: "killed"}
    return kinds[answer.code], len(left)


def prepare(command, work, library):
    """The office before the command, how many calls the command makes, and how many entries it adds."""
    ready = work / f"before-{command.name}"
    ready.mkdir()
    if command.before:
        command.before(ready)
    trial = work / f"trial-{command.name}"
    shutil.copytree(ready, trial)
    before = entries(trial) or 0
    log = work / f"{command.name}.calls"
    env = surroundings(LD_PRELOAD=library, FAULTS_UNDER=trial / "office", FAULTS_COUNT=log)
    answer = run(*command.words(trial), env=env)
    if answer.code:
        raise SystemExit(f"{command.name} does not even succeed undisturbed: {answer!r}")
    calls = log.read_text().splitlines()
    added = (entries(trial) or 0) - before
    # Issuing is two changes: the number is reserved first, since it is printed inside the file. Begun is all or nothing.
    # An erasure is one change; the papers that held the passage are then issued anew, each in changes of its own.
    parts = {"issue": {0, 1, added}, "erase": set(range(added + 1))}.get(command.name, {0, added})
    shutil.rmtree(trial)
    return ready, calls, parts


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--stride", type=int, default=1)
    asked.add_argument("--workers", type=int, default=os.cpu_count())
    asked.add_argument("--commands", default=",".join(c.name for c in COMMANDS))
    asked = asked.parse_args()
    names = asked.commands.split(",")
    if "erase" in names and run("erase", "--help").code:
        names.remove("erase")
        print("erase: not run (this program has no such command)")
    began, bad, left, total = time.monotonic(), [], 0, 0
    with workplace() as work:
        work = Path(work)
        library, ready = shim(work), {}
        for number, command in enumerate(c for c in COMMANDS if c.name in names):
            ready[command.name], calls, ready[f"{command.name} adds"] = prepare(command, work, library)
            points = [(fault, at) for n, fault in enumerate(FAULTS)
                      for at in range(1 + (number + n) % asked.stride, len(calls) + 1, asked.stride)]
            outcomes = {}

            def one(point, command=command):
                try:
                    return cycle(command, ready, work, library, *point)
                except Exception as fault:  # also what the checks themselves raise: nothing passes in silence
                    at = calls[point[1] - 1]
                    return f"BAD {command.name}, {point[0]} at call {at}: {fault}", 0

            with ThreadPoolExecutor(asked.workers) as pool:
                for outcome, remains in pool.map(one, points):
                    total += 1
                    left += remains
                    if outcome.startswith("BAD"):
                        bad.append(outcome)
                        print(outcome, flush=True)
                    else:
                        outcomes[outcome] = outcomes.get(outcome, 0) + 1
            told = ", ".join(f"{n} {what}" for what, n in sorted(outcomes.items()))
            print(f"{command.name}: {len(calls)} durable calls, {len(points)} faults: {told}", flush=True)
    seconds = time.monotonic() - began
    print(f"{total} faults at durable calls, {len(bad)} bad, in {seconds:.0f} s; {left} unfinished files left by kills")
    sys.exit(1 if bad or total == 0 else 0)


main()
