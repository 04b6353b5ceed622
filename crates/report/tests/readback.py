#!/usr/bin/env python3
"""Two independent checkers read the PDFs of a folder: PDF/UA-1 and PDF/A-2a, 0 findings wanted.

    cargo run -p report --example sample FOLDER
    python3 -m venv V && V/bin/pip install page-validation pdfua
    V/bin/python crates/report/tests/readback.py FOLDER

Both must find fault with a broken copy first, so that "0 findings" cannot mean that nothing was looked at.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

import page


def ends_on_a_carriage_return(file: pathlib.Path) -> bool:
    """Whether every stream is as long as it says and one's last byte of data is a carriage return, as one in 256 of
    compressed ones is: `page` takes that byte and the line feed before `endstream` for one line end, and miscounts."""
    pdf = file.read_bytes()
    streams = re.finditer(rb"/Length (\d+)(?:(?!endobj|stream).)*?>>\s*stream\r?\n", pdf, re.DOTALL)
    ends = [(stream.end() + int(stream[1])) for stream in streams]
    return all(pdf[end:].startswith(b"\nendstream") for end in ends) and any(pdf[end - 1 : end] == b"\r" for end in ends)


def findings(file: pathlib.Path) -> list[str]:
    found = []
    for profile in ("ua1", "2a"):
        report = page.validate_pdf(file, profile=profile)
        for failure in report.failures:
            if failure.rule_id == "PDFA2A-STREAM-LENGTH-001" and ends_on_a_carriage_return(file):
                print(f"{file.name}: a stream ends on a carriage return, which page takes for a line end")
                continue
            found.append(f"page {profile} {failure.rule_id}: {failure.message}")
        if not report.is_compliant and not report.failures:
            found.append(f"page {profile}: not compliant, without a reason")
    checked = subprocess.run([sys.executable, "-m", "pdfua", "check", str(file)], capture_output=True, text=True)
    if checked.returncode:
        found.append(f"pdfua: {(checked.stdout + checked.stderr).strip()}")
    return found


def main() -> int:
    files = sorted(pathlib.Path(sys.argv[1]).glob("*.pdf"))
    if not files:
        print("no PDF in that folder")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        broken = pathlib.Path(folder) / "broken.pdf"
        broken.write_bytes(files[0].read_bytes().replace(b"/Marked true", b"/Marked null"))
        faults = findings(broken)
        if not any("page" in fault for fault in faults) or not any("pdfua" in fault for fault in faults):
            print(f"the checkers did not see a broken file: {faults}")
            return 1
    total = 0
    for file in files:
        found = findings(file)
        total += len(found)
        print(f"{file.name}: {len(found)} findings")
        print("".join(f"  {finding}\n" for finding in found), end="")
    print(f"{total} findings in {len(files)} PDFs by 2 checkers, 3 readings each; a broken copy was found out")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
