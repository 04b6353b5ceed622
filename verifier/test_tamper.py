"""A few hundred tamperings with a record of the real program: both verifiers find each."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import tamper
from office import program


class Tampered(unittest.TestCase):
    def test_each_of_300_tamperings_is_found_by_both_verifiers(self):
        binary = program()
        if binary is None:
            self.skipTest("build the program, or name it in MILEPOST_BIN")
        said = []
        missed = tamper.run(binary, 300, say=said.append)
        print(said[-1])
        self.assertEqual(missed, [])
        self.assertGreaterEqual(len(said), 150)


if __name__ == "__main__":
    unittest.main()
