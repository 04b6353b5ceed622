#!/usr/bin/env python3
"""Power cuts, on a disk that can be copied in the midst of its work: ext4 in a file on an XFS that shares blocks. A copy
of that file, taken while writers write, is the disk as the power left it: what was not flushed is not in it.

After each cut the record is mounted from the copy, proved, and must hold every entry that was acknowledged before.
The control run leaves out the flushes of SQLite's journal (as `synchronous=NORMAL` does), which MUST lose some: else this
script could not see a loss. Needs root."""
import argparse
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from common import Writer, begin, needs, needs_root, proved, run, shim, surroundings, workplace


class Disk:
    """ext4 in a file on XFS, mounted; ended in the order in which it was made."""

    def __init__(self, work):
        self.work, self.mounted = Path(work), []
        host, disk = self.work / "host.img", self.work / "host/disk.img"
        for folder in ("host", "disk", "cut"):
            (self.work / folder).mkdir()
        self.tell("truncate", "-s", "2G", host)
        self.tell("mkfs.xfs", "-q", "-f", "-m", "reflink=1", host)
        self.mount(host, self.work / "host")
        self.tell("truncate", "-s", "400M", disk)
        self.tell("mkfs.ext4", "-q", "-F", disk)
        self.mount(disk, self.work / "disk")

    @staticmethod
    def tell(*words):
        subprocess.run([str(word) for word in words], check=True, capture_output=True)

    def mount(self, image, folder):
        self.tell("mount", "-o", "loop", image, folder)
        self.mounted.append(folder)

    def unmount(self, folder):
        for _ in range(50):
            if subprocess.run(["umount", folder], capture_output=True).returncode == 0:
                self.mounted.remove(folder)
                return
            time.sleep(0.1)
        raise AssertionError(f"{folder} cannot be unmounted")

    def cut(self):
        """The disk as it is at this moment, mounted: ext4 mends itself from its own journal, as after a power cut."""
        host = self.work / "host"
        self.tell("cp", "--reflink=always", host / "disk.img", host / "cut.img")

    def look(self):
        self.mount(self.work / "host/cut.img", self.work / "cut")
        return self.work / "cut"

    def forget(self):
        self.unmount(self.work / "cut")
        (self.work / "host/cut.img").unlink()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for folder in reversed(self.mounted[:]):
            self.unmount(folder)


def cycles(disk, count, work, control):
    """Cuts the power so often. Gives entries lost, cycles with a loss, records not whole, entries acknowledged."""
    env = surroundings(LD_PRELOAD=shim(work), FAULTS_NOSYNC="milepost.db-wal") if control else surroundings()
    lost = losing = spoilt = acknowledged = 0
    chance = random.Random()
    for cycle in range(count):
        name = f"{'control' if control else 'office'}-{cycle}"
        home = disk.work / "disk" / name
        home.mkdir()
        begin(home / "office")
        subprocess.run(["sync", "-f", disk.work / "disk"], check=True)
        what = "position" if cycle % 3 == 0 else "number"
        writer = Writer(home / "office", Path(work) / "said", "--writers", 4, "--what", what, env=env)
        writer.wait_for_first()
        time.sleep(chance.uniform(0, 0.7))
        said = writer.acknowledged()
        disk.cut()
        writer.kill()
        found = disk.look() / name / "office"
        try:
            kept = proved(found)
        except AssertionError as fault:
            spoilt += 1
            kept = entries_at_all(found)
            if not control:
                print(f"cycle {cycle}: {fault}", flush=True)
        gone = [seq for seq in said if seq > kept]
        acknowledged += len(said)
        lost += len(gone)
        losing += bool(gone)
        if gone and not control:
            print(f"cycle {cycle}: {len(said)} acknowledged, {len(gone)} lost, the first of them entry {min(gone)}")
        disk.forget()
        shutil.rmtree(home)
    return lost, losing, spoilt, acknowledged


def entries_at_all(folder):
    answer = run("--dir", folder, "verify", "--json")
    try:
        return answer.json()["entries"]
    except (ValueError, KeyError):
        return 0


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cycles", type=int, default=300)
    asked.add_argument("--control", type=int, default=6, help="cycles of the control run; 0 leaves it out")
    asked = asked.parse_args()
    needs_root()
    needs("mkfs.xfs", "mkfs.ext4", "cc")
    began = time.monotonic()
    with workplace(dir="/var/tmp") as work, Disk(work) as disk:
        lost, losing, spoilt, acknowledged = cycles(disk, asked.cycles, work, control=False)
        print(f"{asked.cycles} power cuts: {acknowledged} entries acknowledged, {lost} lost in {losing} cycles, "
              f"{spoilt} records not whole, {time.monotonic() - began:.0f} s", flush=True)
        seen = True
        if asked.control:
            gone, losing, broken, all_of_them = cycles(disk, asked.control, work, control=True)
            seen = gone > 0
            print(f"control without flushes: {asked.control} cuts, {all_of_them} acknowledged, {gone} lost in {losing} "
                  f"cycles, {broken} records not whole" + ("" if seen else ": IT SHOULD HAVE LOST SOME"))
    sys.exit(1 if lost or spoilt or not acknowledged or not seen else 0)


main()
