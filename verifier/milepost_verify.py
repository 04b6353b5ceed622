#!/usr/bin/env python3
"""Checks a Milepost record without Milepost.

    python3 milepost_verify.py PATH [--json] [--checkpoint FILE] [--key BASE64]

PATH is an office's data folder, its database file `milepost.db` alone, a backup, or an export folder. Nothing in it
is ever changed. This file needs Python 3.9 or later and nothing else; it was written from `docs/record-format.md`
alone, apart from the program that writes records, so that the two prove each other. The numbers in the comments
are those of "What a verifier checks" there.

What "good" proves: every entry, every state and every file is what it was when the newest checkpoint was signed, by
whoever held the office's key; nothing was taken out, put in, moved, or changed; what was erased is said to be erased,
and lost entries are said to be lost.

What it cannot prove: that what was recorded is true; that the clock was right; and that the office, which has the
key, did not write the whole record anew. Against that, keep a checkpoint outside of the office and give it with
`--checkpoint`: then the record must still hold all that it states. `--key` is the office's public key as you have it
from elsewhere: it must be the one that counts now, or else somebody who can write there may have stated a key of their
own in one more entry. What stands after the newest checkpoint is signed by nobody
yet, and what needs files that are not here is not looked at: both are said.

It exits 0 when the record is good, 1 when it is not, 2 when it was called wrongly.
"""

import argparse
import base64
import bisect
import functools
import hashlib
import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import NamedTuple, Optional
from urllib.parse import quote


class Wrong(Exception):
    """Why something is not as the format says, as the end of a sentence."""


# ---- Ed25519, RFC 8032 section 5.1 -----------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def ready(point):
    """A point (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z, as `added` wants its second one."""
    x, y, z, t = point
    return y - x, y + x, 2 * z, 2 * D * t % P


def added(point, other):
    """The sum of a point and a `ready` one; complete, so that doubling needs no formula of its own."""
    x, y, z, t = point
    minus, plus, double_z, double_dt = other
    a, b, c, d = (y - x) * minus % P, (y + x) * plus % P, t * double_dt % P, z * double_z % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiples(point):
    """For each of the 32 bytes of a scalar and each value of that byte: so many times the point, ready to be added."""
    table = []
    for _ in range(32):
        step, row, value = ready(point), [], NEUTRAL
        for _ in range(256):
            row.append(ready(value))
            value = added(value, step)
        table.append(row)
        point = value
    return table


def total(table, scalar, start=NEUTRAL):
    """`start` plus the scalar times the point of the table."""
    for row, byte in zip(table, scalar.to_bytes(32, "little")):
        if byte:
            start = added(start, row[byte])
    return start


