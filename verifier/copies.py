"""A good record made through the real program, copies of it to tamper with, and the list of the ways to do so."""

import json
import os
import random
import shutil
import sqlite3
from pathlib import Path

import milepost_verify as verifier
import records
from office import Office, must

TABLES = {
    "entry": verifier.Entry._fields,
    "state": ("office", "seq", "salt", "body"),
    "item": ("office", "kind", "id", "seq"),
    "head": ("office", "seq", "change", "frontier"),
    "checkpoint": ("office", "seq", "note"),
    "frontier": ("office", "seq", "frontier"),
}


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
    does("issue", "delivery-plan", "--for", "Panel", "--as-at", "September", "--on", "2025-09-05")
    does("present", "FEN-2025-001", "--on", "2025-09-12")
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
            for seq, body in self.sql(
                "SELECT seq, body FROM state JOIN entry USING (seq) WHERE kind = 'settings' ORDER BY seq"
            )
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
                signed = records.note(
                    f"milepost/{entry.office}/{item['epoch']}", tree.size, tree.root(), keys[item["key"]]
                )
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


# ---- The ways to tamper, which the files tampering_*.py list -----------------------------------------------------------

KINDS = []


def kind(name, found=True, kept=False, of="good"):
    def known(tamper):
        KINDS.append((name, tamper, found, kept, of))
        return tamper

    return known


def erasures(copy):
    item = json.loads(copy.value("SELECT body FROM state JOIN entry USING (seq) WHERE kind = 'erasure'"))["item"]
    return [state["seq"] for state in item["states"]], item["files"]


def other_word(copy, body):
    content = json.loads(body)
    content["reason"] = content.get("reason", "") + copy.chance.choice(("!", " As agreed.", "\u200b"))
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
