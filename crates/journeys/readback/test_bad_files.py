"""Files that are made to harm, through the real program: each is refused in two seconds for a reason that it names, the
reader's own process takes at most 64 MiB more than for an honest file, and the office goes on. The seconds are the
processor's, of the program and its child together, so that a busy machine does not fail what is quick."""
import json
import pathlib
import re
import subprocess
import sys
import unittest

import bad_files
from office import HOUSE, begun, program

SECONDS = 2.0
MIB_MORE = 64
# What a refusal tells its reader to do.
ADVICE = re.compile(
    r"[;,:.] (open|save|send|copy|choose|mend|delete|split|close|shorten|add|name|give|check|paste|remove|put|write|say|if|a comma|to )",
    re.IGNORECASE,
)


class Measured:
    """The process that starts programs and measures them."""

    def __init__(self, environment: dict, folder: pathlib.Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(HOUSE / "crates/journeys/readback/measured.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=folder,
        )

    def run(self, *arguments: str, stdin: pathlib.Path | None = None) -> dict:
        self.process.stdin.write(json.dumps({"run": list(arguments), "in": stdin and str(stdin)}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class BadFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.office = begun()
        cls.addClassCleanup(cls.office.close)
        cls.measured = Measured(cls.office.environment, cls.office.home)
        cls.addClassCleanup(cls.measured.close)

    def taken(self, name: str, content: bytes) -> tuple[dict, dict]:
        """What became of a file: by the command line, and in the child alone."""
        file, asked = self.office.home / name, self.office.home / "asked"
        file.write_bytes(content)
        head = json.dumps({"name": name, "sheet": None, "size": len(content)})
        asked.write_bytes(head.encode() + b"\n" + content)
        # What is larger than a file may be is refused before a child is started.
        large = len(content) > 32 * bad_files.MIB
        said = self.measured.run(program(), "import", "plan", str(file), "--dry-run", "--on", "2026-03-31")
        alone = said if large else self.measured.run(program(), "intake-child", stdin=asked)
        file.unlink()
        return said, alone

    def entries(self) -> int:
        return self.office.does("verify")["entries"]

    def test_every_bad_file_is_refused_quickly_by_name_and_in_little_memory(self) -> None:
        honest = [self.taken(f"honest.{kind}", bad_files.zipped(parts)) for kind, parts in bad_files.honest().items()]
        for said, _ in honest:
            self.assertEqual(said["code"], 0, said["err"])
        base, base_whole = min(alone["kib"] for _, alone in honest), min(said["kib"] for said, _ in honest)
        before, count, slowest, most = self.entries(), 0, (0.0, ""), (0, "")
        for name, content, words in bad_files.bad():
            with self.subTest(name):
                said, alone = self.taken(name, content)
                says = said["err"].removeprefix("milepost: ").strip()
                self.assertEqual(said["code"], 1, f"{says} {said['out'][:300]}")
                self.assertIn(words, says)
                self.assertNotIn("within the limits of memory and time", says, "refused by a check, not by dying")
                self.assertNotIn("panicked", says)
                self.assertRegex(says, ADVICE, "it says what to do")
                self.assertLess(len(says), 700, "a sentence, not a file")
                self.assertEqual(alone["code"], 0 if alone is not said else 1, "the reader answered and did not die")
                more = (alone["kib"] - (base_whole if alone is said else base)) // 1024
                self.assertLessEqual(more, MIB_MORE, says)
                self.assertLessEqual(said["seconds"], SECONDS, says)
                count, slowest, most = count + 1, max(slowest, (said["seconds"], name)), max(most, (more, name))
        self.assertEqual(self.entries(), before, "nothing of them is on the record")
        print(f"{count} bad files, each refused: slowest {slowest[0]:.2f} s of processor ({slowest[1]}), most memory {most[0]} MiB ({most[1]})")
        self.assertGreaterEqual(count, 300)

    def test_a_plan_with_something_odd_in_its_file_is_read_without_it(self) -> None:
        count = 0
        for name, content in bad_files.odd():
            with self.subTest(name):
                said, alone = self.taken(name, content)
                self.assertEqual(said["code"], 0, said["err"])
                self.assertIn("Open the hub", said["out"])
                if name.startswith("macros"):
                    self.assertIn("macros were left out", said["out"])
                self.assertLessEqual(said["seconds"], SECONDS)
                count += 1
        print(f"{count} odd files, each read")
        self.assertGreaterEqual(count, 15)


if __name__ == "__main__":
    unittest.main()
