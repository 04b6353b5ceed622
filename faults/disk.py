#!/usr/bin/env python3
"""A disk that is full, and one that cannot be written, under a server that runs.

Reads go on, on both sides; each command that writes is refused with a sentence that says why and that nothing was
written, and exit code 1; when there is room again the same command goes through and the record is whole, without
anybody starting the server again. On ext4 and on tmpfs; the disk that cannot be written is ext4 mounted again so.
Needs root."""
import subprocess
import sys
import time
from pathlib import Path

from common import Server, begin, does, needs, needs_root, page, proved, run, workplace

checks = 0


def holds(true, why):
    global checks
    checks += 1
    if not true:
        raise AssertionError(why)


def tell(*words):
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def mount(kind, work):
    folder = work / kind
    folder.mkdir()
    if kind == "tmpfs":
        tell("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder)
    else:
        tell("truncate", "-s", "48M", work / "disk.img")
        tell("mkfs.ext4", "-q", "-F", "-m", "0", work / "disk.img")
        mount_ext4(work)
    return folder


def mount_ext4(work):
    tell("mount", "-o", "loop,errors=remount-ro", work / "disk.img", work / "ext4")


def fail(folder):
    """Lets ext4 meet an error, after which it is read-only for everybody who has it open."""
    device = subprocess.run(["findmnt", "-no", "SOURCE", folder], check=True, capture_output=True, text=True).stdout
    Path(f"/sys/fs/ext4/{Path(device.strip()).name}/trigger_fs_error").write_text("tried by a test")


def fill(folder):
    """Leaves no room at all, down to the last byte."""
    with open(folder / "ballast", "wb", buffering=0) as ballast:
        for size in (1 << 20, 4096, 512, 1):
            try:
                while True:
                    ballast.write(b"\0" * size)
            except OSError:
                continue


def writers(folder, outside):
    """The commands that write, on a record that is published."""
    return [
        ["snapshot", "Panel September", "--for", "Panel"],
        ["import", "plan", outside / "later.csv"],
        ["issue", "delivery-plan", "--for", "Panel"],
        ["present", "FEN-2026-001", "--on", "2026-09-12"],
        ["withdraw", "FEN-2026-001", "--reason", "It was wrong"],
    ]


def reads_go_on(server, folder, when):
    for address, path in [(server.public, "/"), (server.public, "/papers/FEN-2026-001"), (server.staff, "/"),
                          (server.staff, "/plans"), (server.public, "/verify?fresh")]:
        status, text, took = page(address, path)
        holds(status == 200, f"{when}: {path} answers {status}: {text[:300]}")
        holds(took < 10, f"{when}: {path} took {took:.1f} s")
    answer = run("--dir", folder, "paper", "delivery-plan", "--format", "csv")
    holds(answer.code == 0, f"{when}: a paper cannot be printed: {answer!r}")


def refused(folder, outside, when, words):
    before = proved(folder)
    for command in writers(folder, outside):
        began = time.monotonic()
        answer = run("--dir", folder, *command)
        holds(answer.code == 1, f"{when}: {command[0]} was not refused: {answer!r}")
        holds("panicked" not in answer.err, f"{when}: {command[0]}: {answer!r}")
        holds(any(word in answer.err for word in words), f"{when}: {command[0]} does not say why: {answer!r}")
        holds(time.monotonic() - began < 60, f"{when}: {command[0]} took its time")
    after = proved(folder)
    # A number may have been reserved while there was a little room, which is said.
    holds(after - before <= 1, f"{when}: {after - before} entries were written by commands that were refused")


def heals(server, folder, outside, when):
    before = proved(folder)
    for command in writers(folder, outside):
        answer = run("--dir", folder, *command)
        holds(answer.code == 0, f"{when}: {command[0]} does not go through: {answer!r}")
    holds(proved(folder) > before, f"{when}: nothing was written")
    until = time.monotonic() + 15
    while "withdrawn" not in page(server.public, "/papers/FEN-2026-001")[1].lower():
        holds(time.monotonic() < until, f"{when}: the server does not show what was written since")
        time.sleep(0.2)
    holds(server.child.poll() is None, f"{when}: the server is gone")


def office(disk, outside, name):
    """An office whose paper is published, and the next edition of its table."""
    home = disk / name
    home.mkdir()
    begin(home / "office")
    table = (home / "plan.csv").read_text().replace("Amber", "Green").replace("Two posts are vacant", "Filled")
    (outside / "later.csv").write_text(table)
    does("--dir", home / "office", "issue", "delivery-plan", "--for", "Panel", "--on", "2026-09-01")
    does("--dir", home / "office", "publish", "FEN-2026-001")
    return home / "office"


def full(kind, work):
    disk, outside = mount(kind, work), work / f"{kind}-outside"
    outside.mkdir()
    when = f"{kind}, full"
    try:
        folder = office(disk, outside, "full")
        with Server(folder) as server:
            reads_go_on(server, folder, f"{when}, before")
            fill(disk)
            refused(folder, outside, when, ["disk is full", "does not do what it is asked", "cannot be found out now"])
            reads_go_on(server, folder, when)
            # The server signs and looks for jobs every five seconds, and must live through that.
            time.sleep(6)
            reads_go_on(server, folder, f"{when}, later")
            (disk / "ballast").unlink()
            heals(server, folder, outside, f"{when}, afterwards")
    finally:
        subprocess.run(["umount", "-l", disk], check=False)
    print(f"{when}: reads went on, writes were refused, and it healed by itself", flush=True)


def read_only(work):
    disk, outside, when = work / "ext4", work / "ext4-outside", "ext4, read-only"
    mount_ext4(work)
    try:
        folder = office(disk, outside, "read-only")
        subprocess.run(["sync", "-f", disk], check=True)
        with Server(folder) as server:
            reads_go_on(server, folder, f"{when}, before")
            fail(disk)
            # What was in the journal of a database that is open reads on; a command opens the tables anew.
            refused(folder, outside, when, ["cannot be written", "read-only", "reading only", "does not do what it is"])
            time.sleep(6)
            reads_go_on(server, folder, f"{when}, later")
        with Server(folder) as server:
            reads_go_on(server, folder, f"{when}, started so")
        tell("umount", disk)
        # Mended as at the next start of the machine; 1 says that it had something to mend.
        mended = subprocess.run(["e2fsck", "-fp", work / "disk.img"], capture_output=True)
        holds(mended.returncode <= 1, f"{when}: {mended.stdout}")
        mount_ext4(work)
        with Server(folder) as server:
            heals(server, folder, outside, f"{when}, afterwards")
    finally:
        subprocess.run(["umount", "-l", disk], check=False)
    print(f"{when}: reads went on, writes were refused, and it went on once the disk was mended", flush=True)


needs_root()
needs("mkfs.ext4")
began = time.monotonic()
with workplace(dir="/var/tmp") as work:
    try:
        full("ext4", Path(work))
        full("tmpfs", Path(work))
        read_only(Path(work))
    except AssertionError as fault:
        print(f"BAD {fault}")
        sys.exit(1)
print(f"{checks} checks on disks that are full or cannot be written, 0 bad, {time.monotonic() - began:.0f} s")
