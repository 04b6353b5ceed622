"""What the benches share: the binary, an invented table of any size, and a clock."""
import csv
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADS = ["Ref", "Theme", "Action", "Lead officer", "Timescale", "RAG", "Current status"]
RATINGS = ["Green", "Amber", "Red", "Blue", "Green", "White", "Green", ""]
THEMES = ["Victims", "Offenders", "Communities", "Transformation", "Prevention"]


def binary():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    for found in [os.environ.get("MILEPOST_BIN"), target / "release/milepost", target / "debug/milepost"]:
        if found and Path(found).exists():
            return str(found)
    sys.exit("build the binary first: cargo build -p milepost (add --release for a release)")


def table(path, rows, edition=0, what="status"):
    """A table of `rows` actions; later editions differ in every row's status text, or in its lead."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADS)
        for n in range(1, rows + 1):
            lead = f"Head of Service {(n + (edition if what == 'lead' else 0)) % 40}"
            status = f"Stage {edition if what == 'status' else 0} of the work on item {n} is under way with partners."
            rating = RATINGS[(n + (edition if what == "status" else 0)) % len(RATINGS)]
            title = f"Deliver piece of work number {n} with partners across the county so that it lasts"
            out.writerow([n, THEMES[n % 5], title, lead, f"{n % 28 + 1:02}/{n % 12 + 1:02}/2027", rating, status])


def run(*words, at=None, **more):
    """Runs the binary and gives seconds of wall clock and what it printed; `at` is the day it believes to be today."""
    command = [binary(), *map(str, words)]
    if at:
        command = ["faketime", at, *command]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, **more)
    took = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return took, done.stdout


def machine():
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "unknown")
    profile = "release" if "/release/" in binary() else "dev, hot crates optimised"
    print(f"machine: {os.cpu_count()} cores, {model}; profile: {profile}")
