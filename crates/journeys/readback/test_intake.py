"""Tables as other programs write them: python-docx, openpyxl, and LibreOffice saving what they wrote again."""
import datetime
import pathlib
import subprocess
import unittest

import docx
import openpyxl

from office import begun

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


class Tables(unittest.TestCase):
    def test_the_plan_is_the_same_whoever_wrote_or_saved_the_file(self) -> None:
        first = begun()
        self.addCleanup(first.close)
        written = [first.home / "plan.xlsx", first.home / "plan.docx"]
        workbook(written[0])
        document(written[1])
        saved = first.home / "saved"
        for file in written:
            subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation=file://{first.home}/profile", "--convert-to",
                 file.suffix[1:], "--outdir", str(saved), str(file)],
                capture_output=True, check=True, timeout=120,
            )
        files = written + [saved / file.name for file in written]
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
        print(f"{len(files)} files by 4 programs, one plan")


if __name__ == "__main__":
    unittest.main()
