#!/usr/bin/env python3
"""Import of 100, 1,000 and 10,000 rows: first edition, the same table again, a later edition that changes each row."""
import tempfile
from pathlib import Path

from common import machine, run, table

machine()
print(f"{'rows':>7} {'first s':>9} {'same s':>9} {'later s':>9} {'rows/s':>9}")
for rows in (100, 1_000, 10_000):
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        office = work / "office"
        run("init", office, "--office", "Bench")
        table(work / "1.csv", rows)
        table(work / "2.csv", rows, edition=1)
        first, _ = run("import", "plan", work / "1.csv", "--dir", office)
        same, _ = run("import", "plan", work / "1.csv", "--dir", office)
        later, _ = run("import", "plan", work / "2.csv", "--dir", office)
        print(f"{rows:>7} {first:>9.2f} {same:>9.2f} {later:>9.2f} {rows / first:>9.0f}")
