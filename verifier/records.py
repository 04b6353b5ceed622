"""Writes small records after docs/record-format.md, so that the verifier is tested without Milepost.

A `Written` record is kept as plain rows, which a test may spoil before it is written as a data folder, an export or a
backup. Chance comes from a seed: the same calls give the same bytes.
"""

import base64
import hashlib
import json
import random
import sqlite3
import zipfile
from pathlib import Path

import milepost_verify as verifier

TABLES = """
CREATE TABLE entry (office UUID NOT NULL, seq BIGINT NOT NULL, change UUID NOT NULL, last_of_change BOOLEAN NOT NULL,
    at BIGINT NOT NULL, on_date DATE, actor UUID NOT NULL, act TEXT NOT NULL, kind TEXT NOT NULL, item UUID NOT NULL,
    version BIGINT NOT NULL, shape BIGINT NOT NULL, state_hash BYTEA NOT NULL, leaf_hash BYTEA NOT NULL,
    PRIMARY KEY (office, seq));
CREATE TABLE state (office UUID NOT NULL, seq BIGINT NOT NULL, salt BYTEA NOT NULL, body BYTEA NOT NULL,
    PRIMARY KEY (office, seq));
CREATE TABLE item (office UUID NOT NULL, kind TEXT NOT NULL, id UUID NOT NULL, seq BIGINT NOT NULL,
    PRIMARY KEY (office, kind, id));
CREATE TABLE head (office UUID NOT NULL PRIMARY KEY, seq BIGINT NOT NULL, change UUID NOT NULL, frontier BYTEA NOT NULL);
CREATE TABLE checkpoint (office UUID NOT NULL, seq BIGINT NOT NULL, note TEXT NOT NULL);
CREATE TABLE frontier (office UUID NOT NULL, seq BIGINT NOT NULL, frontier BYTEA NOT NULL, PRIMARY KEY (office, seq));
"""
COLUMNS = verifier.Entry._fields


def signature(seed, message):
    """RFC 8032, section 5.1.6."""
    digest, public_key = hashlib.sha512(seed).digest(), verifier.public_key_of(seed)
    secret = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    r = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % verifier.L
    point = verifier.point_bytes(verifier.total(verifier.base_table(), r))
    h = int.from_bytes(hashlib.sha512(point + public_key + message).digest(), "little")
    return point + ((r + h * secret) % verifier.L).to_bytes(32, "little")


def in_base64(data):
    return base64.b64encode(data).decode()


def note(origin, size, root, seed):
    text = f"{origin}\n{size}\n{in_base64(root)}\n"
    key_id = verifier.sha256(origin.encode() + b"\n\x01" + verifier.public_key_of(seed))[:4]
    return f"{text}\n— {origin} {in_base64(key_id + signature(seed, text.encode()))}\n"


def flipped(data, bit):
    data = bytearray(data)
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def as_sqlite(name, value):
    return bytes.fromhex(value.replace("-", "")) if verifier.TYPES[name] == "UUID" else value