def point_bytes(point):
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def point_of(encoded):
    """Section 5.1.3: the point, or None where no point has exactly these bytes."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if len(encoded) != 32 or y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    if (v * x * x + u) % P == 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (v * x * x - u) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def of_small_order(point):
    for _ in range(3):
        point = added(point, ready(point))
    x, y, z, _ = point
    return x % P == 0 and (y - z) % P == 0


@functools.lru_cache(maxsize=None)
def base_table():
    return multiples(point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little")))


@functools.lru_cache(maxsize=64)
def negative_key_table(public_key):
    point = point_of(public_key)
    if point is None or of_small_order(point):
        return None
    x, y, z, t = point
    return multiples((P - x, y, z, P - t))


def is_signed(public_key, message, signature):
    """Strict: one encoding of each point, S below the order, and neither the key nor R of small order."""
    s, table = int.from_bytes(signature[32:], "little"), negative_key_table(public_key)
    if len(signature) != 64 or s >= L or table is None:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % L
    r = total(table, h, total(base_table(), s))
    return point_bytes(r) == signature[:32] and not of_small_order(r)


def public_key_of(seed):
    half = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    return point_bytes(total(base_table(), half & (1 << 254) - 8 | 1 << 254))


# ---- Hashes, and the tree of RFC 6962 section 2.1 --------------------------------------------------------------------


def sha256(data):
    return hashlib.sha256(data).digest()


class Tree:
    """The roots of the whole subtrees of which the tree is made, largest first."""

    def __init__(self):
        self.size, self.frontier = 0, []

    def append(self, leaf_hash):
        self.size += 1
        self.frontier.append(leaf_hash)
        filled = self.size
        while filled % 2 == 0:
            right, left = self.frontier.pop(), self.frontier.pop()
            self.frontier.append(sha256(b"\x01" + left + right))
            filled //= 2

    def root(self):
        if not self.frontier:
            return sha256(b"")
        right = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            right = sha256(b"\x01" + left + right)
        return right


class Entry(NamedTuple):
    office: str
    seq: int
    change: str
    last_of_change: bool
    at: int
    on_date: Optional[str]
    actor: str
    act: str
    kind: str
    item: str
    version: int
    shape: int
    state_hash: bytes
    leaf_hash: bytes


def leaf_hash_of(entry):
    parts = [b"\x00"]
    for value in entry[:13]:
        if value is None:
            parts.append(b"\xff\xff\xff\xff")
            continue
        if not isinstance(value, bytes):
            value = (value if isinstance(value, str) else str(int(value))).encode()
        parts += [len(value).to_bytes(4, "big"), value]
    return sha256(b"".join(parts))


# ---- Reading what is written ------------------------------------------------------------------------------------------

ACTS = set(
    "begun added changed imported taken reserved issued presented published withdrawn restored rotated erased "
    "ended".split()
)
KINDS = set(
    "settings body post scale plan theme outcome objective priority action update import snapshot paper publication "
    "erasure round narrative sufficiency environment partner_action access change_request publication_request hold "
    "written_rules milestone expected_effect measure load commentary finding_source review finding risk_matrix risk "
    "control assurance gap question".split()
)
NEWEST_SHAPE = {
    **dict.fromkeys(KINDS, 1),
    **dict.fromkeys(("settings", "import", "change_request", "milestone", "narrative", "written_rules"), 2),
    **dict.fromkeys(("settings", "import", "change_request", "milestone", "written_rules", "narrative"), 2),
    **dict.fromkeys(("action", "round"), 3),
    "paper": 4,
    **dict.fromkeys(("publication", "update"), 5),
}
YEAR_9999 = 253_370_764_800_000_000  # 9999-01-01T00:00:00Z, in microseconds since 1970
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HASH = re.compile(r"[0-9a-f]{64}")
BODY_FILE = re.compile(rb"blob:sha256:([0-9a-f]{64})")
TYPES = {
    **dict.fromkeys(("office", "change", "actor", "item", "id"), "UUID"),
    **dict.fromkeys(("seq", "at", "version", "shape"), "BIGINT"),
    **dict.fromkeys(("act", "kind", "note"), "TEXT"),
    **dict.fromkeys(("state_hash", "leaf_hash", "salt", "body", "frontier"), "BYTEA"),
    "last_of_change": "BOOLEAN",
    "on_date": "DATE",
}


def read_json(data):
    """Exactly one JSON value in UTF-8. What two readers could read in two ways is refused."""

    def members(pairs):
        read = dict(pairs)
        if len(read) != len(pairs):
            raise Wrong("has a member twice")
        return read

    def no_number(word):
        raise Wrong(f"holds {word}, which is no number of JSON")

    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=members, parse_constant=no_number)
        if b"\\u" in data:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        return value
    except (ValueError, RecursionError) as error:
        raise Wrong(f"is not JSON ({error})") from None


def is_whole(value, least=0):
    return type(value) is int and least <= value < 2**63


def is_hash(value):
    return isinstance(value, str) and HASH.fullmatch(value) is not None


def is_day(text):
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def key_bytes(text):
    """The 32 bytes of a key in base64, or None."""
    try:
        key = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        return None
    return key if len(key) == 32 and base64.b64encode(key).decode() == text else None


class Text(bytes):
    """What SQLite holds as TEXT, apart from what it holds as BLOB."""


def from_sqlite(name, value):
    """SQLite holds a UUID as 16 bytes, a BOOLEAN as 0 or 1, a DATE as text."""
    kind = TYPES[name]
    try:
        if kind == "UUID" and type(value) is bytes and len(value) == 16:
            digits = value.hex()
            return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        if kind == "BIGINT" and type(value) is int:
            return value
        if kind == "BOOLEAN" and type(value) is int and value in (0, 1):
            return value == 1
        if kind == "BYTEA" and type(value) is bytes:
            return value
        if kind == "DATE" and value is None:
            return None
        if kind in ("TEXT", "DATE") and isinstance(value, Text):
            return value.decode("utf-8")
    except UnicodeDecodeError:
        pass
    raise Wrong(f"the column {name} is not of the type {kind}")


def from_json(name, value):
    """A backup holds bytes in hexadecimal and a body as text; all else as JSON has it."""
    kind = TYPES[name]
    if name == "body" and isinstance(value, str):
        return value.encode("utf-8")
    if kind == "BYTEA" and isinstance(value, str) and re.fullmatch(r"([0-9a-f]{2})*", value):
        return bytes.fromhex(value)
    if kind == "UUID" and isinstance(value, str) and UUID.fullmatch(value):
        return value
    if kind == "BIGINT" and type(value) is int and -(2**63) <= value < 2**63:
        return value
    if kind == "BOOLEAN" and isinstance(value, bool) or kind in ("TEXT", "DATE") and isinstance(value, str):
        return value
    if kind == "DATE" and value is None:
        return None
    raise Wrong(f"`{name}` is not of the type {kind}")


class Note(NamedTuple):
    origin: str
    office: str
    epoch: int
    size: int
    root: bytes
    text: bytes
    key_id: bytes
    signature: bytes


NOTE = re.compile(
    rb"((milepost/(?:DEMO/)?([0-9a-f-]{36})/([1-9][0-9]{0,17}))\n([1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n)\n"
    rb"\xe2\x80\x94 \2 ([A-Za-z0-9+/]{91}=)\n"
)


def note_of(data):
    match = NOTE.fullmatch(data)
    if match is None or UUID.fullmatch(match[3].decode()) is None:
        raise Wrong("is not a checkpoint of the form that the format says")
    root, signature = base64.b64decode(match[6]), base64.b64decode(match[7])
    if base64.b64encode(root) != match[6] or base64.b64encode(signature) != match[7]:
        raise Wrong("is not a checkpoint of the form that the format says: its base64 has stray bits")
    return Note(
        match[2].decode(), match[3].decode(), int(match[4]), int(match[5]), root, match[1], signature[:4], signature[4:]
    )


# ---- The four shapes that a record comes in ---------------------------------------------------------------------------


class Database:
    """The tables in SQLite, alone or in their folder."""

    def __init__(self, file, folder, scratch, problem):
        self.folder, self.problem = folder, problem
        self.has_files = folder is not None
        beside = [Path(f"{file}{end}") for end in ("-wal", "-journal")]
        beside = [path for path in beside if path.is_file() and path.stat().st_size > 0]
        if beside:
            # SQLite would write into the folder to read what is not yet in the file itself: let it do so in a copy.
            for path in [file, *beside]:
                shutil.copyfile(path, Path(scratch) / path.name)
            self.connection = sqlite3.connect(Path(scratch) / file.name)
        else:
            self.connection = sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)
        self.connection.text_factory = Text
        self.connection.execute("PRAGMA trusted_schema = OFF")
        for (finding,) in self.connection.execute("PRAGMA integrity_check(20)"):
            if finding != b"ok":
                problem(None, f"SQLite finds its file damaged: {finding.decode('utf-8', 'replace')}")
        tables = "SELECT CAST(name AS BLOB) FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        self.tables = {name.decode("utf-8", "replace") for (name,) in self.connection.execute(tables)}
        for name in ("entry", "state", "head", "item", "checkpoint"):
            if name not in self.tables:
                raise Wrong(f"the database has no table {name}")
        offices = [row[0] for row in self.connection.execute("SELECT office FROM head")]
        if len(offices) != 1:
            offices = [row[0] for row in self.connection.execute("SELECT office FROM entry ORDER BY seq LIMIT 1")]
        if not offices:
            raise Wrong("the database holds no record")
        self.office = from_sqlite("office", offices[0])

    def close(self):
        self.connection.close()

    def rows(self, table, *columns):
        """The rows of the record, by `seq`; what is not of its type, or of another record, is a problem."""
        sql = f"SELECT office, seq, {', '.join(columns)} FROM {table} ORDER BY seq"
        for row in self.connection.execute(sql):
            try:
                office, *row = [from_sqlite(name, value) for name, value in zip(("office", "seq", *columns), row)]
            except Wrong as why:
                self.problem(
                    row[1] if type(row[1]) is int else None, f"A row of the table {table} cannot be read: {why}."
                )
                continue
            if office == self.office:
                yield row
            else:
                self.problem(row[0], f"A row of the table {table} is of another record.")

    def entries(self):
        states = self.rows("state", "salt", "body")
        state = next(states, None)
        for row in self.rows("entry", *Entry._fields[2:]):
            entry = Entry(self.office, *row)
            while state is not None and state[0] < entry.seq:
                self.problem(state[0], "A state has no entry.")
                state = next(states, None)
            if state is not None and state[0] == entry.seq:
                yield entry, state[1], state[2]
                state = next(states, None)
            else:
                self.problem(entry.seq, "The entry has no state.")
                yield entry, None, None
        for state in [state, *states]:
            if state is not None:
                self.problem(state[0], "A state has no entry.")

    def checkpoints(self):
        for seq, note in self.rows("checkpoint", "note"):
            yield seq, note.encode()

    def frontiers(self):
        return self.rows("frontier", "frontier") if "frontier" in self.tables else ()

    def file(self, name):
        path = self.folder / "blobs" / name[:2] / name[2:]
        return path.open("rb") if path.is_file() else None

    def check_beside(self, seen):
        """Point 11: the head and the pointers follow from the entries."""
        heads = list(self.rows("head", "change", "frontier"))
        if len(heads) != 1:
            self.problem(None, f"The table head has {len(heads)} rows of the record instead of one.")
        for head in heads:
            if head != [seen.tree.size, seen.last_change, b"".join(seen.tree.frontier)]:
                self.problem(head[0], "The head is not what follows from the entries.")
        items = {}
        for seq, kind, item in self.rows("item", "kind", "id"):
            items.setdefault((item, kind), []).append(seq)
        for item, (kind, _, seq) in seen.items.items():
            if items.pop((item, kind), None) != [seq]:
                self.problem(seq, f"The pointer to the newest state of the {kind} {item} is wrong or missing.")
        for (item, kind), seqs in items.items():
            self.problem(seqs[0], f"The pointer to {kind} {item} is to an item that no entry knows.")


class Parts:
    """A backup, or the same parts as files of a folder."""

    def __init__(self, names, open_part, problem):
        self.problem, self.open_part, self.has_files = problem, open_part, True
        try:
            with open_part("manifest.json") as manifest:
                self.manifest = manifest = read_json(manifest.read())
        except KeyError:
            raise Wrong("there is no manifest.json") from None
        except Wrong as why:
            raise Wrong(f"manifest.json {why}") from None
        if not isinstance(manifest, dict) or manifest.get("format") != "milepost-backup":
            raise Wrong("manifest.json is not of a Milepost backup")
        if manifest.get("version") != 1:
            raise Wrong(f"the backup is of version {manifest.get('version')}, which this verifier does not know")
        self.office = manifest.get("office")
        if not isinstance(self.office, str) or UUID.fullmatch(self.office) is None:
            raise Wrong("manifest.json does not name the record")
        stated = manifest.get("files")
        if not isinstance(stated, list) or not all(
            isinstance(part, dict)
            and isinstance(part.get("name"), str)
            and is_hash(part.get("sha256"))
            and is_whole(part.get("size"))
            for part in stated
        ):
            raise Wrong("manifest.json does not give name, sha256 and size of every part")
        self.names = {part["name"] for part in stated}
        for name in ("entries.jsonl", "checkpoints.jsonl", "jobs.jsonl"):
            if name not in self.names:
                raise Wrong(f"manifest.json does not name the part {name}")
        if len(self.names) != len(stated):
            problem(None, "manifest.json names a part twice.")
        for name in self.names:
            if not re.fullmatch(r"(entries|checkpoints|jobs)\.jsonl|blobs/[0-9a-f]{64}", name):
                problem(None, f"manifest.json names a part that no backup has: {name!r}.")
        for name in sorted(set(names)):
            if names.count(name) > 1:
                problem(None, f"There are two parts named {name!r}.")
            if name not in self.names and name != "manifest.json":
                problem(None, f"There is a part that manifest.json does not name: {name!r}.")
        for part in stated:
            if part["name"] not in names:
                problem(None, f"The part {part['name']!r} is missing.")
                continue
            with open_part(part["name"]) as file:
                if hash_and_size(file) != (part["sha256"], part["size"]):
                    problem(None, f"The part {part['name']!r} is not of the hash and size that manifest.json gives.")
        self.names &= set(names)

    def close(self):
        pass

    def lines(self, name, *columns):
        if name not in self.names:
            return
        with self.open_part(name) as file:
            for number, line in enumerate(file, 1):
                try:
                    read = read_json(line)
                    if not isinstance(read, dict) or set(read) != set(columns) or not line.endswith(b"\n"):
                        raise Wrong(f"does not have the members {', '.join(columns)}")
                    yield [from_json(column, read[column]) for column in columns]
                except Wrong as why:
                    self.problem(None, f"Line {number} of {name}: {why}.")

    def entries(self):
        for *row, salt, body in self.lines("entries.jsonl", *Entry._fields[1:], "salt", "body"):
            yield Entry(self.office, *row), salt, body

    def checkpoints(self):
        for seq, note in self.lines("checkpoints.jsonl", "seq", "note"):
            yield seq, note.encode()

    def frontiers(self):
        return ()

    def file(self, name):
        return self.open_part(f"blobs/{name}") if f"blobs/{name}" in self.names else None

    def check_beside(self, seen):
        if self.manifest.get("entries") != seen.tree.size:
            self.problem(
                None, f"manifest.json says {self.manifest.get('entries')} entries; there are {seen.tree.size}."
            )
        if self.manifest.get("root") != seen.tree.root().hex():
            self.problem(None, "manifest.json gives another root than that of the entries.")


def hash_and_size(file):
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


# ---- The examination ---------------------------------------------------------------------------------------------------


class Settings(NamedTuple):
    seq: int
    key: Optional[bytes]
    epoch: int
    demo: bool
    envelope: object
    item: dict
    shape: int


class Examination:
    def __init__(self):
        self.problems, self.remarks = [], []
        self.tree, self.entries, self.past_checkpoint = Tree(), 0, 0
        self.items = {}  # item -> kind, version and entry of its newest state
        self.last_change, self.last_at, self.change_open, self.changes = None, None, False, set()
        self.kinds, self.stated, self.differing = {}, {}, {}  # by entry; differing: the hash of a state that is another
        self.replaced, self.erased_files = {}, {}  # entry -> hash, erasure; file -> erasure
        self.paper_files, self.body_files_unseen = {}, 0
        self.settings, self.roots, self.frontiers = [], {}, {}

    def problem(self, seq, what):
        self.problems.append((seq, what))

    # -- entries, in order

    def examine(self, record, kept, key):
        self.record = record
        notes = list(record.checkpoints())
        sizes = {seq for seq, _ in notes}
        own = self.own_checkpoint() if isinstance(record, Database) and record.folder else None
        for data in (own, kept):
            try:
                sizes.add(note_of(data or b"").size)
            except Wrong:
                pass
        for seq, frontier in record.frontiers():
            self.frontiers.setdefault(seq, []).append(frontier)
        for entry, salt, body in record.entries():
            leaf_hash = leaf_hash_of(entry)
            self.entry(entry, leaf_hash)
            if salt is not None:
                self.state(entry, salt, body)
            self.tree.append(leaf_hash)
            if self.tree.size in sizes:
                self.roots[self.tree.size] = self.tree.root()
            for frontier in self.frontiers.pop(self.tree.size, ()):
                if frontier != b"".join(self.tree.frontier):
                    self.problem(entry.seq, "The frontier kept for this entry is not what follows from the entries.")
        self.entries = self.tree.size
        if self.entries == 0:
            self.problem(None, "There is no entry.")
        if self.change_open:
            self.problem(self.entries, "The last entry does not end its change.")
        for seq in self.frontiers:
            self.problem(seq, "A frontier is kept for an entry that there is not.")
        self.check_states()
        self.check_files()
        self.check_checkpoints(notes, own)
        if kept is not None:
            self.check_kept(kept)
        if key is not None and (not self.settings or self.settings[-1].key != key):
            self.problem(None, "The key that counts now is not the one that you gave with --key.")
        record.check_beside(self)

    def entry(self, entry, leaf_hash):
        seq, previous = entry.seq, self.tree.size
        if seq != previous + 1:  # 1
            self.problem(seq, f"Entry {seq} stands where entry {previous + 1} should.")
        if leaf_hash != entry.leaf_hash:  # 2
            self.problem(seq, "The leaf hash is not that of the entry's columns.")
        if self.last_at is not None and entry.at < self.last_at:  # 4
            self.problem(seq, "The entry was recorded before its predecessor.")
        if not 0 <= entry.at < YEAR_9999:
            self.problem(seq, f"{entry.at} is no time between 1970 and the year 9999.")
        self.last_at = entry.at
        if self.change_open and entry.change != self.last_change:  # 5
            self.problem(seq, "The change before this entry has no end.")
        if entry.change in self.changes and not (self.change_open and entry.change == self.last_change):
            self.problem(seq, "The entry's change had ended before.")
        self.changes.add(entry.change)
        self.last_change, self.change_open = entry.change, not entry.last_of_change
        kind, version, _ = self.items.get(entry.item, (entry.kind, 0, 0))
        if entry.version != version + 1:  # 6
            self.problem(
                seq, f"Version {entry.version} of the {entry.kind} {entry.item} comes after version {version}."
            )
        if entry.kind != kind:
            self.problem(seq, f"The item {entry.item} was a {kind} and is a {entry.kind} here.")
        self.items[entry.item] = kind, entry.version, seq
        if entry.act not in ACTS or entry.shape > NEWEST_SHAPE.get(entry.kind, 0):  # 7
            newer = f"{entry.act} {entry.kind} of shape {entry.shape}"
            self.problem(seq, f"The entry is newer than this verifier, which does not know {newer!r}.")
        if entry.shape < 1:
            self.problem(seq, f"There is no shape {entry.shape}.")
        if entry.on_date is not None and not is_day(entry.on_date):
            self.problem(seq, f"{entry.on_date!r} is no day.")
        if (entry.act == "erased") != (entry.kind == "erasure"):
            self.problem(seq, f"The act is {entry.act} and the kind {entry.kind}: only an erasure erases.")
        if seq == 1 and entry.kind != "settings":  # 9
            self.problem(seq, "The first entry is not the office's settings.")
        self.kinds[seq], self.stated[seq] = entry.kind, entry.state_hash

    def state(self, entry, salt, body):
        seq = entry.seq
        if len(salt) != 32:  # 3
            self.problem(seq, f"The salt is of {len(salt)} bytes instead of 32.")
        state_hash = sha256(salt + body)
        if state_hash != entry.state_hash:
            self.differing[seq] = state_hash
        try:  # 7
            file_name = BODY_FILE.fullmatch(body)
            if file_name:
                body = self.body_file(file_name[1].decode())
                if body is None:
                    return
            content = read_json(body)
            if not body.startswith(b"{") or "envelope" not in content or "item" not in content:
                raise Wrong("is not an object with `envelope` and `item`")
            if entry.kind == "settings":
                self.settings_state(entry, content)
            elif entry.kind == "paper":
                self.paper_state(entry, content["item"])
            elif entry.kind == "update":
                self.update_state(entry, content["item"])
            elif entry.kind == "erasure":
                self.erasure_state(entry, content["item"])
        except Wrong as why:
            self.problem(seq, f"The state {why}.")

    def body_file(self, name):
        if not self.record.has_files:
            self.body_files_unseen += 1
            return None
        file = self.record.file(name)
        if file is None:
            raise Wrong(f"is in the file {name}, which is missing")
        with file:
            body = file.read()
        if sha256(body).hex() != name:
            raise Wrong(f"is in the file {name}, which was changed")
        return body

    def settings_state(self, entry, content):
        item = content["item"]
        if not isinstance(item, dict):
            raise Wrong("has no settings")
        key, epoch, demo = key_bytes(item.get("key")), item.get("epoch"), item.get("demo") is True
        now = Settings(entry.seq, key, epoch, demo, content["envelope"], item, entry.shape)
        if now.key is None or not is_whole(now.epoch, 1):
            raise Wrong("has no key of 32 bytes in base64, or no epoch")
        before = self.settings[-1] if self.settings else None
        self.settings.append(now)
        if before is None:
            return
        gaps, gaps_before = item.get("gaps", []), before.item.get("gaps", [])
        if entry.act == "restored":
            if now.epoch != before.epoch + 1:
                raise Wrong(f"is restored, and goes from epoch {before.epoch} to {now.epoch}")
            if not isinstance(gaps, list) or gaps[:-1] != gaps_before or not is_gap(gaps[-1:], before.epoch):
                raise Wrong("is restored, and does not say in one more gap what was lost")
        elif entry.act == "rotated":
            if now.key == before.key:
                raise Wrong("is rotated, and has the key that it had")
            # A newer shape has members that the state before could not have.
            added = set(now.item) - set(before.item) if now.shape > before.shape else set()
            after = {name: value for name, value in now.item.items() if name not in added}
            if now.envelope != before.envelope or {**after, "key": None} != {**before.item, "key": None}:
                raise Wrong("is rotated, and changes more than the key")
            if gaps != gaps_before:
                raise Wrong("is rotated, and changes what was lost")
        elif (now.key, now.epoch, gaps) != (before.key, before.epoch, gaps_before):
            raise Wrong(f"has another key, epoch or gap, and is {entry.act}, neither restored nor rotated")

    def paper_state(self, entry, item):
        files = item.get("files", []) if isinstance(item, dict) else None
        if not isinstance(files, list):
            raise Wrong("has no list of files")
        self.names_files(entry, files)
        if entry.act == "issued":  # after an erasure the same bytes may be issued again
            for file in files:
                self.erased_files.pop(file["sha256"], None)

    def update_state(self, entry, item):
        evidence = item.get("evidence", []) if isinstance(item, dict) else None
        if not isinstance(evidence, list):
            raise Wrong("has no list of evidence")
        self.names_files(entry, [one["file"] for one in evidence if isinstance(one, dict) and "file" in one])

    def names_files(self, entry, files):
        for file in files:
            if not isinstance(file, dict) or not is_hash(file.get("sha256")) or not is_whole(file.get("size")):
                raise Wrong("names a file without hash and size")
            if not isinstance(file.get("name"), str):
                raise Wrong("names a file without its name")
            self.paper_files.setdefault((file["sha256"], file["size"]), (entry.seq, file.get("name")))

    def erasure_state(self, entry, item):
        states, files = (item.get("states"), item.get("files")) if isinstance(item, dict) else (None, None)
        if not isinstance(states, list) or not isinstance(files, list):
            raise Wrong("is an erasure without lists of states and files")
        for state in states:
            if not isinstance(state, dict) or not is_whole(state.get("seq"), 1) or not is_hash(state.get("state_hash")):
                raise Wrong("is an erasure that names a state without entry and hash")
            if state["seq"] >= entry.seq or self.kinds.get(state["seq"]) == "erasure":
                raise Wrong(f"erases from entry {state['seq']}, which is not before it or is an erasure itself")
            self.replaced[state["seq"]] = bytes.fromhex(state["state_hash"]), entry.seq
        for name in files:
            if not is_hash(name):
                raise Wrong("is an erasure that names a file without its hash")
            self.erased_files.setdefault(name, entry.seq)

    # -- what is known when all entries are read

    def check_states(self):
        """Point 3: a state is that of its entry, or the one that the last erasure of it put there."""
        for seq, state_hash in self.differing.items():
            if seq not in self.replaced:
                self.problem(seq, "The state is not the one whose hash is in the entry.")
        for seq, (state_hash, erasure) in self.replaced.items():
            if self.differing.get(seq, self.stated.get(seq)) != state_hash:
                self.problem(seq, f"The state is not the one that the erasure of entry {erasure} put there.")

    def check_files(self):
        """Point 8: the files of papers and of evidence are there, and those that were erased are not."""
        if not self.record.has_files:
            unseen = len(self.paper_files) + self.body_files_unseen
            if unseen:
                self.remarks.append(f"{unseen} files that the record names are not here and were not looked at.")
            return
        for (name, size), (seq, title) in self.paper_files.items():
            if name in self.erased_files:
                continue
            file = self.record.file(name)
            if file is None:
                self.problem(seq, f"The file {title} ({name}) is missing.")
                continue
            with file:
                if hash_and_size(file) != (name, size):
                    self.problem(seq, f"The file {title} ({name}) was changed.")
        for name, seq in self.erased_files.items():
            file = self.record.file(name)
            if file is not None:
                file.close()
                cut_off = self.beside("erasing") and " The erasure was cut off: the next start goes on with it."
                self.problem(
                    seq, f"The file {name}, which this entry erased, is still there or is back.{cut_off or ''}"
                )

    def settings_at(self, size):
        """The settings that count for a checkpoint of so many entries."""
        place = bisect.bisect_right([settings.seq for settings in self.settings], size)
        return self.settings[place - 1] if place else None

    def check_note(self, data):
        """Point 10: the note is right in itself and states what the entries are."""
        note, settings = note_of(data), None
        settings = self.settings_at(note.size)
        if settings is None:
            raise Wrong("is of no key that the record states")
        if note.origin != self.origin(settings):
            raise Wrong(f"is of {note.origin} instead of {self.origin(settings)}")
        if note.size > self.entries:
            raise Wrong(f"is of {note.size} entries, and there are {self.entries}")
        if note.root != self.roots.get(note.size):
            raise Wrong(f"states another root of the first {note.size} entries than they have")
        if not is_signed_note(note, settings.key):
            raise Wrong("is not signed by the key that counts for it")
        return note

    def origin(self, settings):
        return f"milepost/{'DEMO/' if settings.demo else ''}{self.record.office}/{settings.epoch}"

    def own_checkpoint(self):
        try:
            return (self.record.folder / "checkpoint").read_bytes()
        except FileNotFoundError:
            return None
        except OSError as why:
            self.problem(None, f"The folder's own checkpoint cannot be read: {why.strerror}.")
            return None

    def check_checkpoints(self, notes, own):
        newest = 0
        for seq, data in notes:
            try:
                if note_of(data).size != seq:
                    raise Wrong("is of another size than its row says")
                newest = max(newest, self.check_note(data).size)
            except Wrong as why:
                self.problem(seq, f"The checkpoint of {seq} entries {why}.")
        if len({seq for seq, _ in notes}) != len(notes):
            self.problem(None, "There are two checkpoints of one size.")
        if own is not None:
            try:
                note = note_of(own)
                settings = self.settings_at(note.size)
                if settings and note.office == self.record.office and note.epoch < settings.epoch:
                    self.remarks.append(f"The folder's own checkpoint is of epoch {note.epoch}, which a restore ended.")
                else:
                    newest = max(newest, self.check_note(own).size)
            except Wrong as why:
                self.problem(None, f"The folder's own checkpoint {why}.")
        self.past_checkpoint = self.entries - newest
        if isinstance(self.record, Database) and self.record.folder:
            self.check_signing_key(own)

    def beside(self, name):
        """Whether the folder has a file that a command leaves there until it has ended."""
        return (
            isinstance(self.record, Database)
            and self.record.folder is not None
            and (self.record.folder / name).exists()
        )

    def check_signing_key(self, own):
        """The folder's key is the one that counts, or the next one is, where a rotation was cut short."""
        seeds = []
        for name in ("signing.key", "signing.key.next"):
            try:
                text = (self.record.folder / name).read_text("ascii", "replace")
            except FileNotFoundError:
                continue
            except OSError as why:
                self.remarks.append(f"The signing key was not looked at: {why.strerror}.")
                return
            seed = key_bytes(text[:-1] if text.endswith("\n") else text)
            if seed is None and name == "signing.key":
                self.problem(None, "The file signing.key is not a key of 32 bytes in base64.")
            seeds.append(public_key_of(seed) if seed else None)
        if not seeds:
            return
        counts = self.settings[-1].key if self.settings else None
        if counts is None or counts not in seeds:
            self.problem(None, "The file signing.key is not the key that counts now.")
        elif counts != seeds[0]:
            self.remarks.append("A rotation of the key was cut short: the next command puts the new key in its place.")
        if own is None and len(self.changes) > 1:
            self.problem(None, "The folder has a signing key and no checkpoint.")

    def check_kept(self, data):
        """A checkpoint that was kept elsewhere: the record must hold all that it states."""
        try:
            self.check_note(data)
        except Wrong as why:
            said = ""
            try:
                note = note_of(data)
                for gap in self.settings[-1].item.get("gaps", []) if self.settings else []:
                    if gap.get("epoch") == note.epoch:
                        lost = "some" if gap["from"] is None else f"entries {gap['from']} to {gap['to']}"
                        said = f" The record itself says that {lost} of epoch {note.epoch} were lost."
            except (Wrong, AttributeError, KeyError, TypeError):
                pass
            self.problem(None, f"The record does not extend the checkpoint that you kept, which {why}.{said}")

    def answer(self):
        order = sorted(self.problems, key=lambda problem: (problem[0] is None, problem[0] or 0))
        return {
            "ok": not self.problems,
            "entries": self.entries,
            "past_checkpoint": self.past_checkpoint,
            "root": base64.b64encode(self.tree.root()).decode(),
            "problems": [{"seq": seq, "what": what} for seq, what in order],
            "remarks": self.remarks,
        }


