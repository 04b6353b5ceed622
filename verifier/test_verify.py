"""The verifier against the document's vectors, RFC 8032's, and records that are good, or spoilt in one place."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import milepost_verify as verifier
import records
from records import Written, flipped

DOCUMENT = (Path(__file__).parent.parent / "docs" / "record-format.md").read_text(encoding="utf-8")


class Vectors(unittest.TestCase):
    """What the document gives; each value must stand in it, so that the two cannot drift apart."""

    def assert_in_document(self, value):
        self.assertIn(value, DOCUMENT)

    def test_a_state(self):
        self.assert_in_document(verifier.sha256(b"\x11" * 32 + b'{"a":1}').hex())

    def test_two_entries(self):
        name = "018f3b6a-0000-7000-8000-00000000000{}".format
        for day in ("2025-09-12", None):
            entry = verifier.Entry(
                name(1),
                7,
                name(2),
                True,
                1757667600123456,
                day,
                name(3),
                "taken",
                "snapshot",
                name(4),
                1,
                1,
                verifier.sha256(b"\x11" * 32 + b'{"a":1}'),
                b"",
            )
            self.assert_in_document(verifier.leaf_hash_of(entry).hex())

    def test_the_roots_of_nine_trees(self):
        inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
        tree, roots = verifier.Tree(), []
        for data in inputs:
            roots.append(tree.root().hex())
            tree.append(verifier.sha256(b"\x00" + bytes.fromhex(data)))
        roots.append(tree.root().hex())
        self.assertEqual(len(set(roots)), 9)
        self.assert_in_document("\n    ".join(roots))

    def test_a_checkpoint(self):
        seed = b"\x07" * 32
        self.assertEqual(
            records.in_base64(verifier.public_key_of(seed)), "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw="
        )
        signed = records.note("milepost/018f3b6a-0000-7000-8000-000000000001/1", 7, b"\x22" * 32, seed)
        self.assert_in_document("    " + signed.rstrip("\n").replace("\n", "\n    ").replace("    \n", "\n"))
        note = verifier.note_of(signed.encode())
        self.assertEqual((note.size, note.epoch, note.root), (7, 1, b"\x22" * 32))
        self.assertTrue(verifier.is_signed_note(note, verifier.public_key_of(seed)))

    def test_the_newest_shapes(self):
        said = "shape` is 5 for publication and update, 4 for paper, 3 for action and round, 2 for settings, import, change_request, milestone, written_rules and narrative, and 1 for every other kind"
        self.assertIn(said, " ".join(DOCUMENT.split()))
        of = lambda newest: {kind for kind, shape in verifier.NEWEST_SHAPE.items() if shape == newest}
        self.assertEqual(of(5), {"publication", "update"})
        self.assertEqual(of(4), {"paper"})
        self.assertEqual(of(3), {"action", "round"})
        self.assertEqual(of(2), {"settings", "import", "change_request", "milestone", "written_rules", "narrative"})
        self.assertEqual(set(verifier.NEWEST_SHAPE), verifier.KINDS)

    def test_every_act_and_kind_of_the_document_is_known_and_no_other(self):
        for column, known in (("act", verifier.ACTS), ("kind", verifier.KINDS)):
            line = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| `{column}` "))
            named = line.split("|")[3].split(":")[-1].replace(",", " ").split()
            self.assertEqual(known, set(named))


# RFC 8032, section 7.1 (https://www.rfc-editor.org/rfc/rfc8032#section-7.1): seed, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17a"
        "d9bef1177331a704",
    ),
]


class Signatures(unittest.TestCase):
    seed, message = b"\x05" * 32, b"milepost"

    def setUp(self):
        self.key = verifier.public_key_of(self.seed)
        self.signature = records.signature(self.seed, self.message)

    def refused(self, key, signature, message=None):
        self.assertFalse(verifier.is_signed(key, self.message if message is None else message, signature))

    def test_the_vectors_of_rfc_8032(self):
        for seed, key, message, signature in RFC_8032:
            seed, key, message, signature = map(bytes.fromhex, (seed, key, message, signature))
            self.assertEqual(verifier.public_key_of(seed), key)
            self.assertEqual(records.signature(seed, message), signature)
            self.assertTrue(verifier.is_signed(key, message, signature))
            self.refused(key, signature, message + b"\x00")

    def test_no_bit_of_a_signature_key_or_message_may_change(self):
        self.assertTrue(verifier.is_signed(self.key, self.message, self.signature))
        for bit in range(512):
            self.refused(self.key, flipped(self.signature, bit))
        for bit in range(0, 256, 16):
            self.refused(flipped(self.key, bit), self.signature)
        for bit in range(64):
            self.refused(self.key, self.signature, flipped(self.message, bit))

    def test_a_signature_is_64_bytes(self):
        for wrong in (b"", self.signature[:63], self.signature + b"\x00", self.signature[:32]):
            self.refused(self.key, wrong)

    def test_s_is_below_the_order(self):
        s = int.from_bytes(self.signature[32:], "little")
        for times in range(1, 16):
            if s + times * verifier.L < 2**256:
                self.refused(self.key, self.signature[:32] + (s + times * verifier.L).to_bytes(32, "little"))
        self.refused(self.key, self.signature[:32] + verifier.L.to_bytes(32, "little"))

    def test_a_key_of_small_order_signs_everything_and_is_refused(self):
        points = small_order()
        self.assertEqual(len(points), 8)
        for encoded in points:
            for message in (b"", b"milepost", b"anything"):
                self.refused(encoded, encoded + bytes(32), message)
                self.refused(encoded, b"\x01" + bytes(63), message)

    def test_an_r_of_small_order_is_refused(self):
        secret = int.from_bytes(hashlib.sha512(self.seed).digest()[:32], "little") & (1 << 254) - 8 | 1 << 254
        r = b"\x01" + bytes(31)  # the neutral point: r = 0
        h = int.from_bytes(hashlib.sha512(r + self.key + self.message).digest(), "little")
        self.refused(self.key, r + (h * secret % verifier.L).to_bytes(32, "little"))

    def test_the_equation_is_without_the_cofactor(self):
        """A key with a part of small order: half of those who verify would take such signatures, and half would not."""
        secret = int.from_bytes(hashlib.sha512(self.seed).digest()[:32], "little") & (1 << 254) - 8 | 1 << 254
        torsion = verifier.ready(verifier.point_of(next(p for p in small_order() if order(p) == 8)))
        key = verifier.point_bytes(verifier.added(verifier.point_of(self.key), torsion))
        taken = 0
        for number in range(64):
            message = b"message %d" % number
            r = verifier.point_bytes(verifier.total(verifier.base_table(), number + 1))
            h = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % verifier.L
            signature = r + ((number + 1 + h * secret) % verifier.L).to_bytes(32, "little")
            self.assertEqual(verifier.is_signed(key, message, signature), h % 8 == 0)
            taken += h % 8 == 0
        self.assertTrue(0 < taken < 64)

    def test_a_point_has_one_encoding(self):
        for y in range(verifier.P, 2**255):
            for sign in (0, 1 << 255):
                self.assertIsNone(verifier.point_of((y | sign).to_bytes(32, "little")))
        self.assertIsNone(verifier.point_of((1 | 1 << 255).to_bytes(32, "little")))  # x = 0 with the sign of minus
        self.assertIsNone(verifier.point_of((2).to_bytes(32, "little")))  # no point has this y
        self.assertIsNone(verifier.point_of(self.key[:31]))
        self.assertEqual(verifier.point_bytes(verifier.point_of(self.key)), self.key)


def order(encoded):
    point, sum_of, times = verifier.point_of(encoded), verifier.point_of(encoded), 1
    while verifier.point_bytes(sum_of) != b"\x01" + bytes(31):
        sum_of, times = verifier.added(sum_of, verifier.ready(point)), times + 1
    return times


def small_order():
    """The eight points of small order: L times points of the whole curve."""
    found, y = set(), 2
    while len(found) < 8:
        y += 1
        point = verifier.point_of(y.to_bytes(32, "little"))
        if point:
            found.add(verifier.point_bytes(verifier.total(verifier.multiples(point), verifier.L)))
    return found


class InAFolder(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch, self.written = Path(scratch.name), 0

    def place(self):
        self.written += 1
        return self.scratch / str(self.written)

    def assert_good(self, path, **asked):
        answer = verifier.verified(path, **asked)
        self.assertEqual(answer["problems"], [])
        self.assertTrue(answer["ok"])
        return answer

    def assert_found(self, path, words, **asked):
        answer = verifier.verified(path, **asked)
        self.assertFalse(answer["ok"])
        self.assertTrue(any(words in problem["what"] for problem in answer["problems"]), (words, answer["problems"]))
        return answer


def history(seed=1):
    """An office that did everything once."""
    office = Written(seed)
    office.signed()
    office.imported(5)
    office.signed()
    office.paper(b"the first paper", b"the same, for print")
    office.large()
    office.rotated()
    office.signed()
    office.erased(4, 5)
    office.imported(4)
    office.restored(18, 20, ["FEN-2026-001"])
    office.paper(b"the second paper")
    office.signed()
    return office


class GoodRecords(InAFolder):
    def test_a_history_is_good_in_every_shape(self):
        office = history()
        count, root = len(office.rows), records.in_base64(office.tree().root())
        folder = office.folder(self.place())
        for path in (folder, folder / "milepost.db", office.export(self.place()), office.backup(self.place())):
            answer = self.assert_good(path)
            self.assertEqual((answer["entries"], answer["root"], answer["past_checkpoint"]), (count, root, 0))

    def test_what_cannot_be_looked_at_is_said(self):
        folder = history().folder(self.place())
        remarks = self.assert_good(folder / "milepost.db")["remarks"]
        self.assertEqual(remarks, ["4 files that the record names are not here and were not looked at."])
        self.assertEqual(self.assert_good(folder)["remarks"], [])

    def test_a_rotation_may_bring_the_members_of_a_newer_shape(self):
        office = Written()
        office.rotated(gaps=[], licence="none")
        office.hash_again(4, shape=2)
        office.signed()
        self.assert_good(office.folder(self.place()))
        office.rotated(gaps=[], licence="another")
        office.hash_again(5, shape=2)
        office.signed()
        self.assert_found(office.folder(self.place()), "changes more than the key")

    def test_a_fictional_office_has_an_origin_of_its_own(self):
        office = Written(demo=True)
        self.assertTrue(office.signed().startswith("milepost/DEMO/"))
        self.assert_good(office.folder(self.place()))

    def test_a_record_that_was_cut_off_before_its_first_signature_is_good(self):
        office = Written()
        self.assertEqual(self.assert_good(office.folder(self.place()))["past_checkpoint"], 3)
        office.imported(1)
        self.assert_found(office.folder(self.place()), "a signing key and no checkpoint")

    def test_entries_past_the_newest_checkpoint_are_counted(self):
        office = history()
        office.imported(7)
        self.assertEqual(self.assert_good(office.folder(self.place()))["past_checkpoint"], 7)

    def test_frontiers_are_kept_and_may_be_gone(self):
        office = Written()
        office.imported(600)
        office.signed()
        folder = office.folder(self.place())
        self.assert_good(folder)
        edited(folder, "DELETE FROM frontier WHERE seq = 256")
        self.assert_good(folder)
        edited(folder, "UPDATE frontier SET frontier = x'00' WHERE seq = 512")
        self.assert_found(folder, "frontier kept for this entry")

    def test_a_checkpoint_and_a_key_that_were_kept_are_held_against_the_record(self):
        office = Written()
        kept, key = office.signed(), verifier.public_key_of(office.seed)
        office.imported(4)
        office.signed()
        for path in (office.folder(self.place()), office.export(self.place()), office.backup(self.place())):
            self.assert_good(path, kept=kept.encode(), key=key)
            self.assert_found(path, "not the one that you gave", key=bytes(32))
        office.rotated()
        office.signed()
        self.assert_good(office.folder(self.place()), kept=kept.encode())

    def test_a_file_may_be_named_in_many_states(self):
        office = Written()
        office.paper(b"one", b"one")
        office.paper(b"one")
        office.signed()
        self.assert_good(office.folder(self.place()))

    def test_what_was_erased_is_gone_and_the_record_is_good(self):
        office = Written()
        paper = office.paper(b"it names John Smith", b"it does not")
        office.signed()
        office.imported(2)
        office.erased(paper - 1, paper, files=[verifier.sha256(b"it names John Smith").hex()], passage=b"paper-0")
        office.erased(paper + 1)
        office.erased(paper, passage=b"paper-1")
        office.signed()
        self.assert_good(office.folder(self.place()))
        self.assert_good(office.backup(self.place()))

    def test_what_still_stands_in_the_log_of_sqlite_is_read(self):
        office = Written()
        office.signed()
        folder = office.folder(self.place())
        database = sqlite3.connect(folder / "milepost.db")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("UPDATE entry SET at = at - 1 WHERE seq = 3")
        database.commit()
        before = bytes_of(folder)
        self.assertGreater(len(before["milepost.db-wal"]), 0)
        self.assert_found(folder, "recorded before its predecessor")
        self.assertEqual(bytes_of(folder), before)
        database.close()

    def test_nothing_that_is_examined_is_changed(self):
        office = history()
        folder, backup = office.folder(self.place()), office.backup(self.place())
        before, times = bytes_of(folder), {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}
        for path in (folder, folder / "milepost.db", backup):
            self.assert_good(path)
        self.assertEqual(bytes_of(folder), before)
        self.assertEqual({path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}, times)


def bytes_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edited(folder, *statements):
    database = sqlite3.connect(folder / "milepost.db")
    database.execute("PRAGMA synchronous = OFF")
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def spoilt_row(number, **columns):
    return lambda office: office.rows[number - 1].update(columns)


def hidden(seq, **columns):
    return lambda office: office.hash_again(seq, **columns)


def swapped(office):
    office.rows[4], office.rows[5] = {**office.rows[5], "seq": 5}, {**office.rows[4], "seq": 6}


def another_key_in_silence(office):
    office.seed = b"\x09" * 32
    office.settings_item = {**office.settings_item, "key": office.public_key()}
    office.change(("changed", "settings", office.settings, office.settings_item))
    office.signed()


def an_epoch_too_far(office):
    office.settings_item = {**office.settings_item, "epoch": office.settings_item["epoch"] + 1}
    office.restored()
    office.signed()


def restored_in_silence(office):
    office.settings_item = {**office.settings_item, "epoch": office.settings_item["epoch"] + 1}
    office.change(("restored", "settings", office.settings, office.settings_item))
    office.signed()


def rotated_and_renamed(office):
    office.rotated(name="Another office")
    office.signed()


def rotated_without_a_key(office):
    office.change(("rotated", "settings", office.settings, office.settings_item))
    office.signed()


def an_erasure(**item):
    def spoil(office):
        whole = {"of": office.uuid(), "kind": "action", "reference": "1", "states": [], "files": [], **item}
        office.change(("erased", "erasure", office.uuid(), whole))
        office.signed()

    return spoil


def back_to_what_was_erased(office):
    original = Written(1)
    original.imported(5)
    office.bodies[3], office.salts[3] = original.bodies[3], original.salts[3]


def without_its_file(office):
    del office.files[verifier.sha256(b"the first paper").hex()]


def with_another_file(office):
    office.files[verifier.sha256(b"the first paper").hex()] = b"the worst paper"


def with_what_was_erased(office):
    seq = office.paper(b"it names John Smith")
    name = verifier.sha256(b"it names John Smith").hex()
    office.erased(seq, files=[name], passage=b"paper-0")
    office.files[name] = b"it names John Smith"
    office.signed()


def body(text):
    def spoil(office):
        office.hash_again(6, text)
        office.signed()

    return spoil


def shortened(office):
    for rows in (office.rows, office.salts, office.bodies):
        del rows[-1]


def signed_by_another(office):
    office.checkpoints.pop()
    office.signed(seed=b"\x08" * 32)


def note_with(before, after):
    def spoil(office):
        size, note = office.checkpoints[-1]
        changed = note.replace(before, after, 1)
        assert changed != note
        office.checkpoints[-1] = size, changed

    return spoil


def of_another_size(office):
    office.checkpoints[-1] = office.checkpoints[-1][0] - 1, office.checkpoints[-1][1]


SPOILT = {
    "a gap": (
        lambda office: [rows.pop(5) for rows in (office.rows, office.salts, office.bodies)],
        "where entry 6 should",
    ),
    "an entry before the first": (spoilt_row(1, seq=0), "Entry 0 stands where entry 1 should"),
    "a leaf of other columns": (spoilt_row(6, actor="018f3b6a-0000-7000-8000-000000000003"), "leaf hash"),
    "a leaf that was changed": (spoilt_row(6, leaf_hash=bytes(32)), "leaf hash"),
    "a state of another hash": (spoilt_row(6, state_hash=bytes(32)), "not the one whose hash"),
    "a body that was changed": (
        lambda office: office.bodies.__setitem__(5, office.bodies[5] + b" "),
        "not the one whose",
    ),
    "a short salt": (lambda office: office.salts.__setitem__(5, bytes(31)), "31 bytes instead of 32"),
    "an earlier time": (hidden(6, at=1), "before its predecessor"),
    "a later time, hidden": (hidden(17, at=1_757_667_607_500_000), "another root"),
    "a time after all": (hidden(20, at=253_370_764_800_000_000), "no time between 1970 and the year 9999"),
    "a time before all": (hidden(1, at=-1), "no time between 1970 and the year 9999"),
    "two entries swapped": (swapped, "leaf hash"),
    "a change without an end": (hidden(8, last_of_change=False), "has no end"),
    "a change with an end too early": (hidden(5, last_of_change=True), "had ended before"),
    "a last entry without an end": (hidden(20, last_of_change=False), "does not end its change"),
    "a version left out": (hidden(10, version=3), "comes after version 1"),
    "an item of two kinds": (hidden(10, kind="plan"), "was a paper and is a plan"),
    "an act that nobody knows": (hidden(6, act="praised"), "newer than this verifier"),
    "a kind that nobody knows": (hidden(6, kind="poem"), "newer than this verifier"),
    "a shape that nobody knows": (hidden(6, shape=99), "newer than this verifier"),
    "a shape of nothing": (hidden(6, shape=0), "There is no shape 0"),
    "a day that was not": (hidden(6, on_date="2025-02-30"), "is no day"),
    "a day as text": (hidden(6, on_date="2025-9-12"), "is no day"),
    "an erasure that is an action": (hidden(6, act="erased"), "only an erasure erases"),
    "a body that is not JSON": (body(b'{"envelope":{},"item":{}'), "is not JSON"),
    "a body without an item": (body(b'{"envelope":{}}'), "not an object with `envelope` and `item`"),
    "a body that is no object": (body(b"[1]"), "not an object with"),
    "a body with space before it": (body(b' {"envelope":{},"item":{}}'), "not an object with"),
    "a body with a member twice": (body(b'{"envelope":{},"item":{},"item":{}}'), "has a member twice"),
    "a body with no number": (body(b'{"envelope":{},"item":NaN}'), "holds NaN"),
    "a body that is too deep": (body(b'{"envelope":{},"item":' + b"[" * 90_000 + b"]" * 90_000 + b"}"), "is not JSON"),
    "a body with half a character": (body(b'{"envelope":{},"item":"\\ud800"}'), "is not JSON"),
    "a file that is missing": (without_its_file, "is missing"),
    "a file that was changed": (with_another_file, "was changed"),
    "an erased file that is back": (with_what_was_erased, "is still there or is back"),
    "an erased passage that is back": (back_to_what_was_erased, "not the one that the erasure of entry"),
    "an erasure of what comes later": (an_erasure(states=[{"seq": 99, "state_hash": "0" * 64}]), "not before it"),
    "an erasure of an erasure": (an_erasure(states=[{"seq": 13, "state_hash": "0" * 64}]), "is an erasure itself"),
    "an erasure of a state that is not that": (an_erasure(states=[{"seq": 6, "state_hash": "0" * 64}]), "put there"),
    "an erasure without a hash": (an_erasure(states=[{"seq": 6}]), "without entry and hash"),
    "an erasure without states": (an_erasure(states=None), "without lists of states and files"),
    "an erasure of a file without a hash": (an_erasure(files=["paper-0.txt"]), "a file without its hash"),
    "a record that does not begin with settings": (hidden(1, kind="body"), "is not the office's settings"),
    "another key in silence": (another_key_in_silence, "another key, epoch or gap"),
    "an epoch too far": (an_epoch_too_far, "goes from epoch 2 to 4"),
    "a restore without a gap": (restored_in_silence, "in one more gap"),
    "a rotation that changes more": (rotated_and_renamed, "changes more than the key"),
    "a rotation of nothing": (rotated_without_a_key, "the key that it had"),
    "an end that was cut": (shortened, "and there are 19"),
    "a checkpoint of another key": (signed_by_another, "not signed by the key"),
    "a checkpoint of another epoch": (note_with("/2\n", "/1\n"), "of the form"),
    "a checkpoint of a real office": (
        lambda office: office.checkpoints.append(
            (3, records.note(office.origin().replace("/", "/DEMO/", 1), 3, office.tree(3).root(), office.seed))
        ),
        "instead of",
    ),
    "a checkpoint with space": (note_with("\n\n", "\n \n"), "of the form"),
    "a checkpoint with a second signature": (
        lambda office: office.checkpoints.append(
            (3, office.checkpoints[0][1] + office.checkpoints[0][1].splitlines()[-1] + "\n")
        ),
        "of the form",
    ),
    "a checkpoint without its last line feed": (
        lambda office: office.checkpoints.append((3, office.checkpoints[0][1][:-1])),
        "of the form",
    ),
    "a checkpoint of another size": (of_another_size, "another size than its row"),
    "a checkpoint of too much": (
        lambda office: office.checkpoints.append((21, records.note(office.origin(), 21, bytes(32), office.seed))),
        "of 21 entries, and there are 20",
    ),
    "a checkpoint of nothing": (
        lambda office: office.checkpoints.append(
            (0, records.note(office.origin(), 0, verifier.sha256(b""), office.seed))
        ),
        "of the form",
    ),
    "a checkpoint of another root": (
        lambda office: office.checkpoints.append((20, records.note(office.origin(), 20, bytes(32), office.seed))),
        "another root",
    ),
}


class SpoiltRecords(InAFolder):
    def test_what_is_spoilt_is_found_in_a_folder_and_in_a_backup(self):
        for what, (spoil, words) in SPOILT.items():
            with self.subTest(what):
                office = history()
                spoil(office)
                self.assert_found(office.backup(self.place()), words)
                self.assert_found(office.folder(self.place()), words)

    def test_a_column_of_another_type_is_found(self):
        for table, column, value, words in (
            ("entry", "state_hash", "CAST(state_hash AS TEXT)", "state_hash is not of the type BYTEA"),
            ("entry", "act", "CAST(act AS BLOB)", "act is not of the type TEXT"),
            ("entry", "item", "'018f3b6a-0000-7000-8000-000000000004'", "item is not of the type UUID"),
            ("entry", "version", "1.5", "version is not of the type BIGINT"),
            ("entry", "last_of_change", "2", "last_of_change is not of the type BOOLEAN"),
            ("entry", "on_date", "20250912", "on_date is not of the type DATE"),
            ("entry", "kind", "CAST(x'ff' AS TEXT)", "kind is not of the type TEXT"),
            ("state", "body", "CAST(body AS TEXT)", "body is not of the type BYTEA"),
            ("checkpoint", "note", "CAST(note AS BLOB)", "note is not of the type TEXT"),
            ("item", "seq", "'x'", "seq is not of the type BIGINT"),
            ("entry", "office", "x'00112233445566778899aabbccddeeff'", "is of another record"),
        ):
            with self.subTest(f"{table}.{column}"):
                folder = history().folder(self.place())
                edited(folder, f"UPDATE {table} SET {column} = {value} WHERE rowid = 3")
                self.assert_found(folder, words)

    def test_what_does_not_follow_from_the_entries_is_found(self):
        other = "x'00112233445566778899aabbccddeeff'"
        for statement, words in (
            ("DELETE FROM state WHERE seq = 6", "has no state"),
            ("DELETE FROM entry WHERE seq = 6", "A state has no entry"),
            ("DELETE FROM entry WHERE seq = 20", "A state has no entry"),
            ("DELETE FROM head", "0 rows of the record"),
            ("UPDATE head SET seq = 19", "The head is not what follows"),
            (f"UPDATE head SET change = {other}", "The head is not what follows"),
            ("UPDATE head SET frontier = x'00'", "The head is not what follows"),
            (f"INSERT INTO head SELECT {other}, seq, change, frontier FROM head", "is of another record"),
            ("DELETE FROM item WHERE rowid = 3", "wrong or missing"),
            ("UPDATE item SET seq = seq - 1 WHERE kind = 'paper'", "wrong or missing"),
            (f"INSERT INTO item SELECT office, 'plan', {other}, 6 FROM head", "that no entry knows"),
            ("INSERT INTO frontier SELECT office, 512, frontier FROM head", "that there is not"),
            ("DROP TABLE item", "no table item"),
            ("DELETE FROM entry", "There is no entry"),
        ):
            with self.subTest(statement):
                folder = history().folder(self.place())
                edited(folder, statement)
                self.assert_found(folder, words)

    def test_a_view_is_no_table(self):
        folder = history().folder(self.place())
        edited(folder, "ALTER TABLE state RENAME TO other", "CREATE VIEW state AS SELECT * FROM other")
        self.assert_found(folder, "no table state")

    def test_a_folder_without_what_belongs_to_it(self):
        for name, spoil, words in (
            ("checkpoint", os.remove, "a signing key and no checkpoint"),
            ("checkpoint", lambda path: path.write_bytes(b""), "own checkpoint is not a checkpoint"),
            (
                "checkpoint",
                lambda path: path.write_bytes(path.read_bytes() + b"\n"),
                "own checkpoint is not a checkpoint",
            ),
            ("signing.key", lambda path: path.write_text("A" * 43 + "=\n"), "not the key that counts now"),
            ("signing.key", lambda path: path.write_text("no key\n"), "not a key of 32 bytes"),
            ("blobs", shutil.rmtree, "is missing"),
            ("milepost.db", os.remove, "neither milepost.db nor manifest.json"),
            ("milepost.db", lambda path: path.write_bytes(b""), "cannot be read"),
            ("milepost.db", lambda path: path.write_bytes(b"SQLite format 3\0" + b"x" * 5000), "cannot be read"),
        ):
            with self.subTest(f"{name}: {words}"):
                folder = history().folder(self.place())
                spoil(folder / name)
                self.assert_found(folder, words)
        folder = history().folder(self.place())
        (folder / "signing.key").unlink()
        (folder / "checkpoint").unlink()
        self.assert_good(folder)

    def test_what_was_cut_off_is_said_to_be(self):
        folder = history().folder(self.place())
        (folder / "signing.key").rename(folder / "signing.key.next")
        (folder / "signing.key").write_text(records.in_base64(b"\x01" * 32) + "\n")
        self.assertIn("cut short", self.assert_good(folder)["remarks"][0])
        (folder / "signing.key.next").write_text(records.in_base64(b"\x02" * 32) + "\n")
        self.assert_found(folder, "not the key that counts now")
        office = history()
        with_what_was_erased(office)
        folder = office.folder(self.place())
        (folder / "erasing").write_text("")
        self.assert_found(folder, "The erasure was cut off")

    def test_an_index_that_hides_a_row_is_found(self):
        folder = history().folder(self.place())
        database = sqlite3.connect(folder / "milepost.db")
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "UPDATE sqlite_master SET rootpage = 0, sql = NULL, name = 'x' WHERE name LIKE 'sqlite_autoindex_entry%'"
        )
        database.commit()
        database.close()
        self.assertFalse(verifier.verified(folder)["ok"])

    def test_a_record_that_was_rolled_back_forked_or_signed_anew_is_found_by_what_was_kept(self):
        longer = history()
        longer.imported(3)
        kept = longer.signed().encode()
        shorter = history().folder(self.place())
        self.assert_good(shorter)
        self.assert_found(shorter, "does not extend the checkpoint that you kept, which is of 23 entries", kept=kept)
        forked = history()
        forked.chance.seed(7)
        forked.imported(4)
        forked.signed()
        self.assert_good(forked.folder(self.place()))
        self.assert_found(forked.folder(self.place()), "another root", kept=kept)
        anew = Written(1)
        anew.imported(19)
        anew.signed()
        self.assert_good(anew.folder(self.place()))
        self.assert_found(anew.folder(self.place()), "does not extend", kept=history().own.encode())

    def test_lost_entries_are_told_by_the_record_and_still_missed_by_what_was_kept(self):
        office = Written()
        before = [list(rows) for rows in (office.rows, office.salts, office.bodies)]
        office.imported(6)
        lost = office.signed()
        office.rows, office.salts, office.bodies = before
        office.checkpoints = []
        office.restored(4, 9)
        office.signed()
        folder = office.folder(self.place())
        answer = self.assert_found(folder, "says that entries 4 to 9 of epoch 1 were lost", kept=lost.encode())
        self.assertEqual(len(answer["problems"]), 1)
        (folder / "checkpoint").write_text(lost, encoding="utf-8")
        self.assertIn("which a restore ended", self.assert_good(folder)["remarks"][0])

    def test_a_backup_that_was_changed(self):
        office = history()
        parts = office.parts()
        manifest = json.loads(parts["manifest.json"])
        file = f"blobs/{verifier.sha256(b'the first paper').hex()}"
        without = {name: part for name, part in parts.items() if name != file}
        for what, changed, words in (
            ("a part changed", {**parts, file: b"the worst paper"}, "not of the hash and size"),
            ("a part more", {**parts, "notes.txt": b"x"}, "does not name: 'notes.txt'"),
            ("a part less", without, "is missing"),
            (
                "a part less, also in the manifest",
                {
                    **without,
                    "manifest.json": office.manifest(
                        {name: part for name, part in without.items() if name != "manifest.json"}
                    ),
                },
                "is missing",
            ),
            ("another root", spoilt_manifest(parts, root="0" * 64), "another root"),
            ("another number", spoilt_manifest(parts, entries=19), "says 19 entries"),
            ("another record", spoilt_manifest(parts, office=Written(2).office), "leaf hash"),
            ("a later format", spoilt_manifest(parts, version=2), "does not know"),
            ("another format", spoilt_manifest(parts, format="zip"), "not of a Milepost backup"),
            ("a manifest without parts", spoilt_manifest(parts, files=[]), "does not name the part entries.jsonl"),
            (
                "a part twice",
                spoilt_manifest(parts, files=manifest["files"] + manifest["files"][:1]),
                "names a part twice",
            ),
            ("no manifest", {name: part for name, part in parts.items() if name != "manifest.json"}, "manifest.json"),
            ("a line that is no JSON", {**parts, "entries.jsonl": b"{}\n"}, "does not have the members"),
            ("a member twice", {**parts, "checkpoints.jsonl": b'{"seq":1,"seq":1,"note":""}\n'}, "has a member twice"),
        ):
            with self.subTest(what):
                self.assert_found(office.backup(self.place(), changed), words)
                self.assert_found(office.export(self.place(), changed), words)
        backup = office.backup(self.place())
        data = backup.read_bytes()
        for cut in (0, 1, len(data) // 2, len(data) - 1):
            backup.write_bytes(data[:cut])
            self.assert_found(backup, "cannot be read")

    def test_no_byte_of_a_backup_may_change(self):
        """Not one in every place, but many: an answer must come, and must not be good, unless the record is the same."""
        office = Written()
        office.paper(b"a paper")
        office.signed()
        backup = office.backup(self.place())
        data, good = backup.read_bytes(), verifier.verified(backup)
        self.assertTrue(good["ok"])
        same = 0
        for place in range(0, len(data), 29):
            backup.write_bytes(flipped(data, place * 8 + place % 8))
            answer = verifier.verified(backup)
            if answer["ok"]:  # the zip's own times and the like, which say nothing of the record
                self.assertEqual(answer, good)
                same += 1
        self.assertLess(same, len(data) / 29 / 5)


def spoilt_manifest(parts, **members):
    return {**parts, "manifest.json": json.dumps({**json.loads(parts["manifest.json"]), **members}).encode()}


class Called(InAFolder):
    """As a person or a machine calls it."""

    def called(self, *arguments):
        out, errors = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(errors):
            try:
                code = verifier.main([str(argument) for argument in arguments])
            except SystemExit as end:
                code = end.code
        return code, out.getvalue(), errors.getvalue()

    def test_good_and_not_good(self):
        office = history()
        folder = office.folder(self.place())
        code, said, _ = self.called(folder)
        self.assertEqual((code, said.splitlines()[-1]), (0, "The record is good."))
        code, said, _ = self.called(folder, "--json")
        self.assertEqual((code, json.loads(said)["problems"]), (0, []))
        edited(folder, "UPDATE entry SET at = 1 WHERE seq = 6")
        code, said, _ = self.called(folder)
        self.assertEqual(code, 1)
        self.assertIn("Entry 6: The leaf hash is not that of the entry's columns.", said)
        code, said, _ = self.called(folder, "--json")
        self.assertEqual((code, json.loads(said)["ok"], json.loads(said)["problems"][0]["seq"]), (1, False, 6))

    def test_called_wrongly(self):
        folder = history().folder(self.place())
        for arguments in ((), (folder / "nothing",), (folder, "--key", "x"), (folder, "--checkpoint", folder / "none")):
            code, _, said = self.called(*arguments)
            self.assertEqual(code, 2)
            self.assertIn("usage:", said)

    def test_with_what_was_kept(self):
        office = history()
        folder, kept = office.folder(self.place()), self.place()
        kept.write_text(office.own, encoding="utf-8")
        self.assertEqual(self.called(folder, "--checkpoint", kept, "--key", office.public_key())[0], 0)
        kept.write_text(history(2).own, encoding="utf-8")
        self.assertEqual(self.called(folder, "--checkpoint", kept)[0], 1)


if __name__ == "__main__":
    unittest.main()