class Written:
    """A record that grows by changes, as an office's does."""

    def __init__(self, seed=1, demo=False):
        self.chance = random.Random(seed)
        self.office, self.actor = self.uuid(), self.uuid()
        self.rows, self.salts, self.bodies = [], [], []
        self.checkpoints, self.own, self.files = [], None, {}
        self.at, self.versions = 1_757_667_600_000_000, {}
        self.settings = self.uuid()
        self.seed = self.chance.randbytes(32)
        self.settings_item = {"name": "An office of a test", "key": self.public_key(), "epoch": 1}
        if demo:
            self.settings_item["demo"] = True
        self.change(
            ("begun", "settings", self.settings, self.settings_item),
            ("begun", "body", self.uuid(), {"name": "Panel"}),
            ("begun", "post", self.actor, {"name": "Office (command line)"}),
        )

    def uuid(self):
        digits = f"{self.chance.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def public_key(self):
        return in_base64(verifier.public_key_of(self.seed))

    # -- what an office does

    def change(self, *entries, reason=None, on_date=None):
        """One command: each entry is its act, kind, item and what the item is after it."""
        change = self.uuid()
        for number, (act, kind, item, content) in enumerate(entries, 1):
            body = {"envelope": {"reference": kind, "marking": "official"}, "item": content}
            if reason:
                body["reason"] = reason
            self.versions[item] = self.versions.get(item, 0) + 1
            self.salts.append(self.chance.randbytes(32))
            self.bodies.append(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())
            self.rows.append(
                dict(
                    zip(
                        COLUMNS,
                        (
                            self.office,
                            len(self.rows) + 1,
                            change,
                            number == len(entries),
                            self.at,
                            on_date,
                            self.actor,
                            act,
                            kind,
                            item,
                            self.versions[item],
                            1,
                            b"",
                            b"",
                        ),
                    )
                )
            )
            self.hash(len(self.rows))
        self.at += 1_000_000
        return len(self.rows)

    def imported(self, count):
        actions = [("imported", "action", self.uuid(), {"title": f"Promise {n}"}) for n in range(count)]
        return self.change(*actions, reason="The table of the quarter", on_date="2025-09-12")

    def paper(self, *contents):
        item, files = self.uuid(), []
        for number, content in enumerate(contents):
            name = self.file(content)
            files.append({"format": "txt", "name": f"paper-{number}.txt", "sha256": name, "size": len(content)})
        self.change(("reserved", "paper", item, {"stage": "reserved", "files": []}))
        return self.change(("issued", "paper", item, {"stage": "issued", "files": files}))

    def file(self, content):
        name = verifier.sha256(content).hex()
        self.files[name] = content
        return name

    def large(self):
        """A state whose body is a file."""
        seq = self.change(("added", "plan", self.uuid(), {"text": "x" * 262_144}))
        self.bodies[-1] = b"blob:sha256:" + self.file(self.bodies[-1]).encode()
        self.hash(seq)
        return seq

    def rotated(self, **changes):
        self.seed = self.chance.randbytes(32)
        self.settings_item = {**self.settings_item, "key": self.public_key(), **changes}
        return self.change(("rotated", "settings", self.settings, self.settings_item), reason="Its time had come")

    def restored(self, first=None, last=None, papers=()):
        self.seed = self.chance.randbytes(32)
        epoch = self.settings_item["epoch"]
        gap = {"epoch": epoch, "from": first, "to": last, "papers": list(papers)}
        gaps = [*self.settings_item.get("gaps", []), gap]
        self.settings_item = {**self.settings_item, "key": self.public_key(), "epoch": epoch + 1, "gaps": gaps}
        return self.change(("restored", "settings", self.settings, self.settings_item))

    def erased(self, *seqs, files=(), passage=b"Promise"):
        """The passage is blanked in the states of these entries, and they get new salts."""
        states = []
        for seq in seqs:
            self.salts[seq - 1] = self.chance.randbytes(32)
            self.bodies[seq - 1] = self.bodies[seq - 1].replace(passage, b"*" * len(passage))
            states.append({"seq": seq, "state_hash": verifier.sha256(self.salts[seq - 1] + self.bodies[seq - 1]).hex()})
        for name in files:
            del self.files[name]
        of = self.rows[seqs[0] - 1] if seqs else self.rows[0]
        item = {"of": of["item"], "kind": of["kind"], "reference": "1", "states": states, "files": list(files)}
        return self.change(("erased", "erasure", self.uuid(), item), reason="A name by mistake")

    # -- hashes and signatures

    def hash(self, seq):
        row = self.rows[seq - 1]
        row["state_hash"] = verifier.sha256(self.salts[seq - 1] + self.bodies[seq - 1])
        row["leaf_hash"] = verifier.leaf_hash_of(verifier.Entry(**row))

    def hash_again(self, seq, body=None, **columns):
        """What somebody does who hides a change: state and leaf agree with each other again."""
        self.rows[seq - 1].update(columns)
        if body is not None:
            self.bodies[seq - 1] = body
        self.hash(seq)

    def tree(self, size=None):
        tree = verifier.Tree()
        for row in self.rows[:size]:
            tree.append(row["leaf_hash"])
        return tree

    def origin(self):
        demo = "DEMO/" if self.settings_item.get("demo") else ""
        return f"milepost/{demo}{self.office}/{self.settings_item['epoch']}"

    def signed(self, size=None, seed=None):
        """A checkpoint; the newest is the folder's own too."""
        size = len(self.rows) if size is None else size
        self.own = note(self.origin(), size, self.tree(size).root(), seed or self.seed)
        self.checkpoints.append((size, self.own))
        return self.own

    # -- the shapes that a record comes in

    def folder(self, path):
        path = Path(path)
        (path / "blobs").mkdir(parents=True)
        for name, content in self.files.items():
            (path / "blobs" / name[:2]).mkdir(exist_ok=True)
            (path / "blobs" / name[:2] / name[2:]).write_bytes(content)
        (path / "signing.key").write_text(in_base64(self.seed) + "\n")
        if self.own is not None:
            (path / "checkpoint").write_text(self.own, encoding="utf-8")
        database = sqlite3.connect(path / "milepost.db")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(TABLES)
        office = as_sqlite("office", self.office)
        for row, salt, body in zip(self.rows, self.salts, self.bodies):
            values = [as_sqlite(name, row[name]) for name in COLUMNS]
            database.execute(f"INSERT INTO entry VALUES ({', '.join('?' * 14)})", values)
            database.execute("INSERT INTO state VALUES (?, ?, ?, ?)", (office, row["seq"], salt, body))
            item = (office, row["kind"], as_sqlite("item", row["item"]), row["seq"])
            database.execute("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)", item)
        frontier, change = b"".join(self.tree().frontier), as_sqlite("change", self.rows[-1]["change"])
        database.execute("INSERT INTO head VALUES (?, ?, ?, ?)", (office, len(self.rows), change, frontier))
        database.executemany("INSERT INTO checkpoint VALUES (?, ?, ?)", [(office, *row) for row in self.checkpoints])
        for size in range(256, len(self.rows) + 1, 256):
            frontier = b"".join(self.tree(size).frontier)
            database.execute("INSERT INTO frontier VALUES (?, ?, ?)", (office, size, frontier))
        database.commit()
        database.close()
        return path

    def parts(self):
        entries, checkpoints = [], []
        for row, salt, body in zip(self.rows, self.salts, self.bodies):
            line = {**row, "salt": salt, "body": body.decode()}
            del line["office"]
            line = {name: value.hex() if isinstance(value, bytes) else value for name, value in line.items()}
            entries.append(json.dumps(line, ensure_ascii=False) + "\n")
        for size, signed in self.checkpoints:
            checkpoints.append(json.dumps({"seq": size, "note": signed}, ensure_ascii=False) + "\n")
        parts = {"entries.jsonl": "".join(entries).encode(), "checkpoints.jsonl": "".join(checkpoints).encode()}
        parts["jobs.jsonl"] = b""
        parts.update({f"blobs/{name}": content for name, content in sorted(self.files.items())})
        return {**parts, "manifest.json": self.manifest(parts)}

    def manifest(self, parts):
        files = [
            {"name": name, "sha256": verifier.sha256(part).hex(), "size": len(part)} for name, part in parts.items()
        ]
        root = self.tree().root().hex()
        manifest = {"format": "milepost-backup", "version": 1, "office": self.office, "entries": len(self.rows)}
        return json.dumps({**manifest, "root": root, "files": files}).encode()

    def export(self, path, parts=None):
        path = Path(path)
        (path / "blobs").mkdir(parents=True)
        for name, part in (parts or self.parts()).items():
            (path / name).write_bytes(part)
        return path

    def backup(self, path, parts=None):
        with zipfile.ZipFile(path, "w") as backup:
            for name, part in (parts or self.parts()).items():
                backup.writestr(name, part)
        return Path(path)
