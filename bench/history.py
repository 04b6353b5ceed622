#!/usr/bin/env python3
"""Ten years of an office: 10,000 items, 100,000 entries. Start, and a page as at any date, cold and warm."""
import json
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from common import binary, machine, run, table

ROWS, EDITIONS = 5_000, 18


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def fetch(url):
    began = time.perf_counter()
    with urllib.request.urlopen(url) as answer:
        body = answer.read()
    return (time.perf_counter() - began) * 1000, body


machine()
keep = Path(sys.argv[1]) if len(sys.argv) > 1 else None
with tempfile.TemporaryDirectory() as work:
    work = Path(work)
    office = keep or work / "office"
    if not office.exists():
        run("init", office, "--office", "Bench", at="2016-06-01 09:00:00")
        for edition in range(EDITIONS + 1):
            table(work / "t.csv", ROWS, edition, what="lead")
            day = f"{2016 + (edition + 1) // 2}-{'06' if edition % 2 else '12'}-15"
            run("import", "plan", work / "t.csv", "--dir", office, "--on", day, at=f"{day} 10:00:00")
    _, out = run("verify", "--dir", office, "--json")
    entries = json.loads(out)["entries"]
    size = sum(f.stat().st_size for f in office.rglob("*") if f.is_file()) / 2**20
    verify, _ = run("verify", "--dir", office)
    print(f"{entries} entries, {size:.0f} MiB on disk, verify {verify:.2f} s")
    staff, listen = port(), port()
    began = time.perf_counter()
    server = subprocess.Popen(
        [binary(), "serve", "--dir", office, "--listen", f"127.0.0.1:{listen}", "--staff", f"127.0.0.1:{staff}"],
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                fetch(f"http://127.0.0.1:{staff}/key")
                break
            except OSError:
                time.sleep(0.005)
        print(f"start to first answer: {(time.perf_counter() - began) * 1000:.0f} ms")
        memory = int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{server.pid}/status").read_text()).group(1)) / 1024
        print(f"memory of the server: {memory:.0f} MiB")
        _, body = fetch(f"http://127.0.0.1:{staff}/plans")
        plan = re.search(rb'href="(/plans/[^"?#]+)', body).group(1).decode()
        live = min(fetch(f"http://127.0.0.1:{staff}{plan}")[0] for _ in range(5))
        print(f"{'as at':<12} {'cold ms':>9} {'warm ms':>9}   (the same page live: {live:.1f} ms)")
        for day in ("2025-07-01", "2025-01-01", "2024-01-01", "2021-01-01", "2017-01-01"):
            cold, _ = fetch(f"http://127.0.0.1:{staff}{plan}?at={day}")
            warm = min(fetch(f"http://127.0.0.1:{staff}{plan}?at={day}")[0] for _ in range(5))
            print(f"{day:<12} {cold:>9.1f} {warm:>9.1f}")
    finally:
        server.terminate()
        server.wait()