def is_gap(gaps, epoch):
    """What a restore says of what was lost: of which epoch, which entries, and which papers."""
    if len(gaps) != 1 or not isinstance(gaps[0], dict) or gaps[0].get("epoch") != epoch:
        return False
    first, last, papers = (gaps[0].get(name, "") for name in ("from", "to", "papers"))
    if not isinstance(papers, list) or not all(isinstance(paper, str) for paper in papers):
        return False
    return first is last is None or is_whole(first, 1) and is_whole(last, 1)


def is_signed_note(note, key):
    key_id = sha256(note.origin.encode() + b"\n\x01" + key)[:4]
    return note.key_id == key_id and is_signed(key, note.text, note.signature)


# ---- From a path to an answer -------------------------------------------------------------------------------------------


def opened(path, scratch, problem):
    if path.is_dir() and (path / "manifest.json").is_file():
        names = [found.relative_to(path).as_posix() for found in path.rglob("*") if not found.is_dir()]
        return Parts(names, lambda name: (path / name).open("rb"), problem)
    if path.is_dir() and (path / "milepost.db").is_file():
        return Database(path / "milepost.db", path, scratch, problem)
    if path.is_dir():
        raise Wrong("the folder has neither milepost.db nor manifest.json (tables in PostgreSQL: check a backup)")
    with path.open("rb") as file:
        if file.read(16) == b"SQLite format 3\0":
            return Database(path, None, scratch, problem)
    backup = zipfile.ZipFile(path)
    return Parts([name for name in backup.namelist() if not name.endswith("/")], backup.open, problem)


