#!/usr/bin/env python3
"""PostgreSQL that is stopped, killed, cut off after a commit, and silent, under writers and a server.

Nothing acknowledged is lost and nothing is there twice: each ask has an idempotency key and is asked again until it is
answered. Every page is answered within a bounded time, from memory or with a plain 503, and all heals by itself."""
import argparse
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from common import Server, Writer, begin, does, needs, page, proved, run, workplace
from engine import Engine
from proxy import Proxy

PATIENCE = 12.0
checks = 0


def holds(true, why):
    global checks
    checks += 1
    if not true:
        raise AssertionError(why)


def writers_through(name, work, engine, trouble, count, writers=4):
    """Writers with keys, and what befalls the database meanwhile. Every ask has one effect."""
    url = engine.database(name)
    home = Path(work) / name
    home.mkdir()
    begin(home / "office", "--database", url())
    before = proved(home / "office", "--database", url())
    proxy = Proxy(engine.port)
    writer = Writer(home / "office", home / "said", "--database", url(proxy.listen), "--writers", writers, "--count",
                    count, "--what", "number", "--key", name)
    writer.wait_for_first()
    told = trouble(engine, proxy, writer)
    proxy.mode = "pass"
    said = writer.end(timeout=400)
    kept = proved(home / "office", "--database", url()) - before
    holds(len(said) == count, f"{name}: {len(said)} of {count} were acknowledged")
    holds(len(set(said)) == count, f"{name}: {count - len(set(said))} entries were acknowledged twice")
    holds(kept == count, f"{name}: {count} asks came to {kept} entries")
    # The same once more, as a client that was killed before it heard: it is told what was done, and nothing is added.
    again = Writer(home / "office", home / "again", "--database", url(), "--writers", writers, "--count", count,
                   "--what", "number", "--key", name).end()
    holds(sorted(again) == sorted(said), f"{name}: asked again with the same keys, the answers differ")
    holds(proved(home / "office", "--database", url()) - before == count, f"{name}: asking again added entries")
    print(f"{name}: {count} changes by {writers} writers, {told}; 0 lost, 0 twice", flush=True)


def cut_after_commit(engine, proxy, writer):
    proxy.mode = "cut"
    began = time.monotonic()
    while writer.child.poll() is None and time.monotonic() - began < 60:
        time.sleep(0.1)
    holds(proxy.cuts > 5, f"only {proxy.cuts} commits were cut off")
    return f"{proxy.cuts} commits that nobody heard of"


def killed(cycles):
    def trouble(engine, proxy, writer):
        for _ in range(cycles):
            time.sleep(random.uniform(0.2, 1.2))
            engine.kill()
            time.sleep(random.uniform(0, 0.5))
            engine.start()
        return f"PostgreSQL killed {cycles} times"
    return trouble


def restarted(cycles):
    def trouble(engine, proxy, writer):
        for _ in range(cycles):
            time.sleep(random.uniform(0.2, 1.0))
            engine.stop()
            time.sleep(0.3)
            engine.start()
        return f"PostgreSQL stopped and started {cycles} times"
    return trouble


def silent(engine, proxy, writer):
    for _ in range(2):
        time.sleep(0.5)
        proxy.mode = "swallow"
        time.sleep(7)
        proxy.mode = "pass"
        time.sleep(1)
    return "silent twice for 7 seconds"


def killed_clients(work, engine, cycles, count):
    """Writers that are killed themselves and start again with the same keys: what was done is not done twice."""
    url = engine.database("clients")
    home = Path(work) / "clients"
    home.mkdir()
    begin(home / "office", "--database", url())
    before = proved(home / "office", "--database", url())
    words = ["--database", url(), "--writers", 4, "--count", count, "--what", "number", "--key", "clients"]
    heard = set()
    for _ in range(cycles):
        writer = Writer(home / "office", home / "said", *words)
        writer.wait_for_first()
        time.sleep(random.uniform(0, 0.3))
        heard |= set(writer.kill())
    heard |= set(Writer(home / "office", home / "said", *words).end())
    kept = proved(home / "office", "--database", url()) - before
    holds(kept == count, f"{count} asks of clients that were killed came to {kept} entries")
    holds(heard == set(range(before + 1, before + count + 1)), "what was acknowledged is not what is there")
    print(f"clients killed {cycles} times, their asks asked again: {count} asks, {kept} effects", flush=True)


