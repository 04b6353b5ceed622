#!/usr/bin/env python3
"""Memory of `milepost serve` for an office of 100, 1,000 and 10,000 actions, before and after its pages were looked at;
and of 43 offices, which are 43 processes on 43 folders. What processes share is divided between them (Pss)."""
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from common import machine, table
from serving import Serving, fetch, mebibytes, published

OFFICES = int(sys.argv[1]) if len(sys.argv) > 1 else 43


def look(server):
    for address, path in [(server.staff, "/"), (server.staff, "/plans"), (server.staff, "/papers"), (server.public, "/")]:
        fetch(address, path)


machine()
with tempfile.TemporaryDirectory() as work:
    work = Path(work)
    print(f"{'actions':>8} {'started, MiB':>13} {'looked at, MiB':>15} {'on disk, MiB':>13}")
    for actions in (100, 1_000, 10_000):
        table(work / "plan.csv", actions)
        folder = work / f"office-{actions}"
        published(folder, work / "plan.csv")
        with Serving(folder) as server:
            started = mebibytes(server.child.pid)
            look(server)
            disk = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1024 / 1024
            print(f"{actions:>8} {started:>13.1f} {mebibytes(server.child.pid):>15.1f} {disk:>13.1f}", flush=True)
    with ExitStack() as stack:
        servers = []
        for n in range(OFFICES):
            folder = work / f"one-{n}"
            shutil.copytree(work / "office-100", folder)
            servers.append(stack.enter_context(Serving(folder)))
        for server in servers:
            look(server)
        total = sum(mebibytes(server.child.pid) for server in servers)
        print(f"{OFFICES} offices of 100 actions, {OFFICES} processes: {total:.0f} MiB, {total / OFFICES:.1f} each")
