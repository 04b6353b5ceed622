"""The sample's counts by Python's csv module, for the tests: run here, writes counts/."""
import collections
import csv
import pathlib

here = pathlib.Path(__file__).parent


def rows(kind):
    for path in sorted(here.glob(f"archive/*/*-{kind}.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield path.name[:7], row


def write(name, head, counts):
    (here / "counts").mkdir(exist_ok=True)
    with (here / "counts" / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([*key, *map(int, values)] for key, values in sorted(counts.items()))


street = collections.defaultdict(lambda: [0, 0, 0])
for _, row in rows("street"):
    cell = street[row["Month"], row["Reported by"], row["Crime type"]]
    cell[0] += 1
    cell[1] += row["Crime ID"] == ""
    cell[2] += row["LSOA code"] == ""
write("street.csv", ["month", "force", "crime_type", "n", "blank_crime_id", "blank_lsoa"], street)

outcomes = collections.defaultdict(list)
for _, row in rows("outcomes"):
    outcomes[row["Month"], row["Outcome type"]].append(row["Crime ID"])
write("outcomes.csv", ["month", "outcome_type", "n", "crimes"], {k: [len(v), len(set(v))] for k, v in outcomes.items()})

searches = collections.defaultdict(lambda: [0, 0, 0])
for month, row in rows("stop-and-search"):
    cell = searches[month, "Cambridgeshire Constabulary", row["Type"]]
    cell[0] += 1
    cell[1] += row["Latitude"] == "" or row["Longitude"] == ""
    cell[2] += row["Self-defined ethnicity"] == ""
head = ["month", "force", "type", "n", "blank_location", "blank_self_defined_ethnicity"]
write("stop-and-search.csv", head, searches)
