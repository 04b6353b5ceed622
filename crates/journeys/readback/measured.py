"""Runs programs and says what each used. A small process of its own, since Linux counts the memory of whoever starts a
program as the program's own until then: `python3 -I -S measured.py`, then one JSON line of {"run": [...], "in": FILE or
null} on standard input for each, answered by one of {"code", "seconds" of processor with all that it
started, "waited" by the clock, "kib", "out", "err"}."""
import json
import os
import sys
import time

for line in sys.stdin:
    asked = json.loads(line)
    read, pipes = os.open(asked["in"] or os.devnull, os.O_RDONLY), {"out": os.pipe(), "err": os.pipe()}
    actions = [(os.POSIX_SPAWN_DUP2, read, 0), *((os.POSIX_SPAWN_DUP2, pipes[name][1], n) for name, n in (("out", 1), ("err", 2)))]
    before = time.monotonic()
    child = os.posix_spawn(asked["run"][0], asked["run"], os.environ, file_actions=actions)
    said = {}
    for name, (end, begin) in pipes.items():
        os.close(begin)
    for name, (end, _) in pipes.items():
        with open(end, "rb") as pipe:
            # The start says why something was refused; a whole plan may be long.
            said[name] = pipe.read(100_000).decode("utf-8", "replace")
            while pipe.read(1 << 20):
                pass
    _, status, used = os.wait4(child, 0)
    answer = {"code": os.waitstatus_to_exitcode(status), "seconds": used.ru_utime + used.ru_stime, "waited": time.monotonic() - before, "kib": used.ru_maxrss, **said}
    os.close(read)
    print(json.dumps(answer), flush=True)
