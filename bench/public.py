#!/usr/bin/env python3
"""The public side beside nginx that serves the same bytes as files, as they are and in gzip (which every browser asks
for, and nginx has ready as files too): requests per second of the server's processor time
(which stays put on a machine that others use too), then 2,000 requests a second at a constant rate over 64 connections,
measured from the time at which each was meant to be asked. Give a number of actions, else 100."""
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import binary, machine, table
from serving import Serving, fetch, free_port, processor_seconds, published

STEADY = Path(binary()).parent / "examples/steady"
ACTIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
SECONDS, RATE, CONNECTIONS = 10, 2_000, 64

CONFIG = """daemon off; worker_processes 2; pid {work}/pid; error_log {work}/error;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type text/html; gzip_static on;
  client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/f; uwsgi_temp_path {work}/u;
  scgi_temp_path {work}/s;
  server {{ listen 127.0.0.1:{port}; root {work}/pages; index index.html; }} }}"""


def rush(address, path, pids, coding):
    """Requests per second of the server's processor time, and of the clock."""
    before, began = processor_seconds(pids), time.perf_counter()
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", f"Accept-Encoding: {coding}", f"http://{address}{path}"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        sys.exit(said)
    requests = int(re.search(r"(\d+) requests in", said).group(1))
    took = time.perf_counter() - began
    return requests / (processor_seconds(pids) - before), requests / took


def steady(address, path, coding):
    words = [STEADY, address, path, str(RATE), str(CONNECTIONS), str(2 * SECONDS), coding]
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def children(pid):
    return subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()


machine()
with tempfile.TemporaryDirectory() as work:
    work = Path(work)
    table(work / "plan.csv", ACTIONS)
    published(work / "office", work / "plan.csv")
    with Serving(work / "office") as server:
        home = fetch(server.public, "/").decode()
        plan = re.search(r'href="(/plans/[^"/]+)"', home).group(1)
        port = free_port()
        (work / "pages/plans").mkdir(parents=True)
        for path, file in [("/", "index.html"), (plan, plan[1:])]:
            (work / "pages" / file).write_bytes(fetch(server.public, path))
            (work / "pages" / f"{file}.gz").write_bytes(fetch(server.public, path, "gzip"))
        work.chmod(0o755)
        (work / "nginx.conf").write_text(CONFIG.format(work=work, port=port))
        nginx = subprocess.Popen(["nginx", "-c", work / "nginx.conf", "-e", work / "error"])
        try:
            time.sleep(0.5)
            print(f"{'page':>34} {'server':>9} {'req/cpu-s':>10} {'of nginx':>9} {'req/s':>8} {'p50 ms':>7} "
                  f"{'p99 ms':>7} {'max ms':>7} {'errors':>7}")
            for path, coding in [("/", "identity"), ("/", "gzip"), (plan, "identity"), (plan, "gzip")]:
                size = len(fetch(server.public, path, coding))
                if fetch(f"127.0.0.1:{port}", path, coding) != fetch(server.public, path, coding):
                    sys.exit(f"nginx does not serve the same bytes at {path}")
                peer = None
                for name, address, pids in [("nginx", f"127.0.0.1:{port}", children(nginx.pid)),
                                            ("milepost", server.public, [server.child.pid])]:
                    rush(address, path, pids, coding)
                    by_processor, by_clock = rush(address, path, pids, coding)
                    peer = peer or by_processor
                    told = steady(address, path, coding)
                    print(f"{path[:14] + f' ({coding}, {size / 1024:.0f} KB)':>34} {name:>9} {by_processor:>10.0f} "
                          f"{by_processor / peer:>9.2f} {by_clock:>8.0f} {told['p50'] / 1000:>7.2f} "
                          f"{told['p99'] / 1000:>7.2f} {told['max'] / 1000:>7.1f} {told['errors']:>7}", flush=True)
        finally:
            nginx.terminate()
            nginx.wait()
