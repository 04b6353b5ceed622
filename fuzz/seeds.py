"""Small seeds for every fuzz target, made from the repository's own files, and a dictionary of each kind's words.

    seeds.py FOLDER

writes FOLDER/TARGET/* and FOLDER/TARGET.dict. Office files are written by python-docx, openpyxl and odfpy, and given
to the fuzzer as the text of their parts with a NUL between, for a fuzzer that changes the bytes of a zip file meets
little but its checksums.
"""
import csv
import datetime
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import docx
import openpyxl
from odf import opendocument, style, table, text
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

HOUSE = pathlib.Path(__file__).resolve().parents[1]
PARTS = {
    "docx": ["word/document.xml", "word/styles.xml", "word/numbering.xml"],
    "xlsx": ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"],
    "ods": ["content.xml", "styles.xml", "META-INF/manifest.xml"],
}
# What the seeds do not say but the readers listen for.
WORDS = {
    "docx": ["w:ins", "w:del", "w:moveFrom", "w:vMerge", "w:gridSpan", "w:fldChar", "w:instrText", "w:txbxContent",
             "mc:AlternateContent", "mc:Fallback", "w:sdt", "w:vanish", "w:ilvl", "w:numId", "w:numPr", "w:sym",
             "w:noBreakHyphen", "w:lastRenderedPageBreak", 'w:val="restart"', 'w:fldCharType="begin"', "w:basedOn"],
    "xlsx": ['t="s"', 't="inlineStr"', 't="e"', 't="b"', 't="d"', 't="str"', "mergeCell", 'ref="A1:B2"', "<f>", "hidden",
             "conditionalFormatting", "XFD1048576", 'r="A1"', "rPh", "1e999", 'state="hidden"', "date1904"],
    "ods": ["table:number-rows-repeated", "table:number-columns-repeated", "table:number-rows-spanned",
            "table:number-columns-spanned", "table:covered-table-cell", "text:s", "text:c", "text:tab", "text:line-break",
            "office:annotation", 'office:value-type="date"', "office:date-value", "office:time-value", "PT13H45M00S",
            "office:boolean-value", "table:visibility", "collapse", "calcext:value-type", "table:table-source",
            "style:parent-style-name", "manifest:encryption-data", "table:table-row-group", "1048576"],
    "delimited": ["sep=;", '""', '","', "\\x0c", "\\xef\\xbb\\xbf", "\\xff\\xfe"],
    "police_uk": ["2024-01", "Kent Police", "Drugs", "Anti-social behaviour", "Under investigation", '","', '""', "E01024000",
                  "2024-01-31T23:51:00+00:00", "\\x0d\\x0a", "\\xef\\xbb\\xbf"],
    "archive": ["2024-01/2024-01-kent-street.csv", "2024-02", "__MACOSX/", "../", "PK\\x03\\x04", "PK\\x01\\x02", "PK\\x05\\x06"],
    "home_office": ["2017/18", "Action Fraud", '"London, City of"', "Devon & Cornwall", "-45", "1,234", '"'],
    "figures": ["2024-01", "Jan 2024", "2024/25 Q1", "2024/25", "n/a", "[c]", "*", '"1,234"', "period,area,measure,value"],
    "population": ["Kent", "London, City of", "Avon & Somerset", "1,234", "force,residents"],
    "pasted": ["\\x09", "\\xe2\\x80\\xa2", "\\xef\\x82\\xb7", "\\x0b", '"', "1.1 "],
}


def rows() -> list[list[str]]:
    edition = HOUSE / "demo/editions/2026-q2.csv"
    with edition.open(newline="", encoding="utf-8-sig") as file:
        return [row[:12] for row in csv.reader(file)][:5]


def word_file(cells: list[list[str]]) -> bytes:
    file = docx.Document()
    file.add_heading("Fenshire", 1)
    file.add_paragraph("An item", style="List Bullet")
    grid = file.add_table(rows=0, cols=len(cells[0]))
    for row in cells:
        for cell, words in zip(grid.add_row().cells, row):
            cell.text = words
    grid.cell(1, 1).merge(grid.cell(2, 1))
    return saved(file.save)


