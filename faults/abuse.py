#!/usr/bin/env python3
"""Visitors that mean harm, many at once on both listeners: silent ones, ones that send a byte a second, heads, addresses
and bodies that are too large. Each is turned away within 15 seconds, while honest visitors are served meanwhile."""
import argparse
import asyncio
import resource
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from common import Server, begin, does, workplace

LIMIT = 15.0
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"


async def silent(writer):
    await asyncio.sleep(LIMIT)


async def drip(writer, bytes_to_send):
    for byte in bytes_to_send:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(1)


async def at_once(writer, bytes_to_send):
    writer.write(bytes_to_send)
    await writer.drain()


async def pour(writer, head, piece, pieces):
    writer.write(head)
    for _ in range(pieces):
        writer.write(piece)
        await writer.drain()


LARGE = b"a" * 65_536
MANY = HEAD + b"".join(b"X-%d: 1\r\n" % n for n in range(5000)) + b"\r\n"
KINDS = {
    "silent": silent,
    "a head at one byte a second": lambda w: drip(w, HEAD),
    "silent after half a head": lambda w: at_once(w, HEAD),
    "a header of 64 KB": lambda w: at_once(w, HEAD + b"X-Large: " + LARGE + b"\r\n\r\n"),
    "5,000 headers": lambda w: at_once(w, MANY),
    "an address of 64 KB": lambda w: at_once(w, b"GET /" + LARGE + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
    "a body of 8 MB": lambda w: pour(w, POST + b"Content-Length: 8388608\r\n\r\n", LARGE, 128),
    "a body at one byte a second": lambda w: drip(w, POST + b"Content-Length: 100\r\n\r\n{"),
    "kept open for nothing": lambda w: at_once(w, HEAD + b"\r\n"),
}


async def visit(address, kind, found):
    """One that means harm: how long until it is closed."""
    host, port = address.rsplit(":", 1)
    began = time.monotonic()
    try:
        reader, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        found.append((kind, "not let in", time.monotonic() - began))
        return
    sending = asyncio.create_task(KINDS[kind](writer))
    try:
        while await asyncio.wait_for(reader.read(65536), LIMIT + 5 - (time.monotonic() - began)):
            pass
        how = "closed"
    except (asyncio.TimeoutError, ValueError):
        how = "STILL OPEN"
    except OSError:
        how = "closed"
    took = time.monotonic() - began
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    writer.transport.abort()
    if kind == "silent" or how != "closed" or took <= LIMIT:
        found.append((kind, how, took))
    else:
        found.append((kind, "TOO LATE", took))


async def honest(address, took, failed):
    host, port = address.rsplit(":", 1)
    began = time.monotonic()
    try:
        async with asyncio.timeout(20):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(f"GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n".encode())
            answer = await reader.read()
            writer.close()
        if not answer.startswith(b"HTTP/1.1 200"):
            failed.append(answer[:60])
    except (OSError, asyncio.TimeoutError) as error:
        failed.append(repr(error))
    took.append(time.monotonic() - began)


async def crowd(addresses, many):
    """All that mean harm, at once."""
    found = []
    visits = [visit(address, kind, found) for address in addresses for kind in (list(KINDS) * many)[:many]]
    await asyncio.gather(*visits)
    return found


async def meanwhile(addresses, seconds):
    """Honest visitors, twenty a second to each listener."""
    took, failed, asks = [], [], []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        asks.extend(asyncio.create_task(honest(address, took, failed)) for address in addresses)
        await asyncio.sleep(0.05)
    await asyncio.gather(*asks)
    return took, failed


def run_honest(addresses):
    return asyncio.run(meanwhile(addresses, 12))


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--visitors", type=int, default=500, help="on each of the two listeners")
    asked = asked.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
    with workplace() as work:
        home = Path(work) / "office"
        begin(home)
        does("--dir", home, "issue", "delivery-plan", "--for", "Panel", "--on", "2026-09-01")
        does("--dir", home, "publish", "FEN-2026-001")
        # Fewer files than visitors: the server cannot give itself more, and has to make room.
        with Server(home, through=["bash", "-c", "ulimit -n 800; exec \"$@\"", "serve"]) as server:
            addresses = [server.public, server.staff]
            # In a process of their own, so that the crowd's work does not slow them down here.
            with ProcessPoolExecutor(1) as pool:
                served = pool.submit(run_honest, addresses)
                found = asyncio.run(crowd(addresses, asked.visitors))
                took, failed = served.result()
            alive = server.child.poll() is None
    took.sort()
    bad = [one for one in found if one[1] in ("STILL OPEN", "TOO LATE") or one[2] > LIMIT]
    for kind, count in sorted(Counter(kind for kind, *_ in found).items()):
        slowest = max(seconds for one, _, seconds in found if one == kind)
        print(f"{kind}: {count}, the last closed after {slowest:.1f} s")
    print(f"{len(found)} that mean harm, {len(bad)} still open after {LIMIT:.0f} s; {len(took)} honest requests meanwhile, "
          f"{len(failed)} failed, p50 {took[len(took) // 2] * 1000:.0f} ms, p99 {took[int(len(took) * .99)] * 1000:.0f} ms")
    for one in bad[:5] + failed[:5]:
        print("BAD", one)
    sys.exit(1 if bad or failed or not alive or not found else 0)


main()
