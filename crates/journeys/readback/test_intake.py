"""Tables as other programs write them: python-docx, openpyxl, odfpy, and LibreOffice saving what they wrote again."""
import csv
import datetime
import pathlib
import subprocess
import unittest

import docx
import openpyxl
from odf import opendocument, table, teletype, text

from office import HOUSE, begun

HEADS = ["Ref.", "Theme", "Action", "Lead", "Due date", "RAG", "Cost code"]
ROWS = [
    ["1.1", "Victims", "Review the hub, with partners", "AB", datetime.date(2019, 9, 12), "Green", "X12"],
    ["1.10", "Victims", "Recruit a manager", None, "Sep '19", "Amber", None],
    ["2.1", "Prevention", "Youth awards", "CD", "Q4 24-25", "Red", "X14"],
    ["2.2", "Prevention", "Mark bicycles", None, "Ongoing", None, None],
    ["2.3", "Prevention", "Assess the need", "EF", "TBD", "Blue", None],
]
PLAN = [
    ("Victims", "1.1", "Review the hub, with partners", "on_track", "2019-09-12", False),
    ("Victims", "1.10", "Recruit a manager", "at_risk", "2019-09-30", False),
    ("Prevention", "2.1", "Youth awards", "off_track", "2025-03-31", False),
    ("Prevention", "2.2", "Mark bicycles", None, None, True),
    ("Prevention", "2.3", "Assess the need", "complete", None, False),
]


def workbook(path: pathlib.Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Delivery Plan"
    sheet.append(["Fenshire Police and Crime Plan 2021-25"])
    sheet.merge_cells("A1:G1")
    sheet.append(["Position at the end of June"])
    sheet.append([])
    sheet.append(HEADS)
    for row in ROWS:
        sheet.append(row)
    sheet["A5"].number_format = "@"
    sheet["E5"].number_format = "dd/mm/yyyy"
    sheet.merge_cells("B5:B6")
    sheet.merge_cells("B7:B9")
    book.save(path)


def document(path: pathlib.Path) -> None:
    word = docx.Document()
    word.add_heading("Fenshire Police and Crime Plan 2021-25", 0)
    table = word.add_table(rows=1, cols=len(HEADS))
    for cell, head in zip(table.rows[0].cells, HEADS):
        cell.text = head
    for row in ROWS:
        cells = table.add_row().cells
        for cell, value in zip(cells, row):
            cell.text = value.strftime("%d/%m/%Y") if isinstance(value, datetime.date) else value or ""
    for first, last in ((1, 2), (3, 5)):
        theme = table.cell(first, 1).text
        merged = table.cell(first, 1).merge(table.cell(last, 1))
        merged.text = theme
    word.save(path)


def spreadsheet(path: pathlib.Path, rows: list[list], sheets: tuple[str, ...] = ("Delivery Plan",)) -> None:
    """An OpenDocument spreadsheet; the rows stand in its last sheet, the others are empty."""
    file = opendocument.OpenDocumentSpreadsheet()
    for name in sheets:
        sheet = table.Table(name=name)
        for row in rows if name == sheets[-1] else []:
            line = table.TableRow()
            for value in row:
                if isinstance(value, datetime.date):
                    cell = table.TableCell(valuetype="date", datevalue=value.isoformat())
                    cell.addElement(text.P(text=value.strftime("%d %b %y")))
                else:
                    cell = table.TableCell(valuetype="string")
                    for words in (value or "").split("\n"):
                        paragraph = text.P()
                        teletype.addTextToElement(paragraph, words)
                        cell.addElement(paragraph)
                line.addElement(cell)
            sheet.addElement(line)
        file.spreadsheet.addElement(sheet)
    file.save(path)


def converted(home: pathlib.Path, to: str, *files: pathlib.Path) -> list[pathlib.Path]:
    """The files as LibreOffice saves them again."""
    out = home / f"saved-as-{to}"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{home}/profile", "--convert-to", to, "--outdir", str(out),
         *map(str, files)],
        capture_output=True, check=True, timeout=170,
    )
    return [out / file.with_suffix(f".{to}").name for file in files]


class Tables(unittest.TestCase):
    def test_the_plan_is_the_same_whoever_wrote_or_saved_the_file(self) -> None:
        first = begun()
        self.addCleanup(first.close)
        written = [first.home / "plan.xlsx", first.home / "plan.docx"]
        workbook(written[0])
        document(written[1])
        open_document = first.home / "plan.ods"
        title = ["Fenshire Police and Crime Plan 2021-25"] + [None] * 6
        spreadsheet(open_document, [title, [None] * 7, HEADS, *ROWS])
        files = written + [open_document]
        for to, of in (("xlsx", written[0]), ("docx", written[1]), ("ods", written[0])):
            files += converted(first.home / of.suffix[1:], to, of)
        for file in files:
            with self.subTest(str(file)):
                office = begun()
                self.addCleanup(office.close)
                taken = office.does("import", "plan", str(file), "--on", "2019-07-01")
                self.assertEqual(taken["totals"]["created"], len(PLAN), taken)
                read = [
                    (theme["name"], a["reference"], a["title"], a["rating_class"], a["current_date"], a["continuing"])
                    for theme in office.plan()["themes"]
                    for a in theme["actions"]
                ]
                self.assertEqual(read, PLAN)
        print(f"{len(files)} files by 5 programs, one plan")

    def test_an_edition_gives_the_same_plan_from_csv_from_excel_and_from_open_document(self) -> None:
        """Six forms of one table: each says the same of every action, and asks as many questions."""
        actions = 0
        for edition, words in (("2023-q3", "safer-fenshire"), ("2026-q2", "police-and-crime-plan")):
            with (HOUSE / f"demo/editions/{edition}.csv").open(newline="", encoding="utf-8-sig") as file:
                rows = list(csv.reader(file))
            office = begun()
            self.addCleanup(office.close)
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append([None if cell == "" else cell for cell in row])
            for row in book.active.iter_rows():
                for cell in row:
                    # A text that begins with a formula's sign stays a text.
                    cell.data_type = "s" if cell.value is not None else cell.data_type
            book.active.title = "Plan"
            excel, open_document = office.home / "edition.xlsx", office.home / "odfpy.ods"
            book.save(excel)
            spreadsheet(open_document, rows, ("Notes", "Empty", "Plan"))
            files = [HOUSE / f"demo/editions/{edition}.csv", excel, open_document]
            files += converted(office.home / "a", "ods", excel) + converted(office.home / "b", "ods", open_document)
            files += converted(office.home / "c", "xlsx", open_document)
            plans = []
            for file in files:
                home = begun()
                self.addCleanup(home.close)
                sheet = () if file.suffix == ".csv" else ("--sheet", "plan")
                given = ("--map", str(HOUSE / f"demo/maps/{words}.toml"), "--plan", "Plan", "--on", "2026-06-30")
                taken = home.does("import", "plan", str(file), *given, *sheet)
                plan = home.plan("--plan", "Plan")
                questions = sorted(question.get("question", str(question)) if isinstance(question, dict) else str(question) for question in taken["questions"])
                plans.append((plan["themes"], len(questions), taken["totals"]))
                if not sheet:
                    actions += sum(len(theme["actions"]) for theme in plan["themes"])
            for file, plan in zip(files, plans):
                with self.subTest(f"{edition} {file}"):
                    self.assertEqual(plan, plans[0])
        print(f"{actions} actions of 2 editions, {len(files)} forms of each, one plan")
        self.assertGreater(actions, 40)


if __name__ == "__main__":
    unittest.main()
