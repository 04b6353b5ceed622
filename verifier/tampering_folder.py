"""Ways to tamper with keys, checkpoints, files, what was erased, and the whole folder; and changes of nothing."""

import json
import shutil
import sqlite3

import milepost_verify as verifier
import records
from copies import TABLES, erasures, kind, other_word
from tampering_tables import inserted

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
    copy.write(
        "signing.key", copy.chance.choice((b"", text[:20], text.replace(text[:1], b"*"), text + text, b"\xff" * 45))
    )
    return "signing.key"


def rekeyed(copy):
    """The settings' keys replaced by others, in every state that has one."""
    seeds = {}
    for seq, body in copy.sql("SELECT seq, body FROM state JOIN entry USING (seq) WHERE kind = 'settings'"):
        seed = another_seed(copy)
        seeds[seq] = seed
        content = json.loads(body)
        old = content["item"]["key"].encode()
        copy.sql(
            "UPDATE state SET body = ? WHERE seq = ?",
            body.replace(old, records.in_base64(verifier.public_key_of(seed)).encode()),
            seq,
        )
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
        note[:-1],
        note + "\n",
        note.replace("\n", "\r\n"),
        note.replace("—", "-"),
        note + lines[-2] + "\n",
        " " + note,
        note.replace("\n\n", "\nextension\n\n"),
        note.replace("/1", "/2"),
        note.replace("milepost/", "milepost/DEMO/"),
        "\n".join([lines[0], "0" + lines[1], *lines[2:]]),
        "\n".join([lines[0], str(int(lines[1]) - 1), *lines[2:]]),
        note.replace("=\n\n", "\n\n"),
        note.upper(),
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


file_kind(
    "a bit",
    lambda copy, path: replaced(
        copy, path, records.flipped(path.read_bytes(), copy.chance.randrange(8 * path.stat().st_size))
    ),
)
file_kind(
    "cut", lambda copy, path: replaced(copy, path, path.read_bytes()[: copy.chance.randrange(path.stat().st_size)])
)
file_kind("longer", lambda copy, path: replaced(copy, path, path.read_bytes() + b"\n"))
file_kind("removed", lambda _, path: path.unlink())
file_kind("swapped with another", swapped_files)
file_kind("under another name", lambda _, path: path.rename(path.with_name(path.name[::-1])))


@kind("all files removed")
def _(copy):
    shutil.rmtree(copy.folder / "blobs")
    return "blobs"


# -- what was erased


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
    size = copy.chance.choice(
        copy.sql(
            "SELECT seq FROM checkpoint WHERE seq < (SELECT max(seq) FROM checkpoint) AND seq > "
            "(SELECT max(seq) FROM entry WHERE kind = 'erasure')"
        )
        or [(copy.size - 1,)]
    )[0]
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
