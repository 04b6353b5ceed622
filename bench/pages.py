#!/usr/bin/env python3
"""Processor time of staff pages and of a PDF with 100 to 30,000 actions, beside Redmine 5 in the same run where it is
installed with an empty database (REDMINE names its folder: /usr/share/redmine on Debian). Redmine is measured inside
its own process, without a web server, which favours it."""
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from common import ROOT, binary, machine, run, table
from serving import Serving, processor_seconds, published

SAID = 500
# Four of the forty posts that lead: one action in ten.
POSTS = [f"Head of Service {n}" for n in (11, 22, 33, 4)]


def page(server, path, asked):
    SIGNED_IN.fetch(path)
    before = processor_seconds([server.child.pid])
    for _ in range(asked):
        SIGNED_IN.fetch(path)
    return (processor_seconds([server.child.pid]) - before) * 1000 / asked


def pdf(folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [binary(), "paper", "delivery-plan", "--format", "pdf", "-o", str(folder / "paper.pdf"), "--dir", str(folder)]
    subprocess.run(words, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def redmine():
    """Milliseconds by page, as redmine.rb prints them."""
    folder = os.environ.get("REDMINE")
    if not folder:
        print("Redmine: not run (REDMINE does not name its folder)")
        return {}
    words = ["bundle", "exec", "rails", "runner", str(ROOT / "bench/redmine.rb")]
    said = subprocess.run(words, cwd=folder, capture_output=True, text=True, env={**os.environ, "RAILS_ENV": "production"})
    if said.returncode:
        sys.exit(said.stderr[-2000:])
    return {what: float(took) for what, took, _ in (line.split("\t") for line in said.stdout.splitlines() if "\t" in line)}


machine()
peers = redmine()
print(f"{'actions':>8} {'what':>34} {'processor ms':>13} {'Redmine':>34} {'its ms':>8} {'of it':>8}")


def told(actions, what, took, peer=None):
    beside = f"{peer:>34} {peers[peer]:>8.0f} {f'1/{peers[peer] / took:.0f}':>8}" if peer in peers else ""
    print(f"{actions:>8} {what:>34} {took:>13.2f} {beside}", flush=True)


with tempfile.TemporaryDirectory() as work:
    for actions in (100, 300, 330, 3_000, 30_000):
        folder = Path(work) / f"office-{actions}"
        table(Path(work) / "plan.csv", actions)
        (Path(work) / "map.toml").write_text("".join(f'[[post]]\nname = "Head of Service {n}"\n' for n in range(40)))
        published(folder, Path(work) / "plan.csv", Path(work) / "map.toml")
        # Since that position one action is spoken of, and of 300 one is spoken of 500 times.
        for n in range(SAID if actions == 300 else 1):
            run("--dir", folder, "update", "4", "--says", f"Stage {n} of the work is under way with partners.")
        with Serving(folder, sign_in=True) as server:
            SIGNED_IN = server.lead(POSTS)
            plan = re.search(r'href="(/plans/[^"/?]+)"', SIGNED_IN.fetch("/plans").decode()).group(1)
            whole = SIGNED_IN.fetch(plan).decode()
            action = re.search(r'>\s*4 <a class="govuk-link" href="(/actions/[^"/?]+)"', whole).group(1)
            asked = max(5, 20_000 // actions)
            beside = {100: "list of 100", 300: "list of 300", 3_000: "list of 3,000 on one page", 30_000: "100 of 30,000"}
            told(actions, "plan, every action", page(server, plan, asked), beside.get(actions))
            if actions == 300:
                told(actions, f"an action with {SAID} updates", page(server, action, asked), "an issue with 500 entries")
            else:
                told(actions, "an action", page(server, action, asked))
            told(actions, "plan as at a position", page(server, f"{plan}?at=Autumn", asked))
            told(actions, "what changed since", page(server, "/changes?from=Autumn", asked))
            told(actions, f"my updates, of {actions // 10} actions", page(server, "/updates", asked),
                 "issues assigned to me" if actions == 100 else None)
            if actions == 330:
                told(actions, "plan, every action", page(server, plan, asked), "Gantt of 330")
        if actions in (100, 330):
            told(actions, "PDF, the program started", pdf(folder), "PDF of 330 rows" if actions == 330 else None)
