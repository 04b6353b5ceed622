#!/usr/bin/env python3
"""Tampers with a good record in every way that we could think of, and asks both verifiers.

    MILEPOST_BIN=target/debug/milepost python3 verifier/tamper.py [--count 10000] [--seed 1] [--keep DIR]

A small record is made through the real program. Of each copy of it one thing is changed, and then the program's own
`verify` and `milepost_verify.py` must both find it; what changes nothing of the record must be found by neither. Where
somebody replaced the whole folder by a consistent one, which nothing inside it can tell, both are given a checkpoint
that an auditor kept. The same seed gives the same tamperings. It exits 1 when one was missed or the two disagree, and
keeps those folders where --keep says.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import milepost_verify as verifier
import records
from office import Office, must, program, program_says

TABLES = {
    "entry": verifier.Entry._fields,
    "state": ("office", "seq", "salt", "body"),
    "item": ("office", "kind", "id", "seq"),
    "head": ("office", "seq", "change", "frontier"),
    "checkpoint": ("office", "seq", "note"),
    "frontier": ("office", "seq", "frontier"),
}


# ---- The good record ---------------------------------------------------------------------------------------------------


def build(binary, place, seed):
    """A record with all that can happen to one, and beside it what tampering needs: earlier states, old keys."""
    place = Path(place)
    office = Office(binary, place / "good", random.Random(seed))
    seeds = []

    def does(*arguments):
        must(office.runs(*arguments), arguments)
        seed = verifier.key_bytes((office.folder / "signing.key").read_text().strip()).hex()
        if seed not in seeds:
            seeds.append(seed)

    office.begins()
    does("import", "plan", office.table(place / "1.csv", 90), "--on", "2025-09-01")
    does("snapshot", "September", "--for", "Panel", "--on", "2025-09-12")
    does("issue", "delivery-plan", "--for", "Panel", "--as-at", "September")
    does("present", "FEN-2026-001" if office_year(office) == 2026 else f"FEN-{office_year(office)}-001", "--on", "2025-09-12")
    shutil.copytree(office.folder, place / "early")
    does("import", "plan", office.table(place / "2.csv", 92), "--on", "2025-12-01")
    does("rotate-key", "--reason", "Its time had come")
    shutil.copytree(office.folder, place / "before-erasure")
    does("erase", "--item", "3", "--passage", "person 3", "--reason", "A name by mistake")
    does("issue", "delivery-plan", "--for", "Board")
    does("publish", "September")
    does("snapshot", "December", "--for", "Panel", "--on", "2025-12-12")
    (place / "seeds").write_text(json.dumps(seeds))
    settle(office.folder)
    settle(place / "early")
    settle(place / "before-erasure")
    shutil.copyfile(office.folder / "checkpoint", place / "kept")
    return place


def office_year(office):
    database = sqlite3.connect(office.folder / "milepost.db")
    body = database.execute("SELECT body FROM state JOIN entry USING (seq) WHERE kind = 'paper' LIMIT 1").fetchone()[0]
    database.close()
    return int(json.loads(body)["envelope"]["reference"].split("-")[1])


def settle(folder):
    """Everything into the database file, so that a copy of the folder is quick."""
    database = sqlite3.connect(folder / "milepost.db")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


class Copy:
    """One copy of the good folder, to be tampered with."""

    def __init__(self, place, folder, chance, of="good"):
        self.place, self.folder, self.chance = place, folder, chance
        # Files are linked, not copied: whoever changes one writes a new one in its place.
        shutil.copytree(place / of, folder, copy_function=os.link)
        for name in ("milepost.db", "checkpoint", "signing.key", "erasures"):
            if (folder / name).exists():
                (folder / name).unlink()
                shutil.copyfile(place / of / name, folder / name)
        self.database = sqlite3.connect(folder / "milepost.db", isolation_level=None)
        self.database.execute("PRAGMA synchronous = OFF")
        self.database.execute("BEGIN")
        self.size = self.value("SELECT max(seq) FROM entry")

    def sql(self, statement, *values):
        return self.database.execute(statement, values).fetchall()

    def value(self, statement, *values):
        return self.sql(statement, *values)[0][0]

    def done(self):
        if self.database.in_transaction:
            self.database.execute("COMMIT")
        self.database.close()

    def write(self, name, data):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(data)

    def some(self, *names, least=1):
        """An entry, by its number."""
        where = f"WHERE kind IN ({', '.join('?' * len(names))})" if names else ""
        found = [seq for (seq,) in self.sql(f"SELECT seq FROM entry {where} ORDER BY seq", *names) if seq >= least]
        return self.chance.choice(found)

    def body(self, seq):
        return self.value("SELECT body FROM state WHERE seq = ?", seq)

    def files(self):
        """The files that papers name and that were not erased."""
        return sorted(path for path in (self.folder / "blobs").rglob("*") if path.is_file())

    # -- what a careful forger does next

    def hash_state(self, seq):
        salt, body = self.sql("SELECT salt, body FROM state WHERE seq = ?", seq)[0]
        self.sql("UPDATE entry SET state_hash = ? WHERE seq = ?", verifier.sha256(salt + body), seq)

    def leaves(self):
        for row in self.sql(f"SELECT {', '.join(TABLES['entry'])} FROM entry ORDER BY seq"):
            values = [verifier.Text(value.encode()) if isinstance(value, str) else value for value in row]
            entry = verifier.Entry(*map(verifier.from_sqlite, TABLES["entry"], values))
            yield entry, verifier.leaf_hash_of(entry)

    def hash_leaf(self, seq):
        for entry, leaf in self.leaves():
            if entry.seq == seq:
                self.sql("UPDATE entry SET leaf_hash = ? WHERE seq = ?", leaf, seq)

    def hash_all(self):
        """Leaves, head, pointers and frontiers, so that the database agrees with itself."""
        tree, change = verifier.Tree(), None
        self.sql("DELETE FROM frontier")
        office = self.value("SELECT office FROM head")
        for entry, leaf in list(self.leaves()):
            if leaf != entry.leaf_hash:
                self.sql("UPDATE entry SET leaf_hash = ? WHERE seq = ?", leaf, entry.seq)
            tree.append(leaf)
            change = records.as_sqlite("change", entry.change)
            if tree.size % 256 == 0:
                self.sql("INSERT INTO frontier VALUES (?, ?, ?)", office, tree.size, b"".join(tree.frontier))
        self.sql("UPDATE head SET seq = ?, change = ?, frontier = ?", tree.size, change, b"".join(tree.frontier))
        self.sql("DELETE FROM item")
        self.sql("INSERT INTO item SELECT office, kind, item, max(seq) FROM entry GROUP BY office, kind, item")

    def sign_all(self, seeds, drop=()):
        """Every checkpoint anew, each with the key that counts for it; the newest is of the last entry."""
        settings = [
            (seq, json.loads(body)["item"])
            for seq, body in self.sql("SELECT seq, body FROM state JOIN entry USING (seq) WHERE kind = 'settings'")
        ]
        keys = {records.in_base64(verifier.public_key_of(seed)): seed for seed in seeds}
        entries = [entry for entry, _ in self.leaves()]
        sizes = {seq for (seq,) in self.sql("SELECT seq FROM checkpoint") if seq < len(entries)} - set(drop)
        office, tree, signed = self.value("SELECT office FROM head"), verifier.Tree(), None
        self.sql("DELETE FROM checkpoint")
        for entry in entries:
            tree.append(entry.leaf_hash)
            if tree.size in sizes or tree.size == len(entries):
                item = [item for seq, item in settings if seq <= tree.size][-1]
                signed = records.note(f"milepost/{entry.office}/{item['epoch']}", tree.size, tree.root(), keys[item["key"]])
                self.sql("INSERT INTO checkpoint VALUES (?, ?, ?)", office, tree.size, signed)
        self.write("checkpoint", signed.encode())

    def seeds(self):
        return [bytes.fromhex(seed) for seed in json.loads((self.place / "seeds").read_text())]

    def renumber(self):
        """1, 2, 3 ... again, entries with their states."""
        for table in ("entry", "state"):
            numbers = [seq for (seq,) in self.sql(f"SELECT seq FROM {table} ORDER BY seq")]
            for new, old in enumerate(numbers, 1):
                self.sql(f"UPDATE {table} SET seq = ? WHERE seq = ?", -new, old)
            self.sql(f"UPDATE {table} SET seq = -seq")

    def cut(self, size):
        for table in ("entry", "state", "frontier", "checkpoint"):
            self.sql(f"DELETE FROM {table} WHERE seq > ?", size)

    def ends(self):
        """Where changes end, but for the last."""
        return [seq for (seq,) in self.sql("SELECT seq FROM entry WHERE last_of_change = 1 ORDER BY seq")][:-1]


# ---- The ways to tamper -------------------------------------------------------------------------------------------------

KINDS = []


def kind(name, found=True, kept=False, of="good"):
    def known(tamper):
        KINDS.append((name, tamper, found, kept, of))
        return tamper

    return known


def other(chance, column, value):
    """Another value of the same type."""
    sort = verifier.TYPES[column]
    if sort == "UUID":
        return chance.choice((records.flipped(value, chance.randrange(128)), chance.randbytes(16), bytes(16)))
    if sort == "BIGINT":
        return chance.choice((value + 1, value - 1, value + 1_000_000, 0, -value, 2**62))
    if sort == "BOOLEAN":
        return 1 - value
    if sort == "DATE":
        return chance.choice(("2020-02-29", "2031-01-01", "2025-02-30", None, "not a day"))
    if sort == "TEXT":
        return chance.choice((value + " ", value.upper(), value[:-1], "", value + "\0", "withdrawn", "plan", value.swapcase()))
    return chance.choice(
        (records.flipped(value, chance.randrange(8 * len(value))), value[:-1], value + b"\0", b"", value[::-1])
    )


def retyped(chance, column, value):
    """The same, or nearly, as another type."""
    sort = verifier.TYPES[column]
    if sort in ("UUID", "BYTEA"):
        # A text that looks like a number would become one.
        return chance.choice((value.hex() + "x", "x" + value[1:].decode("latin-1"), 7, 0.5))
    if sort in ("BIGINT", "BOOLEAN"):
        return chance.choice((value + 0.5, str(value) + "x", str(value).encode(), b""))
    if sort == "DATE":
        return chance.choice(((value or "2025-09-12").encode(), 20250912, 0.5))
    return chance.choice((value.encode(), b""))


def set_column(copy, table, column, change):
    """Another value in one row; the table's own rules (one row of each key) are waived, as a forger can."""
    found = copy.sql(f"SELECT rowid, {column} FROM {table} ORDER BY rowid")
    for _ in range(20):
        row, value = copy.chance.choice(found)
        new = change(copy.chance, column, value)
        try:
            copy.sql(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", new, row)
        except sqlite3.IntegrityError:
            continue
        now = copy.value(f"SELECT {column} FROM {table} WHERE rowid = ?", row)
        if type(now) is not type(value) or now != value:
            return f"{table}.{column} of row {row}: {value!r:.80} -> {now!r:.80}"
    return None


def every_column(name, change):
    for table, columns in TABLES.items():
        for column in columns:

            @kind(f"{name} {table}.{column}")
            def _(copy, table=table, column=column):
                return set_column(copy, table, column, change)


def edit_and_hash_again(copy):
    try:
        copy.hash_all()
    except (verifier.Wrong, sqlite3.Error):
        pass


every_column("edit", other)
every_column("retype", retyped)
for column in TABLES["entry"][2:12]:

    @kind(f"edit entry.{column} and hash all again")
    def _(copy, column=column):
        said = set_column(copy, "entry", column, other)
        edit_and_hash_again(copy)
        return said


@kind("set entry.on_date to no value")
def _(copy):
    seq = copy.chance.choice([seq for (seq,) in copy.sql("SELECT seq FROM entry WHERE on_date IS NOT NULL")])
    copy.sql("UPDATE entry SET on_date = NULL WHERE seq = ?", seq)
    return f"entry {seq}"


for table in ("entry", "state", "item", "head"):

    @kind(f"delete a row of {table}")
    def _(copy, table=table):
        row = copy.chance.choice(copy.sql(f"SELECT rowid FROM {table}"))[0]
        copy.sql(f"DELETE FROM {table} WHERE rowid = ?", row)
        return f"row {row}"


for table in ("entry", "state", "item"):

    @kind(f"delete all rows of {table}")
    def _(copy, table=table):
        copy.sql(f"DELETE FROM {table}")
        return table

    @kind(f"drop the table {table}")
    def _(copy, table=table):
        copy.sql(f"DROP TABLE {table}")
        return table


@kind("delete an entry with its state")
def _(copy):
    seq = copy.some()
    copy.sql("DELETE FROM entry WHERE seq = ?", seq)
    copy.sql("DELETE FROM state WHERE seq = ?", seq)
    return f"entry {seq}"


@kind("delete an entry, number and hash all again")
def _(copy):
    seq = copy.some(least=8)
    copy.sql("DELETE FROM entry WHERE seq = ?", seq)
    copy.sql("DELETE FROM state WHERE seq = ?", seq)
    copy.renumber()
    copy.hash_all()
    return f"entry {seq}"


def inserted(copy, seq, at_end=False):
    """A copy of an entry and its state, of an item of its own, at the end or after `seq`."""
    new = copy.size + 1 if at_end else seq + 1
    if not at_end:
        for table in ("entry", "state"):
            copy.sql(f"UPDATE {table} SET seq = -seq WHERE seq > ?", seq)
            copy.sql(f"UPDATE {table} SET seq = 1 - seq WHERE seq < 0")
    chance = copy.chance
    columns = [name for name in TABLES["entry"] if name not in ("seq", "change", "item", "version", "last_of_change")]
    names = ", ".join(columns)
    copy.sql(
        f"INSERT INTO entry (seq, change, item, version, last_of_change, {names}) SELECT ?, ?, ?, 1, 1, {names} FROM entry "
        "WHERE seq = ?", new, chance.randbytes(16), chance.randbytes(16), seq,
    )
    copy.sql("INSERT INTO state SELECT office, ?, salt, body FROM state WHERE seq = ?", new, seq)
    if at_end:
        copy.sql("UPDATE entry SET at = (SELECT max(at) FROM entry) WHERE seq = ?", new)
    return new


@kind("insert an entry at the end, by halves")
def _(copy):
    new = inserted(copy, copy.some("action", "update"), at_end=True)
    copy.hash_leaf(new)
    return f"entry {new}"


@kind("insert an entry in the middle and hash all again")
def _(copy):
    seq = copy.chance.choice([seq for seq in copy.ends() if copy.sql(
        "SELECT 1 FROM entry WHERE seq = ? AND kind NOT IN ('settings', 'erasure')", seq)])
    inserted(copy, seq)
    copy.hash_all()
    return f"after entry {seq}"


for table, statement in {
    "entry": "INSERT INTO entry SELECT office, seq - 1, change, last_of_change, at, on_date, actor, act, kind, item, version, "
    "shape, state_hash, leaf_hash FROM entry WHERE seq = 1",
    "state": "INSERT INTO state SELECT office, seq + 1, salt, body FROM state ORDER BY seq DESC LIMIT 1",
    "state of another record": "INSERT INTO state SELECT randomblob(16), seq, salt, body FROM state WHERE seq = 3",
    "entry of another record": "INSERT INTO entry SELECT randomblob(16), seq, change, last_of_change, at, on_date, actor, act, "
    "kind, item, version, shape, state_hash, leaf_hash FROM entry WHERE seq = 3",
    "item": "INSERT INTO item SELECT office, kind, randomblob(16), seq FROM item WHERE seq > 3 LIMIT 1",
    "item of another kind": "INSERT INTO item SELECT office, 'theme', id, seq FROM item WHERE kind = 'action' LIMIT 1",
    "item of another record": "INSERT INTO item SELECT randomblob(16), kind, id, seq FROM item LIMIT 1",
    "head": "INSERT INTO head SELECT randomblob(16), seq, change, frontier FROM head",
    "checkpoint": "INSERT INTO checkpoint SELECT office, 2, note FROM checkpoint ORDER BY seq DESC LIMIT 1",
    "checkpoint of another record": "INSERT INTO checkpoint SELECT randomblob(16), seq, note FROM checkpoint LIMIT 1",
    "frontier": "INSERT INTO frontier SELECT office, 512, frontier FROM head",
    "frontier of another record": "INSERT INTO frontier SELECT randomblob(16), 256, frontier FROM head",
}.items():

    @kind(f"insert a row: {table}")
    def _(copy, statement=statement):
        copy.sql(statement)
        return statement


def swapped(copy, first, second, tables):
    for table in tables:
        copy.sql(f"UPDATE {table} SET seq = -1 WHERE seq = ?", first)
        copy.sql(f"UPDATE {table} SET seq = ? WHERE seq = ?", first, second)
        copy.sql(f"UPDATE {table} SET seq = ? WHERE seq = -1", second)


def two(copy):
    first, second = sorted(copy.chance.sample(range(1, copy.size + 1), 2))
    return first, second


@kind("swap two entries with their states")
def _(copy):
    pair = two(copy)
    swapped(copy, *pair, ("entry", "state"))
    return str(pair)


@kind("swap two neighbours of one change and hash all again")
def _(copy):
    seq = copy.chance.choice(
        [seq for (seq,) in copy.sql(
            "SELECT a.seq FROM entry a JOIN entry b ON b.seq = a.seq + 1 AND b.change = a.change AND b.last_of_change = 0 "
            "WHERE a.seq > 1")]
    )
    swapped(copy, seq, seq + 1, ("entry", "state"))
    copy.hash_all()
    return f"entries {seq} and {seq + 1}"


@kind("swap two states")
def _(copy):
    pair = two(copy)
    swapped(copy, *pair, ("state",))
    return str(pair)


@kind("swap two states and hash all again")
def _(copy):
    pair = two(copy)
    swapped(copy, *pair, ("state",))
    for seq in pair:
        copy.hash_state(seq)
    copy.hash_all()
    return str(pair)


@kind("move an entry to another place and hash all again")
def _(copy):
    first, second = two(copy)
    for table in ("entry", "state"):
        copy.sql(f"UPDATE {table} SET seq = -{copy.size + 1} WHERE seq = ?", first)
        copy.sql(f"UPDATE {table} SET seq = -(seq - 1) WHERE seq > ? AND seq <= ?", first, second)
        copy.sql(f"UPDATE {table} SET seq = -{second} WHERE seq = -{copy.size + 1}")
        copy.sql(f"UPDATE {table} SET seq = -seq WHERE seq < 0")
    copy.hash_all()
    return f"entry {first} after {second}"


@kind("cut the end off")
def _(copy):
    size = copy.chance.randrange(1, copy.size)
    for table in ("entry", "state"):
        copy.sql(f"DELETE FROM {table} WHERE seq > ?", size)
    return f"{size} entries stay"


@kind("cut the end off, checkpoints too, and hash all again")
def _(copy):
    size = copy.chance.choice(copy.ends())
    copy.cut(size)
    copy.hash_all()
    return f"{size} entries stay"


@kind("backdate an entry")
def _(copy):
    seq = copy.some(least=2)
    copy.sql("UPDATE entry SET at = at - ? WHERE seq = ?", copy.chance.choice((1, 1_000_000, 86_400_000_000)), seq)
    return f"entry {seq}"


@kind("backdate all entries and hash all again")
def _(copy):
    copy.sql("UPDATE entry SET at = at - 86400000000")
    copy.hash_all()
    return "all by a day"


def respaced(copy, body):
    place = copy.chance.choice([place for place in range(1, len(body)) if body[place - 1 : place] in (b":", b",", b"{")])
    return body[:place] + copy.chance.choice((b" ", b"\n", b"\t")) + body[place:]


def sorted_members(_, body):
    text = json.dumps(json.loads(body), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return text if text != body else json.dumps(json.loads(body), ensure_ascii=False).encode()


def other_word(copy, body):
    content = json.loads(body)
    content["reason"] = content.get("reason", "") + copy.chance.choice(("!", " As agreed.", "\u200b"))
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def first_member_twice(_, body):
    return body[:-1] + b',"item":{}}'


BODIES = {"white space": respaced, "members in order": sorted_members, "a word": other_word, "a member twice": first_member_twice}
for what, change in BODIES.items():

    def new_body(copy, change):
        # Of an erased state the entry's own hash counts no more: another kind of tampering, below.
        erased = erasures(copy)[0]
        seq = copy.chance.choice([seq for seq in range(1, copy.size + 1) if seq not in erased])
        copy.sql("UPDATE state SET body = ? WHERE seq = ?", change(copy, copy.body(seq)), seq)
        return seq

    @kind(f"a body: {what}")
    def _(copy, change=change, new_body=new_body):
        return f"entry {new_body(copy, change)}"

    @kind(f"a body: {what}, and hash its state and leaf again")
    def _(copy, change=change, new_body=new_body):
        seq = new_body(copy, change)
        copy.hash_state(seq)
        copy.hash_leaf(seq)
        return f"entry {seq}"

    @kind(f"a body: {what}, and hash all again")
    def _(copy, change=change, new_body=new_body):
        seq = new_body(copy, change)
        copy.hash_state(seq)
        copy.hash_all()
        return f"entry {seq}"


@kind("another salt, and hash all again")
def _(copy):
    seq = copy.some()
    copy.sql("UPDATE state SET salt = randomblob(32) WHERE seq = ?", seq)
    copy.hash_state(seq)
    copy.hash_all()
    return f"entry {seq}"


# -- keys and checkpoints


def another_seed(copy):
    return copy.chance.randbytes(32)


@kind("another signing key in the folder")
def _(copy):
    copy.write("signing.key", records.in_base64(another_seed(copy)).encode() + b"\n")
    return "signing.key"


@kind("a signing key that is none")
def _(copy):
    text = (copy.folder / "signing.key").read_bytes()
    copy.write("signing.key", copy.chance.choice((b"", text[:20], text.replace(text[:1], b"*"), text + text, b"\xff" * 45)))
    return "signing.key"


def rekeyed(copy):
    """The settings' keys replaced by others, in every state that has one."""
    seeds = {}
    for seq, body in copy.sql("SELECT seq, body FROM state JOIN entry USING (seq) WHERE kind = 'settings'"):
        seed = another_seed(copy)
        seeds[seq] = seed
        content = json.loads(body)
        old = content["item"]["key"].encode()
        copy.sql("UPDATE state SET body = ? WHERE seq = ?", body.replace(old, records.in_base64(
            verifier.public_key_of(seed)).encode()), seq)
        copy.hash_state(seq)
    copy.write("signing.key", records.in_base64(seeds[max(seeds)]).encode() + b"\n")
    copy.hash_all()
    return list(seeds.values())


@kind("other keys in settings and folder, and hash all again")
def _(copy):
    rekeyed(copy)
    return "keys"


@kind("checkpoints signed anew by another key")
def _(copy):
    seeds, new = copy.seeds(), another_seed(copy)
    genuine, records.signature = records.signature, lambda seed, message, sign=records.signature: sign(new, message)
    try:
        copy.sign_all(seeds)
    finally:
        records.signature = genuine
    return "signatures"


def flipped_note(copy, note):
    data = bytearray(note.encode())
    data[copy.chance.randrange(len(data))] ^= 1 << copy.chance.randrange(7)
    return data.decode("utf-8", "replace")


def retouched_note(copy, note):
    lines = note.split("\n")
    ways = (
        note[:-1], note + "\n", note.replace("\n", "\r\n"), note.replace("—", "-"), note + lines[-2] + "\n", " " + note,
        note.replace("\n\n", "\nextension\n\n"), note.replace("/1", "/2"), note.replace("milepost/", "milepost/DEMO/"),
        "\n".join([lines[0], "0" + lines[1], *lines[2:]]), "\n".join([lines[0], str(int(lines[1]) - 1), *lines[2:]]),
        note.replace("=\n\n", "\n\n"), note.upper(),
    )
    return copy.chance.choice([way for way in ways if way != note])


for name, change in (("a bit of", flipped_note), ("the form of", retouched_note)):

    @kind(f"{name} the folder's own checkpoint")
    def _(copy, change=change):
        before = (copy.folder / "checkpoint").read_text(encoding="utf-8")
        copy.write("checkpoint", change(copy, before).encode())
        return "checkpoint"

    @kind(f"{name} a checkpoint of the table")
    def _(copy, change=change):
        seq, note = copy.chance.choice(copy.sql("SELECT seq, note FROM checkpoint"))
        copy.sql("UPDATE checkpoint SET note = ? WHERE seq = ?", change(copy, note), seq)
        return f"checkpoint {seq}"


@kind("swap the notes of two checkpoints")
def _(copy):
    (one, note), (two, other_note) = copy.chance.sample(copy.sql("SELECT seq, note FROM checkpoint"), 2)
    copy.sql("UPDATE checkpoint SET note = ? WHERE seq = ?", other_note, one)
    copy.sql("UPDATE checkpoint SET note = ? WHERE seq = ?", note, two)
    return f"{one}, {two}"


@kind("remove the folder's own checkpoint")
def _(copy):
    (copy.folder / "checkpoint").unlink()
    return "checkpoint"


@kind("remove all checkpoints")
def _(copy):
    (copy.folder / "checkpoint").unlink()
    copy.sql("DELETE FROM checkpoint")
    return "checkpoints"


@kind("remove all checkpoints, change a body, and hash all again")
def _(copy):
    (copy.folder / "checkpoint").unlink()
    copy.sql("DELETE FROM checkpoint")
    seq = copy.some("action", "update", least=erasures(copy)[0][-1] + 1)
    copy.sql("UPDATE state SET body = ? WHERE seq = ?", other_word(copy, copy.body(seq)), seq)
    copy.hash_state(seq)
    copy.hash_all()
    return f"entry {seq}"


@kind("the checkpoint of another office")
def _(copy):
    other_office = records.Written(copy.chance.randrange(1000))
    copy.write("checkpoint", other_office.signed().encode())
    return "checkpoint"


# -- files


def file_kind(name, change):
    @kind(f"a file: {name}")
    def _(copy):
        path = copy.chance.choice(copy.files())
        change(copy, path)
        return path.relative_to(copy.folder).as_posix()


def replaced(copy, path, data):
    copy.write(path.relative_to(copy.folder), data)


def swapped_files(copy, path):
    another = copy.chance.choice([other for other in copy.files() if other != path])
    one, two = path.read_bytes(), another.read_bytes()
    replaced(copy, path, two)
    replaced(copy, another, one)


file_kind("a bit", lambda copy, path: replaced(copy, path, records.flipped(
    path.read_bytes(), copy.chance.randrange(8 * path.stat().st_size))))
file_kind("cut", lambda copy, path: replaced(copy, path, path.read_bytes()[: copy.chance.randrange(path.stat().st_size)]))
file_kind("longer", lambda copy, path: replaced(copy, path, path.read_bytes() + b"\n"))
file_kind("removed", lambda _, path: path.unlink())
file_kind("swapped with another", swapped_files)
file_kind("under another name", lambda _, path: path.rename(path.with_name(path.name[::-1])))


@kind("all files removed")
def _(copy):
    shutil.rmtree(copy.folder / "blobs")
    return "blobs"


# -- what was erased


def erasures(copy):
    item = json.loads(copy.value("SELECT body FROM state JOIN entry USING (seq) WHERE kind = 'erasure'"))["item"]
    return [state["seq"] for state in item["states"]], item["files"]


@kind("an erased state is back")
def _(copy):
    seq = copy.chance.choice(erasures(copy)[0])
    before = sqlite3.connect(copy.place / "before-erasure" / "milepost.db")
    salt, body = before.execute("SELECT salt, body FROM state WHERE seq = ?", (seq,)).fetchone()
    before.close()
    copy.sql("UPDATE state SET salt = ?, body = ? WHERE seq = ?", salt, body, seq)
    return f"entry {seq}"


@kind("an erased state is something else")
def _(copy):
    seq = copy.chance.choice(erasures(copy)[0])
    copy.sql("UPDATE state SET body = ?, salt = randomblob(32) WHERE seq = ?", other_word(copy, copy.body(seq)), seq)
    return f"entry {seq}"


@kind("an erased state is something else, in its entry too, and hash all again")
def _(copy):
    seq = copy.chance.choice(erasures(copy)[0])
    copy.sql("UPDATE state SET body = ? WHERE seq = ?", other_word(copy, copy.body(seq)), seq)
    copy.hash_state(seq)
    copy.hash_all()
    return f"entry {seq}"


@kind("an erased state is something else, in the erasure too, and hash all again")
def _(copy):
    seq = copy.chance.choice(erasures(copy)[0])
    salt, body = copy.sql("SELECT salt, body FROM state WHERE seq = ?", seq)[0]
    before, after = verifier.sha256(salt + body).hex(), other_word(copy, body)
    copy.sql("UPDATE state SET body = ? WHERE seq = ?", after, seq)
    erasure = copy.value("SELECT seq FROM entry WHERE kind = 'erasure'")
    text = copy.body(erasure).replace(before.encode(), verifier.sha256(salt + after).hex().encode())
    copy.sql("UPDATE state SET body = ? WHERE seq = ?", text, erasure)
    copy.hash_state(erasure)
    copy.hash_all()
    return f"entry {seq}"


@kind("an erased file is back")
def _(copy):
    name = copy.chance.choice(erasures(copy)[1])
    old = copy.place / "before-erasure" / "blobs" / name[:2] / name[2:]
    copy.write(f"blobs/{name[:2]}/{name[2:]}", old.read_bytes())
    return name


# -- the whole folder replaced by one that agrees with itself: only what an auditor kept can tell


@kind("an earlier folder instead of this", kept=True, of="early")
def _(_):
    return "rolled back"


@kind("cut the end off, with an earlier checkpoint", kept=True)
def _(copy):
    size = copy.chance.choice(copy.sql(
        "SELECT seq FROM checkpoint WHERE seq < (SELECT max(seq) FROM checkpoint) AND seq > "
        "(SELECT max(seq) FROM entry WHERE kind = 'erasure')") or [(copy.size - 1,)])[0]
    note = copy.value("SELECT note FROM checkpoint WHERE seq = ?", size)
    copy.cut(size)
    copy.hash_all()
    copy.write("checkpoint", note.encode())
    return f"{size} entries stay"


@kind("another end, signed by the same key", kept=True)
def _(copy):
    seq = inserted(copy, copy.some("action", "update"), at_end=True)
    swapped_ends(copy, seq)
    copy.hash_all()
    copy.sign_all(copy.seeds())
    return "forked"


def swapped_ends(copy, seq):
    """The new entry comes before the last change instead of after it."""
    last = copy.value("SELECT min(seq) FROM entry WHERE change = (SELECT change FROM head)")
    for table in ("entry", "state"):
        copy.sql(f"UPDATE {table} SET seq = -{last} WHERE seq = {seq}")
        copy.sql(f"UPDATE {table} SET seq = -(seq + 1) WHERE seq >= {last} AND seq < {seq}")
        copy.sql(f"UPDATE {table} SET seq = -seq WHERE seq < 0")
    at = copy.value("SELECT at FROM entry WHERE seq = ?", last - 1)
    copy.sql("UPDATE entry SET at = ? WHERE seq = ?", at, last)


@kind("a body changed, and signed anew by the same keys", kept=True)
def _(copy):
    seq = copy.some("action", "update")
    if seq in erasures(copy)[0]:
        seq = copy.value("SELECT max(seq) FROM entry WHERE kind = 'snapshot'")
    copy.sql("UPDATE state SET body = ? WHERE seq = ?", other_word(copy, copy.body(seq)), seq)
    copy.hash_state(seq)
    copy.hash_all()
    copy.sign_all(copy.seeds())
    return f"entry {seq}"


@kind("backdated, and signed anew by the same keys", kept=True)
def _(copy):
    copy.sql("UPDATE entry SET at = at - 86400000000")
    copy.hash_all()
    copy.sign_all(copy.seeds())
    return "all by a day"


@kind("signed anew as a whole by other keys", kept=True)
def _(copy):
    copy.sign_all(rekeyed(copy))
    return "keys"


# -- what changes nothing of the record

BENIGN = {
    "delete frontiers": "DELETE FROM frontier",
    "delete what was answered": "DELETE FROM idempotency",
    "delete jobs": "DELETE FROM job",
    "drop an index": "DROP INDEX entry_at",
    "delete a checkpoint that others follow": "DELETE FROM checkpoint WHERE rowid = 2",
}
for name, statement in BENIGN.items():

    @kind(f"nothing: {name}", found=False)
    def _(copy, statement=statement):
        copy.sql(statement)
        return statement


for name, statement in {
    "VACUUM": "VACUUM",
    "another journal": "PRAGMA journal_mode = DELETE",
    "statistics": "ANALYZE",
    "indexes anew": "REINDEX",
    "a log written back": "PRAGMA wal_checkpoint(TRUNCATE)",
}.items():

    @kind(f"nothing: {name}", found=False)
    def _(copy, statement=statement):
        copy.sql("COMMIT")
        copy.sql("DELETE FROM job")
        copy.sql(statement)
        return statement


@kind("nothing: rows in another order", found=False)
def _(copy):
    columns = ", ".join(TABLES["state"])
    copy.sql("CREATE TABLE other AS SELECT * FROM state")
    copy.sql("DELETE FROM state")
    copy.sql(f"INSERT INTO state ({columns}) SELECT {columns} FROM other ORDER BY salt")
    copy.sql("DROP TABLE other")
    return "state"


@kind("nothing: a file that nothing names", found=False)
def _(copy):
    data = copy.chance.randbytes(50)
    name = verifier.sha256(data).hex()
    copy.write(f"blobs/{name[:2]}/{name[2:]}", data)
    return name


@kind("nothing: a folder without key and checkpoint", found=False)
def _(copy):
    (copy.folder / "signing.key").unlink()
    (copy.folder / "checkpoint").unlink()
    return "a folder that an auditor got"


@kind("nothing: an earlier checkpoint was kept", found=False, kept=True)
def _(copy):
    seq, note = copy.chance.choice(copy.sql("SELECT seq, note FROM checkpoint"))
    (copy.folder / "kept").write_text(note, encoding="utf-8")
    return f"checkpoint {seq}"


# ---- Asking both --------------------------------------------------------------------------------------------------------


class Case:
    """What a process needs to run one tampering."""

    def __init__(self, binary, place, seed, keep):
        self.binary, self.place, self.seed, self.keep = binary, Path(place), seed, keep

    def __call__(self, number):
        name, tamper, found, kept, of = KINDS[number % len(KINDS)]
        chance = random.Random(f"{self.seed}-{number}")
        with tempfile.TemporaryDirectory(dir=self.place) as scratch:
            folder = Path(scratch) / "record"
            copy = Copy(self.place, folder, chance, of)
            try:
                what = tamper(copy)
                copy.done()
            except (sqlite3.Error, IndexError, verifier.Wrong, OSError) as why:
                return name, found, None, None, f"number {number} could not be done: {why!r}"
            if what is None:
                return name, found, None, None, f"number {number} found nothing to change"
            checkpoint = None
            if kept:
                checkpoint = Path(scratch) / "kept"
                shutil.move(folder / "kept" if (folder / "kept").exists() else self.copied_kept(scratch), checkpoint)
            ours = verifier.verified(folder, checkpoint.read_bytes() if checkpoint else None)
            theirs, said = program_says(self.binary, folder, checkpoint)
            if ours["ok"] == theirs == (not found):
                return name, found, ours["ok"], theirs, None
            if self.keep:
                shutil.copytree(scratch, Path(self.keep) / f"{self.seed}-{number}")
            details = json.dumps({"what": what, "number": number, "ours": ours["problems"][:3], "theirs": said})
            return name, found, ours["ok"], theirs, details[:1500]

    def copied_kept(self, scratch):
        return shutil.copyfile(self.place / "kept", Path(scratch) / "kept.copy")


def run(binary, count, seed=1, keep=None, processes=2, say=print):
    """Runs the harness; returns the tamperings that were missed, or on which the two disagree."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        build(binary, place, seed)
        good = Path(place) / "good"
        answers = verifier.verified(good), program_says(binary, good)[1]
        if not answers[0]["ok"] or not answers[1].get("ok") or answers[0]["root"] != answers[1]["root"]:
            raise RuntimeError(f"the record is not good before anything was changed: {answers}")
        with multiprocessing.Pool(processes) as pool:
            results = pool.map(Case(binary, place, seed, keep), range(count), chunksize=8)
    kinds, bad = Counter(), []
    for name, found, ours, theirs, why in results:
        kinds[name, found] += 1
        if why:
            bad.append((name, found, ours, theirs, why))
    for (name, found), times in kinds.items():
        say(f"{times:6} {'found by both' if found else 'found by neither'}  {name}")
    tampered = sum(times for (_, found), times in kinds.items() if found)
    for name, found, ours, theirs, why in bad:
        say(f"NOT SO: {name}: must be {'found' if found else 'good'}; ours says ok={ours}, the program ok={theirs}: {why}")
    say(
        f"{tampered} tamperings of {sum(found for _, found in kinds)} kinds, {count - tampered} changes of nothing, of a record "
        f"of {answers[0]['entries']} entries: {len(bad)} missed or disagreed on, in {time.monotonic() - begun:.0f} s."
    )
    return bad


def main():
    parser = argparse.ArgumentParser(description="Tamper with a record in many ways and ask both verifiers.")
    parser.add_argument("--count", type=int, default=2 * len(KINDS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="a folder for the copies on which something was wrong")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    binary = program()
    if binary is None:
        parser.error("name the program in MILEPOST_BIN, or build it")
    return 1 if run(binary, asked.count, asked.seed, asked.keep, asked.processes) else 0


if __name__ == "__main__":
    sys.exit(main())