def excel_file(cells: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Fenshire"])
    sheet.merge_cells("A1:C1")
    for row in cells:
        sheet.append(row)
    sheet["D3"] = datetime.date(2026, 3, 31)
    sheet["E3"].fill = PatternFill("solid", fgColor="FFC00000")
    sheet["F3"], sheet["F4"], sheet["G3"] = 0.25, True, "=1+1"
    sheet["A3"].comment = Comment("a comment", "somebody")
    return saved(book.save)


def spreadsheet_file(cells: list[list[str]]) -> bytes:
    file = opendocument.OpenDocumentSpreadsheet()
    red = style.Style(name="red", family="table-cell")
    red.addElement(style.TableCellProperties(backgroundcolor="#c00000"))
    file.automaticstyles.addElement(red)
    sheet = table.Table(name="Plan")
    sheet.addElement(table.TableColumn(numbercolumnsrepeated=12))
    for row in cells:
        line = table.TableRow()
        for words in row:
            cell = table.TableCell(valuetype="string")
            for paragraph in words.split("\n"):
                cell.addElement(text.P(text=paragraph))
            line.addElement(cell)
        sheet.addElement(line)
    typed = table.TableRow(numberrowsrepeated=2)
    for cell in [
        table.TableCell(valuetype="date", datevalue="2026-03-31", stylename=red),
        table.TableCell(valuetype="percentage", value="0.25", numbercolumnsrepeated=3),
        table.TableCell(valuetype="boolean", booleanvalue="true", numbercolumnsspanned=2, numberrowsspanned=1),
        table.CoveredTableCell(),
    ]:
        typed.addElement(cell)
    sheet.addElement(typed)
    file.spreadsheet.addElement(sheet)
    return saved(file.save)


def saved(save) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def pieces(kind: str, file: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as zipped:
        names = set(zipped.namelist())
        parts = [zipped.read(name) if name in names else b"<a/>" for name in PARTS[kind]]
    # Namespaces, fonts and the styles that nothing here uses are most of a file and nothing to its reader.
    parts = [re.sub(rb' xmlns:\w+="[^"]*"', b"", part) for part in parts]
    for start in (b"w:latentStyles", b"w:docDefaults", b"office:font-face-decls", b"fonts", b"borders"):
        parts = [re.sub(rb"<%s[ >].*?</%s>" % (start, start), b"", part, flags=re.S) for part in parts]
    kept = rb'w:styleId="(?:Normal|Heading1|ListBullet|TableGrid|TableNormal)"'
    style = lambda found: found[0] if re.search(kept, found[0]) else b""
    parts = [re.sub(rb"<w:style [^>]*>.*?</w:style>", style, part, flags=re.S) for part in parts]
    number = iter(range(1_000))
    return b"\0".join(re.sub(rb"<w:(abstractNum|num) .*?</w:\1>", lambda f: f[0] if next(number) < 2 else b"", part, flags=re.S) for part in parts)


def words_of(seed: bytes) -> set[str]:
    """The elements and attributes of a seed."""
    return {word.decode() for word in re.findall(rb"(?<=[<\s])[a-z]\w*:?[A-Za-z][\w-]*(?=[\s=/>])", seed)}


def record() -> list[bytes]:
    """A note, a frontier, states of each kind, and a small backup: of an office that the program makes, where it is."""
    seeds = [b"f" + (3).to_bytes(8, "big") + bytes(64)]
    with tempfile.TemporaryDirectory() as home:
        place, made = pathlib.Path(home) / "office", pathlib.Path(home) / "made.milepost"
        does = lambda *words: subprocess.run(
            [binary(), *words], check=True, capture_output=True, env={**os.environ, "MILEPOST_DIR": str(place)}
        )
        does("init", str(place), "--office", "Office of Fenshire", "--code", "FEN")
        does("import", "plan", str(HOUSE / "demo/editions/2023-q3.csv"), "--plan", "Safer", "--on", "2023-10-17",
             "--map", str(HOUSE / "demo/maps/safer-fenshire.toml"))
        does("backup", str(made))
        with zipfile.ZipFile(made) as backup:
            lines = backup.read("entries.jsonl").splitlines(keepends=True)
            parts = [backup.read(name) for name in ("checkpoints.jsonl", "jobs.jsonl")]
            manifest = json.loads(backup.read("manifest.json"))
    notes = [json.loads(line)["note"] for line in parts[0].splitlines()]
    seeds += [b"n" + b"\0" + note.encode() for note in notes[:2]]
    states: dict[str, bytes] = {}
    for line in map(json.loads, lines):
        states.setdefault(line["kind"], f"s{line['kind']} {line['act']}\n{line['body']}".encode())
    head = f"b{manifest['office']} {len(lines[:12])} {manifest['root']}".encode()
    return [*seeds, *states.values(), b"\0".join([head, b"".join(lines[:12]), *parts])]


def binary() -> str:
    """The program, where it was built."""
    cache = os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))
    folders = [os.environ.get("CARGO_TARGET_DIR"), HOUSE / "target", f"{cache}/milepost/target"]
    places = [os.environ.get("MILEPOST_BIN"), *(f"{folder}/debug/milepost" for folder in folders if folder)]
    found = next((place for place in places if place and os.access(place, os.X_OK)), None)
    return found or sys.exit("there is no binary to make seeds with: run cargo build -p milepost, or name it in MILEPOST_BIN")


