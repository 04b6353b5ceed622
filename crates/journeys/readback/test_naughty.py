"""Strings that break programs, in every text cell of a table: on the record as typed, and out again through every format
of the paper, read by somebody else's program. And no text of an export is ever a formula."""
import csv
import html.parser
import io
import json
import re
import subprocess
import unicodedata
import unittest
import zipfile

import docx
import odf.opendocument
import odf.table
import odf.teletype
import openpyxl
from docx.oxml.ns import qn

import naughty
from office import begun, program

HEADS = ["Ref", "Theme", "Action", "Description", "Lead organisation", "Partners", "Due", "RAG", "Progress"]
# A Word document and a PDF hold 1,500 rows, and each theme has a table and a heading of its own.
A_PLAN = 180
BEGINS_A_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\u2212")


def is_text(words: str) -> bool:
    """Whether XML, and so every format, can hold it."""
    return all(c in "\t\n\r" or " " <= c and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff" for c in words)


def one_line(words: str) -> str:
    return " ".join(words.split())


def folded(words: str) -> str:
    """What two names have in common that a person would call the same."""
    for dashes, plain in (("\u2018\u2019", "'"), ("\u201c\u201d", '"'), ("\u2010\u2011\u2012\u2013\u2014\u2015", "-")):
        for dash in dashes:
            words = words.replace(dash, plain)
    words = one_line(unicodedata.normalize("NFKC", words).lower())
    return words.rstrip(".;:").rstrip()


def squeezed(words: str) -> str:
    return "".join(words.split()).replace("\u00ad", "").replace("\ufeff", "")


class Rows(html.parser.HTMLParser):
    """The rows of every table, as their cells' texts; and which elements and attributes there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows, self.seen, self.inside = [], set(), 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self.seen |= {tag, *(f"{tag} {name}" for name, _ in attributes)}
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.inside += 1
        elif self.inside:
            self.rows[-1][-1] += " "

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag in ("td", "th")

    def handle_data(self, words: str) -> None:
        if self.inside:
            self.rows[-1][-1] += words


def word_rows(content: bytes) -> list[list[str]]:
    text = lambda cell: "".join(
        {qn("w:t"): part.text or "", qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:p"): "\n"}.get(part.tag, "") for part in cell.iter()
    )
    tables = docx.Document(io.BytesIO(content)).tables
    return [[text(cell) for cell in row.tc_lst] for table in tables for row in table._tbl.tr_lst]


def open_document_rows(content: bytes) -> list[list[str]]:
    """Of an ODT or ODS, by odfpy; a cell's paragraphs as lines."""
    file = odf.opendocument.load(io.BytesIO(content))
    line = lambda cell: "\n".join(odf.teletype.extractText(p) for p in cell.childNodes)
    rows = []
    for row in file.getElementsByType(odf.table.TableRow):
        cells = [cell for cell in row.childNodes if cell.qname[1] in ("table-cell", "covered-table-cell")]
        rows.append([line(cell) for cell in cells])
    return rows


def excel_rows(content: bytes) -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    # openpyxl keeps a character that XML spells out as Excel does.
    spelt = lambda words: re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), words)
    of = lambda value: "" if value is None else spelt(value) if isinstance(value, str) else str(value)
    return [[of(cell.value) for cell in row] for sheet in book for row in sheet.iter_rows()]


def formulas(content: bytes) -> int:
    """How many formulas there are in a flat OpenDocument file."""
    return len(re.findall(rb"\btable:formula=", content))


