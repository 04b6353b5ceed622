#!/usr/bin/env python3
"""Lives through honest histories of an office, and demands that neither verifier raises a false alarm.

    MILEPOST_BIN=target/debug/milepost python3 verifier/honest.py [--count 1000] [--seed 1] [--keep DIR]

Each history is a few commands of the real program, drawn by a seed: imports, positions, papers, publications, backups
and restores (with the key and without, of an older backup, into the same folder), new keys, erasures, and commands
killed at some moment. After each restore and each kill, and at the end, both verifiers must call the record good, with
the same root; so must an older checkpoint that somebody kept, and ours every backup. It exits 1 at a false alarm.
"""

import argparse
import json
import multiprocessing
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import milepost_verify as verifier
from office import Office, program, program_says


class FalseAlarm(Exception):
    pass


class History:
    """One office, from its first entry on."""

    def __init__(self, binary, place, chance):
        self.place, self.chance = Path(place), chance
        self.office = Office(binary, self.place / "record-0", chance)
        self.positions, self.papers, self.backups, self.kept, self.told = [], [], [], [], []
        self.tables, self.folders, self.actions = 0, 0, 0
        self.counts = Counter()

    def live(self, steps):
        self.does("init", self.office.begins)
        self.imports()
        for _ in range(steps):
            step = self.chance.choices(*zip(*STEPS.items()))[0]
            step(self)
        self.verifies()

    def does(self, name, act):
        """Counts what was done; a command may refuse, and then the record is as it was."""
        done = act()
        self.counts[name if done is not False else f"{name} refused"] += 1
        self.told.append(f"{name}: {done}")
        return done

    def command(self, *arguments):
        return self.does(arguments[0], lambda: self.office.runs(*arguments))

    def answered(self, *arguments):
        """A command's answer for machines, or None where it refused."""
        done = subprocess.run(
            self.office.command(*arguments, "--json"),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        self.counts[arguments[0] + ("" if done.returncode == 0 else " refused")] += 1
        self.told.append(f"{arguments}: {done.returncode} {done.stderr.strip()[:200]}")
        if done.returncode not in (0, 1):
            raise FalseAlarm(f"{arguments} ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout) if done.returncode == 0 else None

    # -- what an office does

    def imports(self):
        self.tables += 1
        rows = min(12, len(self.office.actions) + self.chance.randrange(1, 5))
        table = self.office.table(self.place / f"{self.tables}.csv", rows)
        self.command("import", "plan", table, "--on", f"20{24 + self.tables}-09-01")

    def takes_a_position(self):
        name = f"Position {len(self.positions) + 1}"
        if self.command("snapshot", name, "--for", self.chance.choice(("Panel", "Board"))):
            self.positions.append(name)

    def issues(self):
        kind = self.chance.choice(("delivery-plan", "delivery-plan", "changes"))
        since = ("--since", self.chance.choice(self.positions)) if self.positions and kind == "changes" else ()
        if kind == "changes" and not since:
            return
        answer = self.answered("issue", kind, "--for", self.chance.choice(("Panel", "Board")), *since)
        if answer:
            self.papers.append(answer["number"])

    def presents(self):
        if self.papers:
            self.command("present", self.chance.choice(self.papers), "--on", date.today().isoformat())

    def publishes(self):
        if self.papers + self.positions:
            self.command("publish", self.chance.choice(self.papers + self.positions))

    def withdraws(self):
        if self.papers + self.positions:
            self.command("withdraw", self.chance.choice(self.papers + self.positions), "--reason", "It was wrong")

    def rotates(self):
        self.command("rotate-key", "--reason", "Its time had come")

    def erases(self):
        action = self.chance.choice(self.office.actions)
        passage = f"person {action[0]}" if action[1].endswith(f"person {action[0]}") else None
        if passage and self.command(
            "erase", "--item", action[0], "--passage", passage, "--reason", "A name by mistake"
        ):
            # The next table must not bring the name again.
            action[1] = action[1].replace(passage, "[erased]")

    # -- what becomes of the folder

    def keeps_a_checkpoint(self):
        self.kept.append((self.office.folder / "checkpoint").read_bytes())

    def backs_up(self):
        file = self.place / f"backup-{len(self.backups)}"
        if self.command("backup", file):
            self.backups.append(file)
            self.agrees(verifier.verified(file), "the backup")

    def restores(self):
        """Into a folder that has the key, the checkpoint and the erasures of the old one, or some of them, or nothing."""
        if not self.backups:
            return
        self.folders += 1
        old, new = self.office.folder, self.place / f"record-{self.folders}"
        new.mkdir()
        for name in self.chance.choice(
            (
                ("signing.key", "checkpoint", "erasures"),
                ("signing.key", "checkpoint", "erasures"),
                ("checkpoint", "erasures"),
                ("erasures",),
                (),
            )
        ):
            if (old / name).exists():
                shutil.copyfile(old / name, new / name)
        self.office.folder = new
        done = self.command("restore", self.chance.choice(self.backups))
        if done is False:
            self.office.folder = old
        else:
            # What the lost entries stated is gone, and so may be the right to hold the record to it.
            self.kept, self.papers, self.positions = [], [], []
        self.verifies()

    def is_killed(self):
        """A command that changes the record ends at some moment."""
        self.tables += 1
        table = self.office.table(self.place / f"{self.tables}.csv", len(self.office.actions) + 1)
        action = self.chance.choice(self.office.actions)
        arguments = self.chance.choice(
            (
                ("import", "plan", table, "--on", f"20{24 + self.tables}-09-01"),
                ("rotate-key", "--reason", "Stolen"),
                ("snapshot", f"Killed {self.tables}", "--for", "Panel"),
                ("issue", "delivery-plan", "--for", "Panel"),
                (
                    "erase",
                    "--item",
                    action[0],
                    "--passage",
                    " ".join(action[1].split()[:2]),
                    "--reason",
                    "A name by mistake",
                ),
                ("backup", self.place / "killed-backup"),
            )
        )
        running = subprocess.Popen(
            self.office.command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        moment = self.chance.choice((0.02, 0.05, 0.1, 0.3)) * (0.3 + self.chance.random())
        try:
            running.wait(timeout=moment)
            self.counts["ended before the kill"] += 1
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            self.counts[f"kill during {arguments[0]}"] += 1
        self.told.append(f"killed after {moment:.3f} s: {arguments}")
        if arguments[0] in ("rotate-key", "erase"):
            # What was cut short goes on with the next command that writes.
            self.takes_a_position()
        self.verifies()

    # -- what both verifiers say

    def agrees(self, answer, what):
        if not answer["ok"]:
            raise FalseAlarm(f"{what}: {answer['problems'][:3]}")

    def verifies(self):
        folder = self.office.folder
        ours = verifier.verified(folder)
        self.agrees(ours, "ours")
        theirs, said = program_says(self.office.binary, folder)
        if theirs is not True or said["root"] != ours["root"] or said["past_checkpoint"] != ours["past_checkpoint"]:
            raise FalseAlarm(f"the program says {theirs}, {said}; ours {ours}")
        self.agrees(verifier.verified(folder), "ours, after the program looked")
        self.counts["verified by both"] += 1
        if self.kept:
            kept = self.place / "kept"
            kept.write_bytes(self.chance.choice(self.kept))
            self.agrees(verifier.verified(folder, kept.read_bytes()), "ours, with a kept checkpoint")
            theirs, said = program_says(self.office.binary, folder, kept)
            if theirs is not True:
                raise FalseAlarm(f"the program, with a kept checkpoint: {said}")
            self.counts["verified by both with a kept checkpoint"] += 1


STEPS = {
    History.imports: 4,
    History.takes_a_position: 3,
    History.issues: 2,
    History.presents: 2,
    History.publishes: 2,
    History.withdraws: 1,
    History.rotates: 2,
    History.erases: 2,
    History.keeps_a_checkpoint: 2,
    History.backs_up: 3,
    History.restores: 3,
    History.is_killed: 3,
}


class Lived:
    """What a process needs to live one history."""

    def __init__(self, binary, seed, keep):
        self.binary, self.seed, self.keep = binary, seed, keep

    def __call__(self, number):
        chance = random.Random(f"{self.seed}-{number}")
        with tempfile.TemporaryDirectory() as place:
            history = History(self.binary, place, chance)
            try:
                history.live(chance.randrange(3, 9))
                alarm = None
            except (FalseAlarm, RuntimeError) as why:
                alarm = f"history {number}: {why}; after {'; '.join(history.told)}"
                if self.keep:
                    shutil.copytree(place, Path(self.keep) / f"{self.seed}-{number}")
            return history.counts, alarm


def run(binary, count, seed=1, keep=None, processes=2, say=print):
    """Lives the histories; returns the false alarms."""
    begun, results = time.monotonic(), []
    with multiprocessing.Pool(processes) as pool:
        for done, (counts, alarm) in enumerate(pool.imap(Lived(binary, seed, keep), range(count)), 1):
            results.append((counts, alarm))
            if done % 50 == 0:
                print(f"{done} of {count}, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    alarms = [alarm for _, alarm in results if alarm]
    for name, times in sorted(sum((counts for counts, _ in results), Counter()).items()):
        say(f"{times:6} {name}")
    for alarm in alarms:
        say(f"FALSE ALARM in {alarm}")
    say(f"{count} honest histories: {len(alarms)} false alarms, in {time.monotonic() - begun:.0f} s.")
    return alarms


def main():
    parser = argparse.ArgumentParser(description="Live through honest histories; no verifier may raise an alarm.")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="a folder for the histories with a false alarm")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    binary = program()
    if binary is None:
        parser.error("name the program in MILEPOST_BIN, or build it")
    return 1 if run(binary, asked.count, asked.seed, asked.keep, asked.processes) else 0


if __name__ == "__main__":
    sys.exit(main())
