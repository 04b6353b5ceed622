"""The workbooks of Fenshire as other programs read them: openpyxl, odfpy, LibreOffice. Each row is the row of the CSV."""
import csv
import datetime
import io
import pathlib
import re
import tempfile
import unittest

import openpyxl
from odf import opendocument
from odf.table import DatabaseRange, Table, TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import P

from office import begun, fenshire, saved_by_libreoffice

ODD = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "1.10", "nan", "TRUE",
       "2026-09-12", "1e5", "'quoted", "a & b <c>", "#REF!"]


def rows_of_csv(content: bytes) -> list[list[str]]:
    """The rows as they are meant: without the apostrophe that keeps a text from being a formula."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [[re.sub(r"^'(?=[=+\-@\t\r\n])", "", cell) for cell in row] for row in rows]


def as_csv(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        assert value.time() == datetime.time(), f"{value} has a time of day"
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def sheets_of_xlsx(content: bytes) -> dict[str, list[list]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def attribute(element, name: str):
    return next((value for (_, key), value in element.attributes.items() if key == name), None)


def value_of(cell):
    kind = attribute(cell, "value-type")
    if kind == "float":
        return float(attribute(cell, "value"))
    if kind == "date":
        return datetime.datetime.fromisoformat(attribute(cell, "date-value"))
    lines = ["".join(text_of(node) for node in p.childNodes) for p in cell.getElementsByType(P)]
    return "\n".join(lines) if kind == "string" else None


def text_of(node) -> str:
    if node.nodeType == node.TEXT_NODE:
        return node.data
    if node.qname[1] == "s":
        return " " * int(attribute(node, "c") or 1)
    if node.qname[1] == "tab":
        return "\t"
    if node.qname[1] == "line-break":
        return "\n"
    return "".join(text_of(child) for child in node.childNodes)


def sheets_of_ods(content: bytes) -> dict[str, list[list]]:
    document = opendocument.load(io.BytesIO(content))
    sheets = {}
    for table in document.getElementsByType(Table):
        rows = []
        for row in table.getElementsByType(TableRow):
            cells = []
            for cell in row.getElementsByType(TableCell):
                cells += [value_of(cell)] * int(attribute(cell, "number-columns-repeated") or 1)
            rows += [cells] * min(int(attribute(row, "number-rows-repeated") or 1), 2)
        sheets[attribute(table, "name")] = rows
    return sheets


def table_of(rows: list[list], heads: int) -> list[list]:
    """The table under the sheet's title and what it holds, without what a program padded it with."""
    cut = [(row + [None] * heads)[:heads] for row in rows[2:]]
    while cut and all(cell is None for cell in cut[-1]):
        cut.pop()
    return cut


# The columns of a data pack that hold numbers.
FIGURES = (
    "value", "numerator", "denominator", "n", "first_published", "mean", "lower_limit", "upper_limit", "target",
    "year_on_year", "rolling", "definition",
)


class Workbooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        _, papers = fenshire()
        cls.papers = [paper for paper in papers if "xlsx" in paper["bytes"]]
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = pathlib.Path(folder.name)

    def same_rows(self, paper: dict, sheets: dict[str, list[list]]) -> int:
        """The first table has the rows of the CSV, dates as dates and numbers as numbers, and its columns are explained."""
        expected = rows_of_csv(paper["bytes"]["csv"])
        names = list(sheets)
        self.assertEqual((names[0], names[-1]), ("Cover", "Columns"), names)
        table = table_of(sheets[names[1]], len(expected[0]))
        self.assertEqual([[as_csv(cell) for cell in row] for row in table[1:]], expected[1:], paper["number"])
        explained = table_of(sheets["Columns"], 3)
        self.assertEqual([row[1] for row in explained[1:]], expected[0])
        self.assertEqual([row[0] for row in explained[1:]], table[0])
        self.assertTrue(all(row[2] for row in explained), "a column without a meaning")
        for head, key in zip(range(len(expected[0])), expected[0]):
            cells = [row[head] for row in table[1:] if row[head] is not None]
            if key.endswith(("_date", "_since", "_day")) or key in ("due", "due_from", "changed_on", "answered_on", "judged_on", "called_done", "verified_on"):
                self.assertTrue(all(isinstance(cell, datetime.datetime) for cell in cells), f"{key} holds dates")
            elif key in ("milestones", "milestones_met", "milestones_late", "moves", "months_past_original", "as_at_seq", "actions", "on_track", "not_rated", "appetite", "controls_in_place", "open_gaps", "gaps", "partner_actions", "measures", "principal_risks", "open_findings", "test", "population", "agreed_action", "times_moved") or key.endswith("_score"):
                self.assertTrue(all(isinstance(cell, (int, float)) for cell in cells), f"{key} holds numbers")
            elif key not in ("from", "to", *FIGURES) and not key.endswith(("complete", "at_risk", "off_track", "not_started", "paused")):
                self.assertTrue(all(isinstance(cell, str) for cell in cells), f"{key} holds text")
        return len(expected) - 1

    def test_there_is_a_workbook_of_every_kind_that_has_rows(self) -> None:
        kinds = {paper["kind"] for paper in self.papers}
        self.assertEqual(kinds, {"delivery-plan", "changes", "plan-on-a-page", "forward-look", "slippage", "succession", "data-pack", "assurance-framework", "theme-report", "auditors-pack", "risk-register", "findings-tracker", "briefing"})

    def test_openpyxl_reads_one_marked_table_a_sheet_and_nothing_hidden_merged_or_computed(self) -> None:
        rows = sheets = 0
        for paper in self.papers:
            book = openpyxl.load_workbook(io.BytesIO(paper["bytes"]["xlsx"]))
            cover = " ".join(str(cell.value) for cell in book["Cover"]["A"] if cell.value)
            for stated in (paper["number"], paper["code"], paper["title"], "DEMO", "How to check this paper"):
                self.assertIn(stated, cover, f"the cover of {paper['number']}")
            for sheet in book:
                self.assertEqual(sheet.sheet_state, "visible")
                self.assertEqual(list(sheet.merged_cells.ranges), [])
                self.assertFalse(any(d.hidden for d in [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()]))
                self.assertFalse(any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row), sheet.title)
                self.assertIn(paper["number"], sheet.oddFooter.left.text)
                if sheet.title == "Cover":
                    self.assertEqual(len(sheet.tables), 0)
                    continue
                (table,) = sheet.tables.values()
                self.assertEqual((table.headerRowCount, table.ref[:2]), (1, "A3"), f"{paper['number']} {sheet.title}")
                last = openpyxl.utils.cell.range_boundaries(table.ref)
                self.assertEqual((last[2], last[3]), (sheet.max_column, sheet.max_row), "the table is all of the sheet")
                self.assertEqual([cell.value for cell in sheet[3]], table.column_names)
                self.assertEqual(sheet.freeze_panes, "A4")
                sheets += 1
            properties = book.properties
            self.assertEqual((properties.title, properties.language), (paper["title"], "en-GB"))
            self.assertEqual(properties.keywords, f"{paper['number']}, {paper['code']}")
            custom = {prop.name: prop.value for prop in book.custom_doc_props.props}
            self.assertEqual((custom["Milepost number"], custom["Milepost code"]), (paper["number"], paper["code"]))
            rows += self.same_rows(paper, sheets_of_xlsx(paper["bytes"]["xlsx"]))
        print(f"{rows} rows in {len(self.papers)} XLSX, {sheets} marked tables")
        self.assertGreater(rows, 200)

    def test_odfpy_reads_the_same(self) -> None:
        rows = ranges = 0
        for paper in self.papers:
            document = opendocument.load(io.BytesIO(paper["bytes"]["ods"]))
            tables = document.getElementsByType(Table)
            marked = document.getElementsByType(DatabaseRange)
            self.assertEqual(len(marked), len(tables) - 1, "one marked table a sheet but the cover")
            self.assertTrue(all(attribute(one, "contains-header") == "true" for one in marked))
            for table in tables[1:]:
                self.assertEqual(len(table.getElementsByType(TableHeaderRows)), 1, attribute(table, "name"))
            for element in document.getElementsByType(TableCell):
                for never in ("formula", "number-columns-spanned", "number-rows-spanned"):
                    self.assertIsNone(attribute(element, never))
            for element in [*document.getElementsByType(TableRow), *document.getElementsByType(TableColumn)]:
                self.assertIsNone(attribute(element, "visibility"))
            meta = document.meta.childNodes
            stated = {attribute(node, "name"): str(node) for node in meta if node.qname[1] == "user-defined"}
            self.assertEqual((stated["Milepost number"], stated["Milepost code"]), (paper["number"], paper["code"]))
            of = {node.qname[1]: str(node) for node in meta}
            self.assertEqual((of["title"], of["language"]), (paper["title"], "en-GB"))
            rows += self.same_rows(paper, sheets_of_ods(paper["bytes"]["ods"]))
            ranges += len(marked)
        print(f"{rows} rows in {len(self.papers)} ODS, {ranges} marked tables")
        self.assertGreater(rows, 200)

    def test_libreoffice_saves_each_as_the_other_with_the_same_rows(self) -> None:
        rows = 0
        for form, other, read in (("ods", "xlsx", sheets_of_xlsx), ("xlsx", "ods", sheets_of_ods)):
            files = []
            for paper in self.papers:
                files.append(self.path / f"{paper['number']}.{form}")
                files[-1].write_bytes(paper["bytes"][form])
            out = saved_by_libreoffice(files, other, self.path)
            for paper in self.papers:
                rows += self.same_rows(paper, read((out / f"{paper['number']}.{other}").read_bytes()))
        print(f"{rows} rows saved again by LibreOffice")
        self.assertGreater(rows, 400)


