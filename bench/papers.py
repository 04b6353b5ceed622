#!/usr/bin/env python3
"""The delivery plan with 100, 1,000 and 10,000 actions in each format, beside LibreOffice converting between them."""
import re
import subprocess
import tempfile
import time
from pathlib import Path

from common import binary, machine, run, table

machine()
print(f"{'actions':>8} {'format':>8} {'seconds':>9} {'KiB':>8} {'peak MiB':>9}")
for rows in (100, 1_000, 10_000):
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        office = work / "office"
        run("init", office, "--office", "Bench")
        table(work / "1.csv", rows)
        run("import", "plan", work / "1.csv", "--dir", office)
        for kind in ("json", "csv", "html", "odt", "docx", "ods", "xlsx", "pdf"):
            file = work / f"paper.{kind}"
            words = [binary(), "paper", "delivery-plan", "--format", kind, "-o", str(file), "--dir", str(office)]
            began = time.perf_counter()
            done = subprocess.run(["/usr/bin/env", "bash", "-c", '"$@"; code=$?; exit $code', "-", *words], capture_output=True, text=True)
            took = time.perf_counter() - began
            if done.returncode:
                print(f"{rows:>8} {kind:>8} refused: {done.stderr.strip()}")
                continue
            peak = subprocess.run(
                ["python3", "-c", "import resource,subprocess,sys; subprocess.run(sys.argv[1:],capture_output=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024)", *words],
                capture_output=True, text=True,
            ).stdout.strip()
            print(f"{rows:>8} {kind:>8} {took:>9.2f} {file.stat().st_size / 1024:>8.0f} {peak:>9}")
        for source, to in (("docx", "pdf"), ("docx", "odt"), ("xlsx", "ods")):
            if not (work / f"paper.{source}").exists() or rows > 1_000:
                continue
            began = time.perf_counter()
            words = ["soffice", "--headless", "--convert-to", to, "--outdir", str(work / "peer"), str(work / f"paper.{source}")]
            subprocess.run(words, capture_output=True, check=True)
            print(f"{rows:>8} {'peer':>8} {time.perf_counter() - began:>9.2f}   LibreOffice, the same {source.upper()} to {to.upper()}")