def pages(server, when, crowd=20):
    """A crowd asks both sides at once; each is answered in time. Gives the statuses."""
    asks = [(server.public, "/"), (server.public, "/papers/FEN-2026-001"), (server.public, "/no-such-page"),
            (server.public, "/verify?fresh"), (server.staff, "/"), (server.staff, "/plans")]
    with ThreadPoolExecutor(crowd * len(asks)) as pool:
        answers = list(pool.map(lambda ask: (ask, page(*ask, timeout=60)), asks * crowd))
    worst = 0.0
    for (address, path), (status, text, took) in answers:
        side = "public" if address == server.public else "staff"
        worst = max(worst, took)
        holds(took < PATIENCE, f"{when}: {side} {path} took {took:.1f} s (status {status})")
        holds(status in (200, 404, 503), f"{when}: {side} {path} answers {status}: {''.join(server.said[-3:])}")
        if side == "public" and path != "/no-such-page":
            holds(status == 200, f"{when}: the public {path} is not shown from memory: {status}")
        if status == 503:
            holds("cannot be used just now" in text, f"{when}: {side} {path} is not plain: {text[:300]}")
    return worst


def served(work, engine):
    url = engine.database("served")
    home = Path(work) / "served"
    home.mkdir()
    begin(home / "office", "--database", url())
    does("--dir", home / "office", "--database", url(), "issue", "delivery-plan", "--for", "Panel", "--on", "2026-09-01")
    does("--dir", home / "office", "--database", url(), "publish", "FEN-2026-001")
    proxy = Proxy(engine.port)

    def silence():
        proxy.mode = "swallow"

    def speech():
        proxy.mode = "pass"

    with Server(home / "office", "--database", url(proxy.listen)) as server:
        pages(server, "before")
        for what, away, back in [("silent", silence, speech), ("stopped", engine.stop, engine.start),
                                 ("killed", engine.kill, engine.start)]:
            away()
            worst = max(pages(server, what), pages(server, f"{what}, again"))
            began = time.monotonic()
            for address in (url(proxy.listen),):
                answer = run("--dir", home / "office", "--database", address, "snapshot", f"While {what}", "--for",
                             "Panel")
                holds(answer.code == 1 and "cannot be reached" in answer.err, f"{what}: {answer!r}")
            holds(time.monotonic() - began < PATIENCE, f"{what}: the command took {time.monotonic() - began:.1f} s")
            back()
            began = time.monotonic()
            while page(server.staff, "/")[0] != 200:
                holds(time.monotonic() - began < 20, f"{what}: it does not heal")
                time.sleep(0.1)
            healed = time.monotonic() - began
            position = f"After it was {what}"
            does("--dir", home / "office", "--database", url(proxy.listen), "snapshot", position, "--for", "Panel")
            holds(position in page(server.staff, "/")[1], f"{what}: what was written since is not shown")
            proved(home / "office", "--database", url())
            print(f"{what}: 240 pages answered in {worst:.1f} s at most, healed after {healed:.1f} s", flush=True)


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cycles", type=int, default=20, help="kills of PostgreSQL")
    asked.add_argument("--count", type=int, default=2000, help="changes of each story")
    asked = asked.parse_args()
    needs("createdb")
    began = time.monotonic()
    with workplace() as work, Engine(work) as engine:
        try:
            served(work, engine)
            writers_through("cut", work, engine, cut_after_commit, min(asked.count, 300))
            writers_through("silent", work, engine, silent, asked.count)
            writers_through("restarted", work, engine, restarted(max(1, asked.cycles // 2)), asked.count)
            writers_through("killed", work, engine, killed(asked.cycles), asked.count)
            killed_clients(work, engine, asked.cycles, asked.count // 2)
        except AssertionError as fault:
            print(f"BAD {fault}")
            sys.exit(1)
    print(f"{checks} checks with a PostgreSQL that goes away, 0 bad, {time.monotonic() - began:.0f} s")


main()