def marks(path):
    """What changes when somebody writes while we read."""
    files = (
        [path / "milepost.db", path / "milepost.db-wal", path / "checkpoint"]
        if path.is_dir()
        else [path, Path(f"{path}-wal")]
    )
    return [(file.stat().st_mtime_ns, file.stat().st_size) if file.exists() else None for file in files]


def verified(path, kept=None, key=None):
    """The answer for the record at `path`, as `milepost verify --json` gives it, with `remarks` besides.

    `kept` is the bytes of a checkpoint that was kept elsewhere, `key` the 32 bytes of a public key.
    """
    path = Path(path)
    for _ in range(3):
        before, examination = marks(path), Examination()
        try:
            with tempfile.TemporaryDirectory() as scratch:
                record = opened(path, scratch, examination.problem)
                try:
                    examination.examine(record, kept, key)
                finally:
                    record.close()
        except Wrong as why:
            examination.problem(None, f"The record cannot be read: {why}.")
        except Exception as why:  # what zip, deflate and SQLite raise at spoilt files is more than they say they do
            examination.problem(None, f"The record cannot be read: {type(why).__name__}, {why}.")
        if marks(path) == before:
            return examination.answer()
    examination.problem(None, "The record changed while it was read. Check a backup of it.")
    return examination.answer()


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check a Milepost record without Milepost.")
    parser.add_argument("path", help="a data folder, its milepost.db, a backup, or an export folder")
    parser.add_argument("--json", action="store_true", help="answer for machines")
    parser.add_argument(
        "--checkpoint", metavar="FILE", help="a checkpoint that you kept elsewhere; the record must extend it"
    )
    parser.add_argument("--key", metavar="BASE64", help="the office's public key; it must be the one that counts now")
    asked = parser.parse_args(arguments)
    if not os.path.exists(asked.path):
        parser.error(f"there is nothing at {asked.path}")
    key = key_bytes(asked.key) if asked.key is not None else None
    if asked.key is not None and key is None:
        parser.error("--key is not 32 bytes in base64")
    try:
        kept = Path(asked.checkpoint).read_bytes() if asked.checkpoint is not None else None
    except OSError as why:
        parser.error(f"--checkpoint cannot be read: {why.strerror}")
    answer = verified(asked.path, kept, key)
    if asked.json:
        print(json.dumps(answer, indent=2, ensure_ascii=False))
        return 0 if answer["ok"] else 1
    for remark in answer["remarks"]:
        print(remark)
    for problem in answer["problems"]:
        print((f"Entry {problem['seq']}: " if problem["seq"] is not None else "") + problem["what"])
    print(f"{answer['entries']} entries, root {answer['root']}.")
    print(f"{answer['past_checkpoint']} entries stand after the newest checkpoint: they are not signed yet.")
    print("The record is good." if answer["ok"] else f"THE RECORD IS NOT GOOD: {len(answer['problems'])} problems.")
    return 0 if answer["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
