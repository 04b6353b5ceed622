#!/usr/bin/env python3
"""Tampers with a good record in every way that we could think of, and asks both verifiers.

    MILEPOST_BIN=target/debug/milepost python3 verifier/tamper.py [--count 10000] [--seed 1] [--keep DIR]

A small record is made through the real program. Of each copy of it one thing is changed, and then the program's own
`verify` and `milepost_verify.py` must both find it; what changes nothing of the record must be found by neither. Where
somebody replaced the whole folder by a consistent one, which nothing inside it can tell, both are given a checkpoint
that an auditor kept. The same seed gives the same tamperings. It exits 1 when one was missed or the two disagree, and
keeps those folders where --keep says.
"""

import argparse
import json
import multiprocessing
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import milepost_verify as verifier
import tampering_folder, tampering_rules, tampering_tables  # noqa: E401,F401 (each lists its kinds)
from copies import KINDS, Copy, build
from office import program, program_says

# On these the program still says "good" where the format says otherwise: it has to learn them.
UNSETTLED = {
    "edit entry.at and hash all again",
    "retype entry.on_date",
    *(
        f"signed anew: {name}"
        for name in (
            "a time after all time",
            "a shape of nothing",
            "a shape less than nothing",
            "a body with space before it",
            "a body with half a character",
            "a body that is not UTF-8",
            "a gap in silence",
            "a rotation that renames the office",
            "a rotation that tells a gap",
            "a restore without a gap",
            "a restore with two gaps",
            "a restore with a gap of another epoch",
            "a restore with a gap from nowhere",
            "a restore with a gap to nowhere",
            "an erasure of entry 0",
            "an erasure with a hash in capitals",
            "an erasure with a hash of nothing",
            "an erasure of files that are no hashes",
            "an erasure of an erasure",
            "an erasure that is no act of erasing",
            "an act of erasing that is no erasure",
        )
    ),
}


class Case:
    """What a process needs to run one tampering."""

    def __init__(self, binary, place, seed, keep, only):
        self.binary, self.place, self.seed, self.keep, self.only = binary, Path(place), seed, keep, only

    def __call__(self, number):
        kinds = chosen(self.only)
        name, tamper, found, kept, of = kinds[number % len(kinds)]
        chance = random.Random(f"{self.seed}-{number}")
        with tempfile.TemporaryDirectory(dir=self.place) as scratch:
            folder = Path(scratch) / "record"
            copy = Copy(self.place, folder, chance, of)
            try:
                what = tamper(copy)
                copy.done()
            except (sqlite3.Error, IndexError, verifier.Wrong, OSError) as why:
                return name, found, None, None, f"number {number} could not be done: {why!r}"
            if what is None:
                return name, found, None, None, f"number {number} found nothing to change"
            checkpoint = None
            if kept:
                checkpoint = Path(scratch) / "kept"
                shutil.move(folder / "kept" if (folder / "kept").exists() else self.copied_kept(scratch), checkpoint)
            ours = verifier.verified(folder, checkpoint.read_bytes() if checkpoint else None)
            theirs, said = program_says(self.binary, folder, checkpoint)
            if ours["ok"] == theirs == (not found):
                return name, found, ours["ok"], theirs, None
            if self.keep:
                shutil.copytree(scratch, Path(self.keep) / f"{self.seed}-{number}")
            details = json.dumps({"what": what, "number": number, "ours": ours["problems"][:3], "theirs": said})
            return name, found, ours["ok"], theirs, details[:1500]

    def copied_kept(self, scratch):
        return shutil.copyfile(self.place / "kept", Path(scratch) / "kept.copy")


def chosen(only):
    return [known for known in KINDS if only in known[0]]


def run(binary, count=None, seed=1, keep=None, processes=2, only="", say=print):
    """Runs the harness, twice each kind unless a count is given; returns what was missed or disagreed on."""
    begun, count, results = time.monotonic(), count or 2 * len(chosen(only)), []
    with tempfile.TemporaryDirectory() as place:
        build(binary, place, seed)
        good = Path(place) / "good"
        answers = verifier.verified(good), program_says(binary, good)[1]
        if not answers[0]["ok"] or not answers[1].get("ok") or answers[0]["root"] != answers[1]["root"]:
            raise RuntimeError(f"the record is not good before anything was changed: {answers}")
        with multiprocessing.Pool(processes) as pool:
            for done, result in enumerate(
                pool.imap(Case(binary, place, seed, keep, only), range(count), chunksize=8), 1
            ):
                results.append(result)
                if result[4]:
                    say(f"{done}: {result}")
                if done % 500 == 0:
                    print(f"{done} of {count}, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    kinds, bad = Counter(), []
    for name, found, ours, theirs, why in results:
        kinds[name, found] += 1
        if why:
            bad.append((name, found, ours, theirs, why))
    not_so = Counter((name, found) for name, found, *_ in bad)
    for (name, found), times in kinds.items():
        say(f"{times - not_so[name, found]:6} of {times} {'found by both' if found else 'found by neither'}  {name}")
    tampered = sum(times for (_, found), times in kinds.items() if found)
    for name, found, ours, theirs, _ in bad:
        say(f"NOT SO: {name}: must be {'found' if found else 'good'}; ours says ok={ours}, the program ok={theirs}")
    say(
        f"{tampered} tamperings of {sum(found for _, found in kinds)} kinds, {count - tampered} changes of nothing, of a record "
        f"of {answers[0]['entries']} entries: {len(bad)} missed or disagreed on, in {time.monotonic() - begun:.0f} s."
    )
    return bad


def main():
    parser = argparse.ArgumentParser(description="Tamper with a record in many ways and ask both verifiers.")
    parser.add_argument("--count", type=int, help="how many; twice each kind, unless given")
    parser.add_argument("--only", default="", help="only the kinds whose name holds this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="a folder for the copies on which something was wrong")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    binary = program()
    if binary is None:
        parser.error("name the program in MILEPOST_BIN, or build it")
    return 1 if run(binary, asked.count, asked.seed, asked.keep, asked.processes, asked.only) else 0


if __name__ == "__main__":
    sys.exit(main())
