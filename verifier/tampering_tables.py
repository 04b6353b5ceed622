"""Ways to tamper with rows, columns and bodies, by halves and with all hashes made anew."""

import json
import sqlite3

import milepost_verify as verifier
import records
from copies import TABLES, erasures, kind, other_word


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
        return chance.choice(
            (value + " ", value.upper(), value[:-1], "", value + "\0", "withdrawn", "plan", value.swapcase())
        )
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
        "WHERE seq = ?",
        new,
        chance.randbytes(16),
        chance.randbytes(16),
        seq,
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
    seq = copy.chance.choice(
        [
            seq
            for seq in copy.ends()
            if copy.sql("SELECT 1 FROM entry WHERE seq = ? AND kind NOT IN ('settings', 'erasure')", seq)
        ]
    )
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
        [
            seq
            for (seq,) in copy.sql(
                "SELECT a.seq FROM entry a JOIN entry b ON b.seq = a.seq + 1 AND b.change = a.change AND b.last_of_change = 0 "
                "WHERE a.seq > 1"
            )
        ]
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
    place = copy.chance.choice(
        [place for place in range(1, len(body)) if body[place - 1 : place] in (b":", b",", b"{")]
    )
    return body[:place] + copy.chance.choice((b" ", b"\n", b"\t")) + body[place:]


def sorted_members(_, body):
    text = json.dumps(json.loads(body), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return text if text != body else json.dumps(json.loads(body), ensure_ascii=False).encode()


def first_member_twice(_, body):
    return body[:-1] + b',"item":{}}'


BODIES = {
    "white space": respaced,
    "members in order": sorted_members,
    "a word": other_word,
    "a member twice": first_member_twice,
}
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
