"""Rules of the format broken by somebody who has every key: all hashes and signatures are right, and only the rule tells.

Each is found without any checkpoint that was kept elsewhere.
"""

import json

import milepost_verify as verifier
import records
from copies import erasures, kind


def broken(name, keys=()):
    """A rule broken; afterwards everything is hashed and signed anew. `keys` are the seeds of keys that come with it."""

    def known(breaks):
        @kind(f"signed anew: {name}")
        def _(copy):
            what = breaks(copy)
            copy.hash_all()
            copy.sign_all([*copy.seeds(), *keys])
            return str(what)

        return breaks

    return known


def rewritten(copy, seq, change):
    """A state's body as JSON, changed."""
    content = json.loads(copy.body(seq))
    change(content)
    rewritten_bytes(copy, seq, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def rewritten_bytes(copy, seq, body):
    copy.sql("UPDATE state SET body = ? WHERE seq = ?", body, seq)
    copy.hash_state(seq)


def appended(copy, act, item_kind, content, item=None, reason=None):
    """One more change of one entry; of a new item, or the next version of one that there is."""
    item = item or copy.chance.randbytes(16)
    version = copy.value("SELECT max(version) FROM entry WHERE item = ?", item) or 0
    shape, seq = verifier.NEWEST_SHAPE[item_kind], copy.size + 1
    envelope = {"reference": "X", "visibility": {"to": "internal"}, "marking": "official"}
    if version:
        newest = copy.value("SELECT max(seq) FROM entry WHERE item = ?", item)
        envelope = json.loads(copy.body(newest))["envelope"]
    copy.sql(
        "INSERT INTO entry SELECT office, ?, ?, 1, at, NULL, actor, ?, ?, ?, ?, ?, x'', x'' FROM entry WHERE seq = ?",
        seq,
        copy.chance.randbytes(16),
        act,
        item_kind,
        item,
        version + 1,
        shape,
        copy.size,
    )
    body = {"envelope": envelope, "item": content}
    if reason:
        body["reason"] = reason
    office = copy.value("SELECT office FROM head")
    copy.sql("INSERT INTO state VALUES (?, ?, ?, ?)", office, seq, copy.chance.randbytes(32), b"")
    rewritten_bytes(copy, seq, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())
    copy.size = seq
    return seq


# -- columns


def column(name, statement, where="kind IN ('action', 'update')"):
    @broken(name)
    def _(copy):
        gone = erasures(copy)[0]
        found = [seq for (seq,) in copy.sql(f"SELECT seq FROM entry WHERE seq > 1 AND {where}") if seq not in gone]
        seq = copy.chance.choice(found)
        copy.sql(f"UPDATE entry SET {statement} WHERE seq = ?", seq)
        return f"entry {seq}"


NEWEST_OF_ITEM = "seq = (SELECT max(seq) FROM entry newer WHERE newer.item = entry.item)"
column("an earlier time than the entry before", "at = at - 86400000000", "seq > 8")
column("a time before all time", "at = -1")
column("a change that ends too early", "last_of_change = 1", "last_of_change = 0")
column("a change without an end", "last_of_change = 0", "last_of_change = 1 AND seq < (SELECT max(seq) FROM entry)")
column("a record that ends within a change", "last_of_change = 0", "seq = (SELECT max(seq) FROM entry)")
column("a version left out", "version = version + 1", NEWEST_OF_ITEM)
column("a version of nothing", "version = version - 1", NEWEST_OF_ITEM)
column(
    "an item of two kinds", "kind = 'plan'", "version > 1 AND kind NOT IN ('settings', 'plan', 'paper', 'publication')"
)
column("an act that nobody knows", "act = 'praised'")
column("an act that nobody knows, in capitals", "act = upper(act)")
column("a kind that nobody knows", "kind = 'poem'", f"version = 1 AND kind = 'update' AND {NEWEST_OF_ITEM}")
column("a newer shape", "shape = 99")
column("a shape of nothing", "shape = 0")
column("a shape less than nothing", "shape = -1")
column("a day that was not", "on_date = '2025-02-30'")
column("a day by halves", "on_date = '2025-9-1'")
column("a day of no text", "on_date = ''")
column("a day with a time", "on_date = '2025-09-01T00:00:00Z'")


@broken("a time after all time")
def _(copy):
    copy.sql("UPDATE entry SET at = ? WHERE seq = ?", copy.chance.choice((2**62, 253_402_300_800_000_000)), copy.size)
    return f"entry {copy.size}"


@broken("a change that comes again")
def _(copy):
    first = copy.value("SELECT change FROM entry WHERE seq = 8")
    copy.sql("UPDATE entry SET change = ? WHERE change = (SELECT change FROM entry WHERE seq = ?)", first, copy.size)
    return "the last change"


for length in (0, 31, 33):

    @broken(f"a salt of {length} bytes")
    def _(copy, length=length):
        seq = copy.some("action", "update", least=erasures(copy)[0][-1] + 1)
        copy.sql("UPDATE state SET salt = ? WHERE seq = ?", copy.chance.randbytes(length), seq)
        copy.hash_state(seq)
        return f"entry {seq}"


# -- bodies

BODIES = {
    "a body that ends too early": lambda body: body[:-1],
    "a body with more behind it": lambda body: body + b"x",
    "a body with space before it": lambda body: b" " + body,
    "a body with a byte order mark": lambda body: b"\xef\xbb\xbf" + body,
    "a body that is an array": lambda body: b"[" + body + b"]",
    "a body of no bytes": lambda body: b"",
    "a body without an item": lambda body: body.replace(b'"item":', b'"thing":', 1),
    "a body without an envelope": lambda body: body.replace(b'"envelope":', b'"cover":', 1),
    "a body with a member twice": lambda body: body[:-1] + b',"item":{}}',
    "a body with a member twice deep inside": lambda body: body.replace(b'"title":', b'"title":"x","title":', 1)
    .replace(b'"text":', b'"text":"x","text":', 1)
    .replace(b'"marking":', b'"marking":"official","marking":', 1),
    "a body with no number": lambda body: body[:-1] + b',"x":NaN}',
    "a body with half a character": lambda body: body[:-1] + b',"x":"\\ud800"}',
    "a body that is not UTF-8": lambda body: body[:-1] + b',"x":"\xff"}',
    "a body of a file that there is not": lambda body: b"blob:sha256:" + b"0" * 64,
    "a body that nearly names a file": lambda body: b"blob:sha256:" + b"0" * 63,
}
for name, change in BODIES.items():

    @broken(name)
    def _(copy, change=change):
        seq = copy.some("action", "update", least=erasures(copy)[0][-1] + 1)
        before = copy.body(seq)
        after = change(before)
        assert after != before
        rewritten_bytes(copy, seq, after)
        return f"entry {seq}"


# -- papers and their files


def paper(name, change):
    @broken(name)
    def _(copy):
        _, gone = erasures(copy)
        for (seq,) in copy.sql("SELECT seq FROM entry WHERE kind = 'paper' ORDER BY seq DESC"):
            files = json.loads(copy.body(seq))["item"]["files"]
            if files and files[0]["sha256"] not in gone:
                rewritten(copy, seq, lambda content: change(content["item"]))
                return f"entry {seq}"
        raise IndexError("no paper has its files")


def first_file(**members):
    return lambda item: item["files"][0].update(members)


paper("a paper's file of another size", first_file(size=7))
paper("a paper's file of another hash", first_file(sha256="0" * 64))
paper(
    "a paper's file with a hash in capitals",
    lambda item: item["files"][0].update(sha256=item["files"][0]["sha256"].upper()),
)
paper("a paper's file without a hash", lambda item: item["files"][0].pop("sha256"))
paper("a paper's file without a size", lambda item: item["files"][0].pop("size"))
paper("a paper's file without a name", lambda item: item["files"][0].pop("name"))
paper("a paper's file with a size below nothing", first_file(size=-1))
paper("a paper whose files are a word", lambda item: item.update(files="none"))


# -- settings: keys, epochs, gaps

OTHER = b"\x0b" * 32
OTHER_KEY = records.in_base64(verifier.public_key_of(OTHER))


def settings(name, act, change, keys=(OTHER,)):
    """Settings that nobody may state, in a further entry."""

    @broken(name, keys)
    def _(copy):
        newest = copy.value("SELECT max(seq) FROM entry WHERE kind = 'settings'")
        item = json.loads(copy.body(newest))["item"]
        change(item)
        seed = OTHER if item.get("key") == OTHER_KEY else None
        if seed:
            copy.write("signing.key", records.in_base64(seed).encode() + b"\n")
        return appended(
            copy, act, "settings", item, copy.value("SELECT item FROM entry WHERE seq = 1"), "So it was decided"
        )


def gap(epoch=1, **members):
    return {"epoch": epoch, "from": None, "to": None, "papers": [], **members}


def restores(item, *gaps, epoch=2):
    item.update(key=OTHER_KEY, epoch=epoch, gaps=list(gaps))


settings("another key in silence", "changed", lambda item: item.update(key=OTHER_KEY))
settings("another key by an import", "imported", lambda item: item.update(key=OTHER_KEY))
settings("another epoch in silence", "changed", lambda item: item.update(epoch=2))
settings("a gap in silence", "changed", lambda item: item.update(gaps=[gap()]))
settings("a rotation of nothing", "rotated", lambda item: None)
settings("a rotation that renames the office", "rotated", lambda item: item.update(key=OTHER_KEY, name="Another"))
settings("a rotation that raises the epoch", "rotated", lambda item: item.update(key=OTHER_KEY, epoch=2))
settings("a rotation that tells a gap", "rotated", lambda item: item.update(key=OTHER_KEY, gaps=[gap()]))
settings("a restore that stays in its epoch", "restored", lambda item: restores(item, gap(), epoch=1))
settings("a restore that leaves an epoch out", "restored", lambda item: restores(item, gap(), epoch=3))
settings("a restore without a gap", "restored", lambda item: restores(item))
settings("a restore with two gaps", "restored", lambda item: restores(item, gap(), gap()))
settings("a restore with a gap of another epoch", "restored", lambda item: restores(item, gap(epoch=2)))
settings("a restore with a gap from nowhere", "restored", lambda item: restores(item, gap(to=7)))
settings(
    "a restore with a gap to nowhere", "restored", lambda item: restores(item, {"epoch": 1, "from": 3, "papers": []})
)
settings("a restore with a gap of words", "restored", lambda item: restores(item, gap(**{"from": "3", "to": "5"})))
settings("settings with an epoch as a word", "changed", lambda item: item.update(epoch="1"))


# -- erasures


def erasure(name, **members):
    @broken(name)
    def _(copy):
        item = {
            "of": "018f3b6a-0000-7000-8000-000000000001",
            "kind": "action",
            "reference": "1",
            "states": [],
            "files": [],
        }
        for member, value in members.items():
            item[member] = value(copy) if callable(value) else value
            if item[member] is None:
                del item[member]
        return appended(copy, "erased", "erasure", item, reason="A name by mistake")


def recorded(copy, seq):
    return copy.value("SELECT state_hash FROM entry WHERE seq = ?", seq).hex()


def state(seq, state_hash):
    return [{"seq": seq, "state_hash": state_hash}]


erasure("an erasure of what comes later", states=lambda copy: state(copy.size + 1, "0" * 64))
erasure("an erasure of what never comes", states=state(10**9, "0" * 64))
erasure("an erasure of entry 0", states=state(0, "0" * 64))
erasure("an erasure of another state than there is", states=lambda copy: state(copy.some("update"), "0" * 64))
erasure("an erasure with a hash in capitals", states=lambda copy: state(8, recorded(copy, 8).upper()))
erasure("an erasure with a hash of nothing", states=state(8, ""))
erasure("an erasure of a state as a word", states=lambda copy: state("8", recorded(copy, 8)))
erasure("an erasure without states", states=None)
erasure("an erasure without files", files=None)
erasure("an erasure of files that are no hashes", files=["paper.pdf"])
erasure("an erasure of a file that is there", files=lambda copy: [verifier.sha256(copy.files()[0].read_bytes()).hex()])
erasure(
    "an erasure of an erasure",
    states=lambda copy: [
        {"seq": seq, "state_hash": state_hash.hex()}
        for seq, state_hash in copy.sql("SELECT seq, state_hash FROM entry WHERE kind = 'erasure' LIMIT 1")
    ],
)


@broken("an erasure that is no act of erasing")
def _(copy):
    copy.sql("UPDATE entry SET act = 'added' WHERE kind = 'erasure'")
    return "the erasure"


@broken("an act of erasing that is no erasure")
def _(copy):
    seq = copy.some("update", least=erasures(copy)[0][-1] + 1)
    copy.sql("UPDATE entry SET act = 'erased' WHERE seq = ?", seq)
    return f"entry {seq}"