class Odd(unittest.TestCase):
    def test_a_text_that_looks_like_something_else_is_a_text_in_every_program(self) -> None:
        office = begun()
        self.addCleanup(office.close)
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(["Ref", "Theme", "Action"])
        writer.writerows([str(n + 1), "Victims", text] for n, text in enumerate(ODD))
        (office.home / "plan.csv").write_text(table.getvalue())
        taken = office.does("import", "plan", str(office.home / "plan.csv"), "--on", "2026-09-01")
        self.assertEqual(taken["totals"]["created"], len(ODD), taken)
        held = [action["title"] for theme in office.plan()["themes"] for action in theme["actions"]]
        self.assertEqual(held, ODD)
        files = {}
        for form in ("xlsx", "ods"):
            files[form] = office.home / f"odd.{form}"
            office.writes("paper", "delivery-plan", "--format", form, "-o", str(files[form]))
        out = office.home / "again"
        saved_by_libreoffice([files["xlsx"]], "ods", office.home, out)
        saved_by_libreoffice([files["ods"]], "xlsx", office.home, out)
        read = [
            ("openpyxl", sheets_of_xlsx(files["xlsx"].read_bytes())),
            ("odfpy", sheets_of_ods(files["ods"].read_bytes())),
            ("LibreOffice, from XLSX", sheets_of_ods((out / "odd.ods").read_bytes())),
            ("LibreOffice, from ODS", sheets_of_xlsx((out / "odd.xlsx").read_bytes())),
        ]
        for program, sheets in read:
            titles = [row[2] for row in sheets["Actions"][3:] if len(row) > 2 and row[2] is not None]
            self.assertEqual(titles, ODD, program)
        print(f"{len(ODD)} odd texts, {len(read)} readings, all as typed")


if __name__ == "__main__":
    unittest.main()
