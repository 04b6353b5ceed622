#!/usr/bin/env python3
"""Processor time of a staff page and of a PDF with 100, 330, 3,000 and 30,000 actions. The peer's figures are Redmine 5's from
Debian on a like machine: a list of 100 in 102 ms, a PDF of 330 rows in 1,036 ms."""
import re
import resource
import subprocess
import tempfile
from pathlib import Path

from common import binary, machine, table
from serving import Serving, fetch, processor_seconds, published

LIST, PDF = 102, 1_036


def page(server, path, asked):
    fetch(server.staff, path)
    before = processor_seconds([server.child.pid])
    for _ in range(asked):
        fetch(server.staff, path)
    return (processor_seconds([server.child.pid]) - before) * 1000 / asked


def pdf(folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [binary(), "paper", "delivery-plan", "--format", "pdf", "-o", str(folder / "paper.pdf"), "--dir", str(folder)]
    subprocess.run(words, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


machine()
print(f"{'actions':>8} {'what':>28} {'processor ms':>13} {'of the peer':>12}")
with tempfile.TemporaryDirectory() as work:
    for actions in (100, 330, 3_000, 30_000):
        folder = Path(work) / f"office-{actions}"
        table(Path(work) / "plan.csv", actions)
        published(folder, Path(work) / "plan.csv")
        with Serving(folder) as server:
            plan = re.search(r'href="(/plans/[^"/?]+)"', fetch(server.staff, "/plans").decode()).group(1)
            whole = fetch(server.staff, plan).decode()
            action = re.search(r'href="(/actions/[^"/?]+)"', whole).group(1)
            asked = max(5, 20_000 // actions)
            for name, path in (("plan, every action", plan), ("action with history", action), ("plan as at a position", f"{plan}?at=Autumn")):
                took = page(server, path, asked)
                peer = f"1/{LIST / took:.0f}" if actions == 100 and name == "plan, every action" else ""
                print(f"{actions:>8} {name:>28} {took:>13.2f} {peer:>12}", flush=True)
        if actions <= 330:
            took = pdf(folder)
            print(f"{actions:>8} {'PDF, the program started':>28} {took:>13.0f} {f'1/{PDF / took:.1f}' if actions == 330 else '':>12}", flush=True)
