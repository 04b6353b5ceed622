#!/usr/bin/env python3
"""Rows a second and peak memory of counting data.police.uk street files by month, force and type, beside DuckDB, Polars
and pandas in one interleaved run: 0.2, 2 and 20 million rows, in many files as the archive has them and in one file.

    cargo build --release -p bulk --example counts
    bench/counts.py DATA [SIZE ...]

DATA is a folder that holds archive zips of data.police.uk; SIZE is small, middle or large (default: all). The sets are
those months again and again under other years, made in WORK (default: a temporary folder; the largest has 4.5 GB).
PEERS names a Python that has duckdb, polars and pandas (default: this one). Each peer is told the dialect and the
columns, has as many threads as we have, and is timed without its start and imports; we are timed as a whole process.
Everybody's table must be the same. Read ratios: machines differ.
"""
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from common import ROOT

THREADS = 2
SIZES = {"small": (200_000, 5), "middle": (2_000_000, 5), "large": (20_000_000, 3)}
COLUMNS = [
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
]  # fmt: skip

BEGIN = f"""
import glob, json, os, sys, time
COLUMNS = {COLUMNS!r}
path = sys.argv[1]
files = sorted(glob.glob(path + "/*/*-street.csv")) if os.path.isdir(path) else [path]
"""
END = """
took = time.perf_counter() - began
peak = next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith("VmHWM"))
print(json.dumps({"seconds": took, "peak": peak, "rows": [list(map(str, r)) for r in rows]}))
"""
PEERS = {
    "duckdb": f"""
import duckdb
duckdb.sql("SET threads={THREADS}")
duckdb.sql("SET enable_progress_bar=false")
began = time.perf_counter()
columns = "{{" + ", ".join(f"'{{c}}': 'VARCHAR'" for c in COLUMNS) + "}}"
rows = duckdb.execute(f'''
    SELECT Month, "Reported by", "Crime type", count(*), count(*) FILTER ("Crime ID" IS NULL),
           count(*) FILTER ("LSOA code" IS NULL)
    FROM read_csv(?, header=true, delim=',', quote='"', escape='"', auto_detect=false, columns={{columns}})
    GROUP BY ALL ORDER BY ALL''', [files]).fetchall()
""",
    "polars": """
import polars as pl
began = time.perf_counter()
by = ["Month", "Reported by", "Crime type"]
rows = (
    pl.scan_csv(files, separator=",", quote_char='"', schema={c: pl.String for c in COLUMNS})
    .group_by(by)
    .agg(pl.len(), pl.col("Crime ID").null_count().alias("a"), pl.col("LSOA code").null_count().alias("b"))
    .sort(by).collect(engine=ENGINE).rows()
)
""",
    "pandas": """
import pandas as pd
began = time.perf_counter()
by = ["Month", "Reported by", "Crime type"]
parts = []
for file in files:
    for part in pd.read_csv(file, usecols=[*by, "Crime ID", "LSOA code"], dtype="str", sep=",", quotechar='"',
                            chunksize=1_000_000):
        part["a"] = part["Crime ID"].isna()
        part["b"] = part["LSOA code"].isna()
        parts.append(part.groupby(by, sort=False).agg(n=("a", "size"), a=("a", "sum"), b=("b", "sum")))
whole = pd.concat(parts).groupby(level=[0, 1, 2]).sum().sort_index()
rows = [[*key, *map(int, values)] for key, values in zip(whole.index, whole.to_numpy())]
""",
}


def ours():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    found = target / "release/examples/counts"
    return str(found) if found.exists() else sys.exit("build it first: cargo build --release -p bulk --example counts")


def run(command, env=None):
    """Seconds of wall clock, and what it printed on both outputs."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    took = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{command[:3]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return took, done.stdout, done.stderr


def seal(rows):
    return hashlib.sha256("\n".join(",".join(row) for row in rows).encode()).hexdigest()[:12]


def measured(name, path):
    if name == "milepost":
        took, said, aside = run([ours(), str(path), "street", "month,force,type", str(THREADS)])
        return took, int(aside.split()[-2]) / 1024, seal(line.split(",") for line in said.splitlines()[1:])
    name, _, engine = name.partition(" ")
    program = BEGIN + PEERS[name].replace("ENGINE", repr(engine)) + END
    env = {**os.environ, "POLARS_MAX_THREADS": str(THREADS)}
    _, said, _ = run([os.environ.get("PEERS", sys.executable), "-c", program, str(path)], env)
    answer = json.loads(said)
    return answer["seconds"], answer["peak"] / 1024, seal(answer["rows"])


def months(data):
    """Every street file of every zip: its name, and its bytes."""
    for path in sorted(Path(data).glob("*.zip")):
        with zipfile.ZipFile(path) as zip_file:
            for name in sorted(zip_file.namelist()):
                if name.endswith("-street.csv"):
                    yield Path(name).name, zip_file.read(name)


def make(work, data, rows, together):
    """The set in many files, or in one, each month under as many years as it takes. Gives where, rows, files, bytes."""
    place = work / ("one.csv" if together else "many")
    all_months = list(months(data))
    made = year = files = size = 0
    if together:
        place.write_text(",".join(COLUMNS) + "\n")
    while made < rows:
        year += 1
        for name, content in all_months:
            if made >= rows:
                break
            was = name[:7]
            now = f"{1000 + year * 20 + int(was[:4]) - 2016:04}-{was[5:]}"
            content = content.replace(b"," + was.encode() + b",", b"," + now.encode() + b",")
            if together:
                # One peer refuses a file with both line ends.
                body = content.replace(b"\r\n", b"\n").split(b"\n", 1)[1]
                with place.open("ab") as whole:
                    whole.write(body if body.endswith(b"\n") else body + b"\n")
            else:
                (place / now).mkdir(parents=True, exist_ok=True)
                (place / now / (now + name[7:])).write_bytes(content)
            made += content.count(b"\n") - 1
            size += len(content)
            files += 1
    return place, made, files, size


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    data, sizes = sys.argv[1], sys.argv[2:] or list(SIZES)
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "unknown")
    print(f"machine: {os.cpu_count()} cores, {model}; ours: release build of the library's example", flush=True)
    for size in sizes:
        rows, times = SIZES[size]
        names = ["milepost", "duckdb", "polars streaming", "polars in-memory", "pandas"]
        if size == "large":
            # It is the slower of the two, and would hold some 9 GB.
            names.remove("polars in-memory")
        with tempfile.TemporaryDirectory(dir=os.environ.get("WORK")) as work:
            for together in (False, True):
                path, made, files, size_in_bytes = make(Path(work), data, rows, together)
                took = {name: [] for name in names}
                most = dict.fromkeys(names, 0.0)
                seals = {}
                for _ in range(times):
                    for name in names:
                        seconds, memory, seals[name] = measured(name, path)
                        took[name].append(seconds)
                        most[name] = max(most[name], memory)
                what = "one file" if together else f"{files} files"
                print(f"\n{made:,} rows, {size_in_bytes / 1e6:,.0f} MB, {what}; median of {times}, {THREADS} threads")
                first = statistics.median(took["milepost"])
                for name in names:
                    middle = statistics.median(took[name])
                    print(
                        f"  {name:<17} {middle:>8.3f} s ({min(took[name]):.3f}-{max(took[name]):.3f}) "
                        f"{made / middle / 1e6:>7.2f} M rows/s {most[name]:>8.0f} MiB  {middle / first:>6.2f} x our time",
                        flush=True,
                    )
                if len(set(seals.values())) != 1:
                    sys.exit(f"not everybody counts the same: {seals}")
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    print("\neverybody's tables were the same")


main()