def bulk() -> dict[str, list[bytes]]:
    """Real rows of what bulk reads; the first byte of police_uk says how, see its target."""
    data = HOUSE / "crates/bulk/tests/data"
    files = {path.name: path.read_bytes().split(b"\n") for path in sorted(data.glob("archive/*/*.csv"))}
    kinds = ["street", "outcomes", "stop-and-search"]
    police = [
        bytes([kind | flags]) + b"\n".join(lines[1:9])
        for name, lines in files.items()
        for kind, ending in enumerate(kinds)
        for flags in (0, 12)
        if name.endswith(f"-{ending}.csv")
    ]
    street = b"\n".join(files["2024-01-dorset-street.csv"][:6])
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("2024-01/2024-01-dorset-street.csv", street)
        archive.writestr("2024-01/2024-01-btp-street.csv", b"\n".join(files["2024-01-btp-street.csv"][:3]))
    office = (data / "home-office-2017-18.csv").read_bytes().split(b"\n")
    residents = (data / "residents-2011.csv").read_bytes().split(b"\n")
    return {
        "police_uk": police,
        "archive": [zipped.getvalue(), b"2024-01/2024-01-dorset-street.csv\0" + street],
        "home_office": [b"\n".join(office[:5]), b"\n".join(office[1:40:7])],
        "figures": [b"2024-01,Fenshire,Calls,\"1,234\"\nFeb 2024,Fenshire,Calls,*\n2024/25 Q1,Fenshire,Calls,n/a\n"],
        "population": [b"\n".join(residents[1:]), b"force,residents\n" + b"\n".join(residents[1:6])],
    }


def main(folder: pathlib.Path) -> None:
    seeds: dict[str, list[bytes]] = {}
    cells = rows()
    for kind, make in (("docx", word_file), ("xlsx", excel_file), ("ods", spreadsheet_file)):
        whole, small = make(cells), make([row[:3] for row in cells[:3]])
        seeds[kind] = [small, pieces(kind, small), pieces(kind, whole)]
    plain = io.StringIO()
    csv.writer(plain).writerows(cells)
    tabbed = io.StringIO()
    csv.writer(tabbed, delimiter="\t").writerows(cells)
    lines = "".join(f"\u2022 {row[2]} by {row[10]}\n" for row in cells[1:])
    wide = ("\ufeff" + "Ref\tDue\n1\tMay\n").encode("utf-16-le")
    seeds["delimited"] = [plain.getvalue().encode(), plain.getvalue().replace(",", ";").encode("utf-8-sig"), b"sep=;\nA;B\n1;2\n", wide]
    seeds["pasted"] = [tabbed.getvalue().encode(), lines.encode(), (HOUSE / "demo/papers/panel-2026-09-12.txt").read_bytes()[:4000], wide]
    maps = [file.read_bytes() for file in sorted((HOUSE / "demo/maps").glob("*.toml"))]
    seeds["map"] = maps
    texts = [plain.getvalue(), tabbed.getvalue(), lines]
    seeds["reading"] = [each.encode() for each in texts] + [one + b"\0" + each.encode() for one in maps for each in texts]
    seeds["record"] = record()
    seeds |= bulk()
    for kind, files in seeds.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(files):
            (folder / kind / f"seed-{number}").write_bytes(seed)
        found = set(WORDS.get(kind, []))
        if kind in PARTS:
            found |= words_of(files[-1])
        if kind == "map":
            found |= {word for seed in files for word in re.findall(r"^\[*([\w.]+)", seed.decode(), re.M)}
        if kind == "record":
            found |= {word for seed in files for word in re.findall(r'"[a-z_]+":', seed.decode(errors="replace"))}
        if kind == "reading":
            found |= {word for row in cells for word in row if 1 < len(word) < 20 and word.isascii() and '"' not in word}
        entries = ["".join(("\\" + c) if c == '"' else c for c in word) for word in sorted(found)]
        (folder / f"{kind}.dict").write_text("".join(f'"{entry}"\n' for entry in entries))
    print(f"{sum(map(len, seeds.values()))} seeds for {len(seeds)} targets")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