class Naughty(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.office = begun()
        cls.addClassCleanup(cls.office.close)
        every = list(dict.fromkeys(naughty.listed() + naughty.own()))
        cls.strings, cls.refused = [s for s in every if is_text(s)], [s for s in every if not is_text(s)]
        cls.plans = []
        for at in range(0, len(cls.strings), A_PLAN):
            strings, name = cls.strings[at : at + A_PLAN], f"Plan {at}"
            file = cls.office.home / f"{name}.csv"
            cls.written(file, strings)
            taken = cls.office.does("import", "plan", str(file), "--plan", name, "--on", "2026-03-31")
            assert taken["totals"]["created"] == len(strings), taken["totals"]
            cls.plans.append((name, strings, cls.office.plan("--plan", name)))

    @staticmethod
    def written(file, strings: list[str]) -> None:
        with file.open("w", newline="", encoding="utf-8") as out:
            rows = csv.writer(out, quoting=csv.QUOTE_ALL)
            rows.writerow(HEADS)
            for n, s in enumerate(strings, 1):
                rows.writerow([f"{n}.1", s, s if s.strip() else f"Row {n}", s, s, s, s, "Green", s])

    def paper(self, plan: str, form: str, office=None) -> bytes:
        office = office or self.office
        out = office.home / f"{plan}.{form}"
        done = subprocess.run(
            [program(), "paper", "delivery-plan", "--plan", plan, "--format", form, "-o", str(out)],
            capture_output=True, text=True, cwd=office.home, env=office.environment,
        )
        self.assertEqual(done.returncode, 0, f"{form}: {done.stderr}")
        return out.read_bytes()

    def forms(self) -> set[str]:
        said = subprocess.run([program(), "paper", "-h"], capture_output=True, text=True).stdout
        return set(re.search(r"--format <FORMAT>\s+\[possible values: ([^\]]+)\]", said, re.S)[1].replace(",", " ").split())

    def rows_of(self, plan: dict) -> dict:
        return {action["reference"]: (theme["name"], action) for theme in plan["themes"] for action in theme["actions"]}

    def test_what_was_typed_is_on_the_record(self) -> None:
        texts = 0
        for _, strings, plan in self.plans:
            rows = self.rows_of(plan)
            self.assertEqual(len(rows), len(strings))
            above = "all actions"
            for n, s in enumerate(strings, 1):
                theme, action = rows[f"{n}.1"]
                said = s.replace("\r\n", "\n").replace("\r", "\n") if s.strip() else None
                with self.subTest(s):
                    self.assertEqual(action["title"], one_line(s) or f"Row {n}")
                    self.assertEqual(action["description"], said)
                    self.assertEqual(action["progress"], said)
                    self.assertEqual(action["timescale"], one_line(s))
                    # Names are matched to what is there: the first spelling stands for all that a person calls the same.
                    # A row without a theme goes on with the theme above it.
                    above = folded(s) if s.strip() else above
                    self.assertEqual(folded(theme), above)
                    self.assertEqual(folded(action["owner"] or ""), folded(s))
                    for partner in action["partners"]:
                        self.assertIn(folded(partner), folded(s))
                texts += 7
        print(f"{len(self.strings)} strings in 7 fields each: {texts} texts on the record as typed")
        self.assertGreater(len(self.strings), 700)

    def test_what_no_document_can_hold_is_refused_with_its_place(self) -> None:
        for s in self.refused:
            file = self.office.home / "refused.csv"
            self.written(file, ["before", s])
            done = subprocess.run(
                [program(), "import", "plan", str(file), "--plan", "Refused"],
                capture_output=True, text=True, cwd=self.office.home, env=self.office.environment,
            )
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, r"row 3, column 2, character \d+, holds U\+00")
        print(f"{len(self.refused)} strings of control characters refused with row and column")
        self.assertGreater(len(self.refused), 2)

    def test_csv_gives_every_text_back_after_the_guard_against_formulas(self) -> None:
        guarded = texts = 0
        for name, _, plan in self.plans:
            lines = csv.DictReader(io.StringIO(self.paper(name, "csv").decode("utf-8-sig"), newline=""))
            rows = {row["reference"]: row for row in lines}
            for reference, (theme, action) in self.rows_of(plan).items():
                for field in ("title", "description", "owner", "timescale", "progress"):
                    typed, read = action[field] or "", rows[reference][field]
                    if typed.startswith(BEGINS_A_FORMULA):
                        self.assertEqual(read[:1], "'", f"{field} of {reference}: {typed}")
                        read, guarded = read[1:], guarded + 1
                    self.assertEqual(read, typed, f"{field} of {reference}")
                    texts += 1
        print(f"CSV: {texts} texts exact, {guarded} of them guarded")
        self.assertGreater(guarded, 150)

    def in_rows(self, form: str, rows_of, exact: bool = False) -> int:
        """Every text of every action in the row of its reference, white space set aside."""
        texts = 0
        for name, strings, plan in self.plans:
            rows: dict[str, list] = {}
            for row in rows_of(self.paper(name, form)):
                if row:
                    rows.setdefault(one_line(next((cell for cell in row if re.fullmatch(r"\d+\.1", cell.strip())), row[0])), []).append(row)
            for reference, (_, action) in self.rows_of(plan).items():
                self.assertIn(reference, rows, f"{form} of {name}")
                cells = [squeezed(cell) for row in rows[reference] for cell in row]
                for field in ("title", "owner", "timescale", "progress"):
                    typed = squeezed(action[field] or "")
                    self.assertTrue(any(typed in cell for cell in cells), f"{form}: {field} of {reference}: {typed!r} in {cells}")
                    texts += 1
        return texts

    def test_html_shows_every_text_and_no_text_is_markup(self) -> None:
        seen: set[str] = set()

        def rows_of(content: bytes) -> list[list[str]]:
            page = Rows(content.decode())
            seen.update(page.seen)
            return page.rows

        texts = self.in_rows("html", rows_of)
        office = begun()
        self.addCleanup(office.close)
        file = office.home / "plain.csv"
        self.written(file, ["Open the hub\nand say so", "Close it"])
        office.does("import", "plan", str(file), "--plan", "Plain", "--on", "2026-03-31")
        self.paper("Plain", "html", office)
        honest = Rows((office.home / "Plain.html").read_text("utf-8")).seen
        self.assertEqual(seen - honest, set(), "elements and attributes that no honest paper has")
        print(f"HTML: {texts} texts shown, 0 elements or attributes that were not ours")

    def test_word_reads_every_text(self) -> None:
        print(f"DOCX: {self.in_rows('docx', word_rows)} texts by python-docx")

    def test_pdf_prints_every_text_or_names_what_its_face_cannot_draw(self) -> None:
        plain = named = 0
        for name, strings, plan in self.plans[:2]:
            file = self.office.home / f"{name}.pdf"
            self.paper(name, "pdf")
            read = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout
            # Lines are broken at hyphens, and runs of what cannot be drawn are named in brackets.
            loose = lambda words: re.sub(r"[\s\[\]\u00ad-]", "", words)
            text = loose(unicodedata.normalize("NFKC", read))
            for _, action in self.rows_of(plan).values():
                title = action["title"]
                if title.isascii():
                    self.assertIn(loose(title), text)
                    plain += 1
                else:
                    far = [c for c in title if ord(c) > 0x2FFF and unicodedata.category(c)[0] not in "CZM"]
                    for c in far[:3]:
                        self.assertTrue(f"U+{ord(c):04X}" in text or unicodedata.normalize("NFKC", c) in text, f"{c!r} of {title!r}")
                    named += bool(far)
        print(f"PDF: {plain} plain titles by pdftotext, {named} with letters that the face has not, named")
        self.assertGreater(plain, 150)

    def test_the_other_formats_give_every_text_back(self) -> None:
        readers = {"odt": open_document_rows, "ods": open_document_rows, "xlsx": excel_rows}
        there = sorted(self.forms() & set(readers))
        for form in there:
            print(f"{form.upper()}: {self.in_rows(form, readers[form])} texts")
        for form in sorted(set(readers) - set(there)):
            print(f"{form.upper()}: not run, the program does not print it")

    def test_no_text_of_an_export_is_a_formula(self) -> None:
        office = begun()
        self.addCleanup(office.close)
        file, map_file = office.home / "formulas.csv", office.home / "map.toml"
        heads = ["Ref", "Theme", "Action", "Description", "Lead organisation", "Lead", "Partners", "Due", "RAG", "Progress"]
        posts = []
        with file.open("w", newline="", encoding="utf-8") as out:
            rows = csv.writer(out, quoting=csv.QUOTE_ALL)
            rows.writerow(heads)
            for n, payload in enumerate(naughty.FORMULAS):
                posts.append(f"[[post]]\nname = {json.dumps(payload + f' {n}')}\ninitials = [\"P{n}Q\"]\n")
                rows.writerow([f"{payload} {n}", payload, payload, payload, payload, f"P{n}Q", payload, payload, "Green", payload])
        map_file.write_text("\n".join(posts), "utf-8")
        office.does("import", "plan", str(file), "--plan", "=1+1", "--on", "2026-03-31", "--map", str(map_file))
        self.assertEqual(len(naughty.FORMULAS), 30)
        raw = office.home / "raw.csv"
        raw.write_text("".join(f'"{payload.replace(chr(34), chr(34) * 2)}"\n' for payload in naughty.FORMULAS), "utf-8")
        forms = sorted({"csv", "xlsx", "ods"} & self.forms())
        files = [raw]
        for form in forms:
            files.append(office.home / f"=1+1.{form}")
            self.paper("=1+1", form, office)
        found = {}
        for each in files:
            form = each.suffix[1:] if each != raw else "raw"
            subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation=file://{office.home}/profile", "--convert-to", "fods",
                 "--outdir", str(office.home / "flat" / form), str(each)],
                capture_output=True, check=True, timeout=170,
            )
            found[form] = formulas((office.home / "flat" / form / f"{each.stem}.fods").read_bytes())
        self.assertGreater(found.pop("raw"), 10, "LibreOffice does take these for formulas where nothing guards them")
        self.assertEqual(set(found.values()), {0}, found)
        columns = next(csv.reader(io.StringIO((office.home / "=1+1.csv").read_text("utf-8-sig"))))
        with_payload = {
            column for row in csv.DictReader(io.StringIO((office.home / "=1+1.csv").read_text("utf-8-sig"), newline=""))
            for column in columns if (row[column] or "").startswith("'")
        }
        self.assertGreaterEqual(with_payload, {"theme", "reference", "title", "description", "leads", "owner", "partners", "timescale", "progress"})
        print(f"{len(naughty.FORMULAS)} formulas in {len(with_payload)} text columns of {', '.join(forms)}: 0 formulas by LibreOffice")


if __name__ == "__main__":
    unittest.main()
