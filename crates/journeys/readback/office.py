"""The program, an office of its own, and the papers that it issued, for those who read them back."""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

HOUSE = pathlib.Path(__file__).resolve().parents[3]


def program() -> str:
    """The binary: where MILEPOST_BIN says, else in the target folder."""
    cache = os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))
    folders = [os.environ.get("CARGO_TARGET_DIR"), HOUSE / "target", f"{cache}/milepost/target"]
    places = [os.environ.get("MILEPOST_BIN"), *(f"{folder}/debug/milepost" for folder in folders if folder)]
    for place in places:
        if place and os.access(place, os.X_OK):
            return str(place)
    raise RuntimeError("there is no binary: run cargo build -p milepost first, or name it in MILEPOST_BIN")


class Office:
    """A folder of its own, forgotten when the story ends."""

    def __init__(self) -> None:
        self.home = pathlib.Path(tempfile.mkdtemp())
        self.dir = self.home / "office"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MILEPOST_")}
        self.environment = {**kept, "MILEPOST_DIR": str(self.dir)}

    def close(self) -> None:
        shutil.rmtree(self.home)

    def does(self, *arguments: str) -> dict:
        """What machines read of a command that is done."""
        done = subprocess.run(
            [program(), *arguments, "--json"], capture_output=True, text=True, cwd=self.home, env=self.environment
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr} {done.stdout}"
        return json.loads(done.stdout)

    def writes(self, *arguments: str) -> None:
        """A command that answers with a file."""
        self.run([program(), *arguments])

    def run(self, command: list[str], surroundings: dict | None = None) -> bytes:
        """What a program prints that is done, in other surroundings where any are given."""
        environment = {**self.environment, **(surroundings or {})}
        done = subprocess.run(command, capture_output=True, cwd=self.home, env=environment)
        assert done.returncode == 0, f"{command}: {done.stderr.decode()}"
        return done.stdout

    def plan(self, *arguments: str) -> dict:
        return self.does("paper", "delivery-plan", "--format", "json", *arguments)

    def papers(self) -> list[dict]:
        """Every issued paper: number, code, kind, title, and the bytes of each file by its format."""
        rows = sqlite3.connect(self.dir / "milepost.db").execute(
            "SELECT s.body FROM item i JOIN state s ON s.office = i.office AND s.seq = i.seq WHERE i.kind = 'paper' ORDER BY i.seq"
        )
        papers = []
        for (body,) in rows:
            # A large body lies beside the database, by its hash.
            if body.startswith(b"blob:sha256:"):
                name = body.removeprefix(b"blob:sha256:").decode()
                body = (self.dir / "blobs" / name[:2] / name[2:]).read_bytes()
            state = json.loads(body)
            paper = {"number": state["envelope"]["reference"], **state["item"]}
            of = lambda file: self.dir / "blobs" / file["sha256"][:2] / file["sha256"][2:]
            paper["bytes"] = {file["format"]: of(file).read_bytes() for file in paper["files"]}
            papers.append(paper)
        return papers


def begun() -> Office:
    office = Office()
    office.does("init", str(office.dir), "--office", "Office of Fenshire", "--code", "FEN")
    return office


def saved_by_libreoffice(
    files: list[pathlib.Path], form: str, home: pathlib.Path, out: pathlib.Path | None = None
) -> pathlib.Path:
    """The folder with what LibreOffice makes of files in another form."""
    out = out or home / f"as-{form}"
    done = subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{home}/profile", "--convert-to", form,
         "--outdir", str(out), *map(str, files)],
        capture_output=True, text=True, timeout=170,
    )
    missing = [file.name for file in files if not (out / f"{file.stem}.{form}").exists()]
    assert done.returncode == 0 and not missing, f"LibreOffice made no {form} of {missing}: {done.stdout} {done.stderr}"
    return out


_fenshire: list = []


def fenshire() -> tuple[Office, list[dict]]:
    """The fictional office and its papers, with one of each kind: built once for all stories."""
    if not _fenshire:
        office = Office()
        office.does("demo", "--build-only", "--dir", str(office.dir))
        plan = ["--plan", "Police and Crime Plan 2024 to 2028"]
        office.does("issue", "changes", *plan, "--since", "FEN-2025-001")
        office.does("issue", "plan-on-a-page", *plan)
        office.does("issue", "forward-look", *plan)
        office.does("issue", "slippage", *plan)
        office.does("issue", "succession", *plan)
        office.does("issue", "theme-report", *plan, "--theme", "Supporting Victims")
        office.does("issue", "auditors-pack", *plan, "--for", "Audit Committee")
        office.does("issue", "risk-register", "--for", "Board")
        office.does("question", "share", "--with", "Board")
        office.does("issue", "briefing", "--for", "Board")
        _fenshire.extend([office, office.papers()])
        unittest.addModuleCleanup(office.close)
        unittest.addModuleCleanup(_fenshire.clear)
    return _fenshire[0], _fenshire[1]
