"""The papers of Fenshire as other programs read them: two PDF/UA checkers, python-docx, odfpy, LibreOffice,
pdftotext."""
import importlib.util
import io
import json
import pathlib
import subprocess
import tempfile
import unittest

import docx
from docx.oxml.ns import qn
from odf import opendocument, teletype
from odf.table import Table, TableHeaderColumns, TableHeaderRows
from odf.text import A, H, Note, P

from office import HOUSE, fenshire, saved_by_libreoffice


def checkers():
    """The two checkers of PDF/UA-1 and PDF/A-2a, as the writers' own tests call them."""
    spec = importlib.util.spec_from_file_location("checkers", HOUSE / "crates/report/tests/readback.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(pdf: pathlib.Path) -> list[str]:
    """The text of each page."""
    read = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
    return read.stdout.split("\f")[:-1]


def squeezed(text: str) -> str:
    """Without white space and hyphens, which lines are broken at."""
    return "".join(text.split()).replace("-", "").replace("\u00ad", "")


class Papers(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        _, cls.papers = fenshire()
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = pathlib.Path(cls.folder.name)
        for paper in cls.papers:
            for form, content in paper["bytes"].items():
                (cls.path / f"{paper['number']}.{form}").write_bytes(content)

    def files(self, form: str) -> list[tuple[dict, pathlib.Path]]:
        files = [(paper, self.path / f"{paper['number']}.{form}") for paper in self.papers if form in paper["bytes"]]
        self.assertGreaterEqual(len(files), 6 if form != "csv" else 5, f"papers in {form}")
        return files

    def test_there_is_one_of_each_kind(self) -> None:
        self.assertEqual({paper["kind"] for paper in self.papers}, {"delivery-plan", "cover-report", "changes", "plan-on-a-page", "forward-look", "slippage", "succession", "data-pack", "assurance-framework", "theme-report", "auditors-pack", "risk-register", "findings-tracker", "briefing"})

    def test_the_checkers_find_nothing_in_any_pdf(self) -> None:
        checks = checkers()
        files = self.files("pdf")
        broken = self.path / "broken.pdf"
        broken.write_bytes(files[0][1].read_bytes().replace(b"/Marked true", b"/Marked null"))
        faults = checks.findings(broken)
        self.assertTrue(any("page" in fault for fault in faults) and any("pdfua" in fault for fault in faults), faults)
        broken.unlink()
        for paper, file in files:
            with self.subTest(paper["number"]):
                self.assertEqual(checks.findings(file), [])
        print(f"{len(files)} PDFs, 2 checkers, 0 findings; a broken copy was found out")

    def test_number_and_code_stand_on_every_page_of_every_pdf(self) -> None:
        pages = 0
        for paper, file in self.files("pdf"):
            for at, page in enumerate(text_of(file), 1):
                for wanted in (paper["number"], paper["code"], "DEMO"):
                    self.assertIn(wanted, page, f"{paper['number']}, page {at}")
                pages += 1
        print(f"{pages} pages carry their number, their code and DEMO")
        self.assertGreater(pages, 20)

    def test_the_same_rows_stand_in_every_format(self) -> None:
        rows = 0
        for paper, file in self.files("json"):
            if paper["kind"] != "delivery-plan":
                continue
            said = json.loads(file.read_bytes())
            of = lambda form: (self.path / f"{paper['number']}.{form}").read_bytes()
            pdf = squeezed("".join(text_of(self.path / f"{paper['number']}.pdf")))
            word = docx.Document(io.BytesIO(of("docx")))
            cells = squeezed("".join(cell.text for table in word.tables for row in table.rows for cell in row.cells))
            odt = opendocument.load(io.BytesIO(of("odt")))
            written = squeezed("".join(teletype.extractText(p) for t in odt.getElementsByType(Table) for p in t.getElementsByType(P)))
            html, csv = of("html").decode(), of("csv").decode("utf-8-sig")
            self.assertEqual((said["number"], said["code"]), (paper["number"], paper["code"]))
            for action in (action for theme in said["themes"] for action in theme["actions"]):
                title = action["title"]
                escaped = title.replace("&", "&amp;")
                for form, there in (
                    ("pdf", squeezed(title) in pdf),
                    ("docx", squeezed(title) in cells),
                    ("odt", squeezed(title) in written),
                    ("html", escaped in html),
                    ("csv", title.replace('"', '""') in csv),
                ):
                    self.assertTrue(there, f"{paper['number']} {action['reference']} is not in its {form}: {title}")
                rows += 1
        print(f"{rows} rows in six formats")
        self.assertGreater(rows, 100)

    def test_word_reads_titles_headings_tables_and_header_rows(self) -> None:
        tables = headings = 0
        for paper, file in self.files("docx"):
            document = docx.Document(str(file))
            properties = document.core_properties
            self.assertIn(paper["title"].split(":")[0], properties.title)
            self.assertTrue(properties.language.startswith("en"), f"{paper['number']} states no language")
            levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
            self.assertEqual(levels[:1], [1], f"{paper['number']} begins with its first heading")
            for one, next_one in zip(levels, levels[1:]):
                self.assertLessEqual(next_one, one + 1, f"{paper['number']} skips a level of headings")
            headings += len(levels)
            for table in document.tables:
                marked = table.rows[0]._tr.find(f".//{qn('w:tblHeader')}")
                many = len(table.rows) > 1 and len(table.columns) > 2
                self.assertTrue(marked is not None or not many, f"{paper['number']}: a table whose head is not repeated")
                tables += marked is not None
            running = "".join(
                part.text
                for section in document.sections
                for place in (section.header, section.footer)
                for part in [*place.paragraphs, *(c for t in place.tables for r in t.rows for c in r.cells)]
            )
            self.assertIn(paper["number"], running)
            self.assertIn(paper["code"], running)
        print(f"{tables} tables with header rows, {headings} headings in order")
        self.assertGreater(tables, 20)
        self.assertGreater(headings, 20)

    def test_the_open_document_has_titles_headings_tables_and_header_rows(self) -> None:
        tables = headings = 0
        for paper, file in self.files("odt"):
            document = opendocument.load(str(file))
            of = {node.qname[1]: str(node) for node in document.meta.childNodes}
            self.assertEqual((of["title"], of["language"]), (paper["title"], "en-GB"))
            self.assertEqual(of["creation-date"][11:], "12:00:00")
            levels = [int(h.getAttribute("outlinelevel")) for h in document.getElementsByType(H)]
            for one, next_one in zip([0, *levels], levels):
                self.assertLessEqual(next_one, one + 1, f"{paper['number']} skips a level of headings")
            for table in document.getElementsByType(Table):
                self.assertEqual(len(table.getElementsByType(TableHeaderRows)), 1, paper["number"])
                self.assertEqual(len(table.getElementsByType(TableHeaderColumns)), 1, paper["number"])
                tables += 1
            headings += len(levels)
        print(f"{tables} tables with header rows and named rows, {headings} headings in order")
        self.assertGreater(tables, 20)
        self.assertGreater(headings, 20)

    def test_the_prose_of_a_cover_report_is_the_same_in_word_and_open_document(self) -> None:
        compared = 0
        for paper, file in self.files("json"):
            if paper["kind"] != "cover-report":
                continue
            word = squeezed("".join(p.text for p in docx.Document(str(file.with_suffix(".docx"))).paragraphs))
            document = opendocument.load(str(file.with_suffix(".odt")))
            odt = squeezed("".join(teletype.extractText(p) for kind in (P, H) for p in document.getElementsByType(kind)))
            for block in json.loads(file.read_bytes())["blocks"]:
                for text in [block["heading"]] if "heading" in block else [block["paragraph"]] if "paragraph" in block else []:
                    plain = squeezed(text.split(" [")[0])
                    self.assertIn(plain, odt, f"{paper['number']}: {text}")
                    self.assertIn(plain, word, f"{paper['number']}: {text}")
                    compared += 1
            notes, links = document.getElementsByType(Note), document.getElementsByType(A)
            print(f"{compared} headings and paragraphs, {len(notes)} footnotes and {len(links)} links in ODT")
        self.assertGreater(compared, 10)

    def test_libreoffice_opens_every_text_and_prints_the_number_on_every_page(self) -> None:
        for form in ("docx", "odt"):
            files = [file for _, file in self.files(form)]
            out = saved_by_libreoffice(files, "pdf", self.path, self.path / f"libreoffice-{form}")
            pages = 0
            for paper, file in self.files(form):
                for at, page in enumerate(text_of(out / f"{paper['number']}.pdf"), 1):
                    for wanted in (paper["number"], paper["code"], "DEMO"):
                        self.assertIn(wanted, page, f"{file.name} as LibreOffice prints it, page {at}")
                    pages += 1
            print(f"{len(files)} {form.upper()} files, {pages} pages by LibreOffice")
            self.assertGreater(pages, 20)


if __name__ == "__main__":
    unittest.main()
