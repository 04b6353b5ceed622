"""A few honest histories of the real program: no verifier raises a false alarm."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import honest
from office import program


class Honest(unittest.TestCase):
    def test_20_honest_histories_raise_no_alarm(self):
        binary = program()
        if binary is None:
            self.skipTest("build the program, or name it in MILEPOST_BIN")
        said = []
        alarms = honest.run(binary, 20, say=said.append)
        print(said[-1])
        self.assertEqual(alarms, [])


if __name__ == "__main__":
    unittest.main()
