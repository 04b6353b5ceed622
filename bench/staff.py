#!/usr/bin/env python3
"""How long somebody at the staff pages waits while the public side is asked 2,000 times a second: a lead looks at their
updates and at an action, and says something, at a constant rate; each is measured from when it was meant to be asked.
First without the public, then with it. Give a number of actions, else 300."""
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from common import binary, machine, table
from serving import Serving, fetch, published

STEADY = Path(binary()).parent / "examples/steady"
ACTIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 300
SECONDS, RATE, PUBLIC, HANDS = 20, 20, 2_000, 8
POSTS = [f"Head of Service {n}" for n in (11, 22, 33, 4)]


def works(lead, actions):
    """Latencies in milliseconds, of reading and of writing, the slowest last."""
    read, wrote, began = [], [], time.perf_counter() + 0.1
    todo = iter(range(SECONDS * RATE))
    lock = threading.Lock()

    def hand():
        while True:
            with lock:
                n = next(todo, None)
            if n is None:
                return
            meant = began + n / RATE
            time.sleep(max(0, meant - time.perf_counter()))
            if n % 10 == 9:
                why = "The partner was late."
                said = {"words": f"Stage {n} is done.", "reason": why, "public-reason": why}
                lead.sends(f"{actions[n % len(actions)]}/update", said)
                wrote.append((time.perf_counter() - meant) * 1000)
            else:
                lead.fetch("/updates" if n % 2 else actions[n % len(actions)])
                read.append((time.perf_counter() - meant) * 1000)

    hands = [threading.Thread(target=hand) for _ in range(HANDS)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    return sorted(read), sorted(wrote)


def told(name, waits):
    at = lambda share: waits[min(len(waits) - 1, int(len(waits) * share))]
    print(f"{name:>48} {len(waits):>6} {at(0.5):>8.1f} {at(0.99):>8.1f} {waits[-1]:>8.1f}", flush=True)


machine()
with tempfile.TemporaryDirectory() as work:
    work = Path(work)
    table(work / "plan.csv", ACTIONS)
    (work / "map.toml").write_text("".join(f'[[post]]\nname = "Head of Service {n}"\n' for n in range(40)))
    published(work / "office", work / "plan.csv", work / "map.toml")
    with Serving(work / "office", sign_in=True) as server:
        plan = re.search(r'href="(/plans/[^"/]+)"', fetch(server.public, "/").decode()).group(1)
        lead = server.lead(POSTS)
        actions = sorted(set(re.findall(r'action="(/actions/[^"/?]+)/confirm"', lead.fetch("/updates").decode())))
        works(lead, actions)
        print(f"{'':>48} {'asked':>6} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8}")
        read, wrote = works(lead, actions)
        told("staff pages, nobody else there", read)
        told("an update: its form, sent, and what follows", wrote)
        words = [STEADY, server.public, plan, str(PUBLIC), "64", str(SECONDS + 2), "gzip"]
        public = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        time.sleep(1)
        read, wrote = works(lead, actions)
        told(f"staff pages, the public asks {PUBLIC} a second", read)
        told("an update: its form, sent, and what follows", wrote)
        print("the public:", public.communicate()[0].strip())
