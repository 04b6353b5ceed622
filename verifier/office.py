"""An office that works with the real program: what the tamper harness and the honest histories have in common."""

import csv
import json
import os
import subprocess
from pathlib import Path

RATINGS = ("Green", "Amber", "Red", "Blue", "")
WORDS = (
    "patrol fund ward contact appeal survey victims roads rural retail youth court burglary camera volunteer".split()
)


def program():
    """The program to test: MILEPOST_BIN, or what cargo built last; None where there is neither."""
    target = Path(os.environ.get("CARGO_TARGET_DIR") or Path(__file__).parent.parent / "target")
    binary = Path(os.environ.get("MILEPOST_BIN") or target / "debug" / "milepost").absolute()
    return binary if binary.is_file() else None


class Office:
    def __init__(self, binary, folder, chance):
        self.binary, self.folder, self.chance = str(binary), Path(folder), chance
        self.actions = []

    def command(self, *arguments, folder=None):
        folder = ("--dir", str(folder or self.folder)) if arguments[0] != "init" else ()
        return [self.binary, *map(str, arguments), *folder]

    def runs(self, *arguments, folder=None):
        """Runs a command; True where it did what it was asked, False where it refused."""
        done = subprocess.run(
            self.command(*arguments, folder=folder),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done.returncode == 0

    def begins(self, code="FEN"):
        must(self.runs("init", self.folder, "--office", "Office of a test", "--code", code), "init")

    def table(self, path, rows):
        """The next edition of the office's table: `rows` actions in all, some of which moved on."""
        chance = self.chance
        while len(self.actions) < rows:
            number = len(self.actions) + 1
            title = f"{' '.join(chance.sample(WORDS, 4))} with person {number}"
            self.actions.append([f"{number}", title, "Head of Policy", "Green", "2026-03-31", "It was begun"])
        for action in self.actions:
            if chance.random() < 0.3:
                action[3], action[5] = chance.choice(RATINGS), f"{chance.choice(WORDS)} went on"
        with Path(path).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Reference", "Action", "Lead", "Rating", "Due date", "Progress"])
            writer.writerows(self.actions)
        return path


def must(done, what):
    if not done:
        raise RuntimeError(f"the program refused: {what}")


def program_says(binary, folder, kept=None):
    """The program's own verdict: True, False, or a sentence where it gave none."""
    arguments = [str(binary), "verify", "--json", "--dir", str(folder)]
    if kept is not None:
        arguments += ["--checkpoint", str(kept)]
    done = subprocess.run(arguments, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    try:
        answer = json.loads(done.stdout)
        if (answer["ok"], done.returncode) in ((True, 0), (False, 1)):
            return answer["ok"], answer
    except (ValueError, KeyError, TypeError):
        pass
    if done.returncode == 1 and done.stderr.strip() and "panicked" not in done.stderr:
        return False, {"refused": done.stderr.strip()}
    return f"ended with {done.returncode}: {done.stderr.strip()[:300]}", {}
