"""Files that are made to harm, or are broken, or are something else: made here from nothing, none is stored.

`bad()` gives (name, bytes, words that the refusal must say); `odd()` gives files that look as bad and hold a plan that
is read. A packed part is made of text that packs as much as the case is about and no more.
"""
import io
import random
import struct
import zipfile
from collections.abc import Iterator

File = tuple[str, bytes, str]

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MIB = 1024 * 1024
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=6) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def relations(*links: tuple[str, str]) -> str:
    list_of = "".join(
        f'<Relationship Id="rId{n}" Type="{TYPE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{list_of}</Relationships>'


def p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def word(body: str, more: dict | None = None, start: str = "") -> dict:
    return {
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f'{start}<w:document xmlns:w="w" xmlns:mc="mc"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml"), ("numbering", "numbering.xml")),
        "word/styles.xml": '<w:styles xmlns:w="w"/>',
        "word/numbering.xml": '<w:numbering xmlns:w="w"/>',
        **(more or {}),
    }


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="' + TYPE + '"'


def excel(inside: str, more: dict | None = None, shared: str = "", start: str = "", sheets: str = "") -> dict:
    sheets = sheets or '<sheet name="S" sheetId="1" r:id="rId1"/>'
    return {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"<workbook {MAIN}><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/styles.xml": f"<styleSheet {MAIN}><cellXfs><xf numFmtId='0'/></cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f"{start}<worksheet {MAIN}>{inside}</worksheet>",
        **(more or {}),
    }


def cells(*rows: list[str]) -> str:
    texts = lambda row: "".join(f'<c t="inlineStr"><is><t>{words}</t></is></c>' for words in row)
    return "<sheetData>" + "".join(f"<row>{texts(row)}</row>" for row in rows) + "</sheetData>"


SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def ods(inside: str, more: dict | None = None, start: str = "", mimetype: str = SPREADSHEET) -> dict:
    names = " ".join(f'xmlns:{name}="{name}"' for name in ("office", "style", "text", "table", "calcext", "fo", "draw"))
    return {
        "mimetype": mimetype,
        "content.xml": f"{start}<office:document-content {names}><office:automatic-styles/><office:body><office:spreadsheet>"
        f"{inside}</office:spreadsheet></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {names}/>",
        "META-INF/manifest.xml": '<m:manifest xmlns:m="m"/>',
        **(more or {}),
    }


def sheet(inside: str, name: str = "S") -> str:
    return f'<table:table table:name="{name}">{inside}</table:table>'


def row(inside: str, says: str = "") -> str:
    return f"<table:table-row {says}>{inside}</table:table-row>"


def cell(words: str, says: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {says}><text:p>{words}</text:p></table:table-cell>'


HEAD = ["Ref", "Action", "Due"]
FIRST = ["1", "Open the hub", "May 2027"]


def honest() -> dict[str, dict]:
    """A small plan in each kind of Office file, as parts."""
    table = "".join("<w:tr>" + "".join(f"<w:tc>{p(words)}</w:tc>" for words in each) + "</w:tr>" for each in (HEAD, FIRST))
    return {
        "docx": word(f"<w:tbl>{table}</w:tbl>"),
        "xlsx": excel(cells(HEAD, FIRST)),
        "ods": ods(sheet("".join(row("".join(map(cell, each))) for each in (HEAD, FIRST)))),
    }


MAINS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml"}


def noise(length: int, ratio: int, seed: int = 1) -> bytes:
    """Text that packs about so many to one."""
    chance = random.Random(seed)
    block = 64 * 1024
    fresh = max(1, block * 3 // (ratio * 4))
    out = bytearray()
    while len(out) < length:
        out += bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz012345", k=fresh)).ljust(block, b"x")
    return bytes(out[:length])


def patched(file: bytes, old: bytes, new: bytes) -> bytes:
    assert old in file, "there is something to change"
    return file.replace(old, new)


def in_directory(file: bytes, name: str, offset: int, value: bytes, local: int | None = None) -> bytes:
    """Changes a field of an entry of the zip's directory, and of its local header too where `local` says where."""
    out = bytearray(file)
    at = file.rfind(b"PK\x01\x02", 0, file.rindex(name.encode()))
    out[at + offset : at + offset + len(value)] = value
    if local is not None:
        begin = struct.unpack("<I", file[at + 42 : at + 46])[0]
        out[begin + local : begin + local + len(value)] = value
    return bytes(out)


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512


def other_kinds() -> Iterator[File]:
    magic = {
        "a picture (PNG)": [b"\x89PNG\r\n\x1a\n"], "a picture (JPEG)": [b"\xff\xd8\xff\xe0JFIF"], "a picture (GIF)": [b"GIF89a"],
        "a picture (BMP)": [b"BM6\0\0\0"], "a picture (TIFF)": [b"II*\0", b"MM\0*"], "picture, sound or film": [b"RIFF\0\0\0\0WEBP"],
        "a picture (icon)": [b"\0\0\x01\0"], "a sound or film": [b"OggS"], "a sound (MP3)": [b"ID3\x03"], "a sound (FLAC)": [b"fLaC"],
        "a film": [b"\x1aE\xdf\xa3"], "(gzip)": [b"\x1f\x8b\x08"], "(7z)": [b"7z\xbc\xaf'\x1c"], "(RAR)": [b"Rar!\x1a\x07"],
        "(bzip2)": [b"BZh91AY"], "(xz)": [b"\xfd7zXZ\0"], "(zstd)": [b"\x28\xb5\x2f\xfd"], "a program": [b"\x7fELF\x02", b"MZ\x90\0"],
        "a database": [b"SQLite format 3\0"], "PostScript": [b"%!PS-Adobe-3.0"], "a picture or film": [b"\0\0\0\x18ftypheic"],
        "this is a PDF": [b"%PDF-1.7\n", b"\n" * 900 + b"%PDF-1.4\n"],
    }
    endings = ["csv", "docx", "xlsx", "ods", "txt"]
    number = 0
    for words, starts in magic.items():
        for start in starts:
            yield f"magic-{number}.{endings[number % 5]}", start + bytes(range(256)) * 8, words
            number += 1
    yield "empty.csv", b"", "the file is empty"
    yield "empty.docx", b"", "the file is empty"
    yield "locked.docx", compound("EncryptedPackage"), "locked with a password"
    yield "locked.xlsx", compound("EncryptedPackage"), "locked with a password"
    yield "old.doc", compound("WordDocument"), "of the old kind (.doc)"
    yield "old.xls", compound("Workbook"), "of the old kind (.xls)"
    yield "older.xls", compound("Book"), "of the old kind (.xls)"
    yield "mail.msg", compound("__substg1.0_0037001F"), "without a document or workbook"
    yield "rich.doc", rb"{\rtf1\ansi hello}", "Rich Text"
    yield "page.xls", b"<html><table><tr><td>1</td></tr></table></html>", "a web page"
    yield "page.html", b"\n <!DOCTYPE html><p>1", "a web page"
    yield "plain.xml", b"<?xml version='1.0'?><a/>", "an XML file"
    yield "laughs.xml", b"<?xml version='1.0'?>" + LAUGHS.encode() + b"<l>&b;</l>", "an XML file"
    yield "excel2003.xml", b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", "an XML file"
    flat = "<?xml version='1.0'?><office:document xmlns:a='%s' office:mimetype='application/vnd.oasis.opendocument.%s'/>"
    yield "flat.fods", (flat % ("a" * 2000, "spreadsheet")).encode(), "(.fods)"
    yield "flat.fodt", (flat % ("a" * 2000, "text")).encode(), "(.fodt)"
    for kind, words in {
        "text": "(.odt)", "text-template": "(.odt)", "presentation": "(.odp)", "graphics": "(.odg)", "base": "(.odb)",
        "formula": "chart or formula", "something": "no spreadsheet",
    }.items():
        yield f"{kind}.ods", zipped(ods("", mimetype=f"application/vnd.oasis.opendocument.{kind}")), words
    yield "book.epub", zipped({"mimetype": "application/epub+zip"}), "holds no Word document or workbook"
    yield "pictures.zip", zipped({"a.txt": "hello"}), "holds no Word document or workbook"
    yield "plan.zip", zipped({"plan.docx": zipped(honest()["docx"])}), "holds no Word document or workbook"
    yield "pages.docx", zipped({"Index/Document.iwa": "x"}), "Pages or Numbers"
    yield "nothing.xlsx", zipped({}), "holds no Word document or workbook"
    yield "binary.xlsx", zipped({"_rels/.rels": relations(("officeDocument", "xl/workbook.bin")), "xl/workbook.bin": "x"}), ".xlsb"
    slides = {"_rels/.rels": relations(("officeDocument", "ppt/p.xml")), "ppt/p.xml": "<p:presentation xmlns:p='p'/>"}
    yield "slides.docx", zipped(slides), "a presentation"


def zip_files() -> Iterator[File]:
    """What can be wrong with a zip file, in each kind of Office file."""
    bomb = "a" * (2 * MIB)
    large, larger = noise(65 * MIB, 40), noise(45 * MIB, 40)
    for kind, parts in honest().items():
        main, name = MAINS[kind], lambda what: f"{what}.{kind}"
        whole = zipped(parts)
        yield name("bomb"), zipped({**parts, "media/a.bin": bomb}), "a.bin is packed"
        yield name("bomb-main"), zipped({**parts, main: parts[main] + " " * len(bomb)}), "is packed"
        yield name("bomb-many"), zipped({**parts, **{f"media/{n}.bin": bomb for n in range(50)}}), "is packed"
        yield name("large-part"), zipped({**parts, "media/a.bin": large}), "more than 64 MB"
        yield name("large-whole"), zipped({**parts, **{f"media/{n}.bin": larger for n in range(3)}}), "more than 128 MB in all"
        yield name("many-parts"), zipped({**parts, **{f"{n}.txt": "" for n in range(1_001)}}), "parts"
        for number, outside in enumerate(["../../etc/passwd", "..\\up", "/root/.profile", "C:\\a", "word/../../../a"]):
            yield name(f"outside-{number}"), zipped({**parts, outside: "x"}), "points outside"
        yield name("same-but-case"), zipped({**parts, main.upper(): "x"}), "two parts are named"
        twice = patched(zipped({**parts, "media/aaaa.bin": "1", "media/aaab.bin": "2"}), b"aaab.bin", b"aaaa.bin")
        yield name("same-name"), twice, "the same name"
        for number, start in enumerate([LAUGHS, OUTSIDE, "<!DOCTYPE l>"]):
            yield name(f"document-type-{number}"), zipped({**parts, main: start + parts[main]}), "document type"
        yield name("document-type-aside"), zipped({**parts, "aside.xml": LAUGHS + "<l>&b;</l>"}), "document type"
        yield name("unknown-entity"), zipped({**parts, main: parts[main].replace("Open", "&lol;")}), "&lol;"
        yield name("deep"), zipped({**parts, main: parts[main].replace("Open", "<a>" * 300 + "</a>" * 300)}), "nested more than"
        yield name("deeper"), zipped({**parts, main: parts[main].replace("Open", "".join(f"<a{n % 97}>" for n in range(150_000)))}), "nested more than"
        yield name("cut-xml"), zipped({**parts, main: parts[main][: len(parts[main]) * 2 // 3]}), "damaged"
        yield name("crossed-xml"), zipped({**parts, main: parts[main].replace("Open", "<a><b></a></b>")}), "damaged"
        yield name("no-xml"), zipped({**parts, main: "hello"}), ""
        yield name("nothing-in-main"), zipped({**parts, main: ""}), ""
        yield name("utf-16-xml"), zipped({**parts, main: parts[main].encode("utf-16")}), "is not UTF-8"
        yield name("latin-xml"), zipped({**parts, main: parts[main].replace("Open", "Caf\u00e9").encode("latin-1")}), "is not UTF-8"
        yield name("nul-in-xml"), zipped({**parts, main: parts[main].replace("Open", "O\0pen")}), ""
        yield name("control-character"), zipped({**parts, main: parts[main].replace("Open", "O&#7;pen")}), "U+0007"
        yield name("main-missing"), zipped({part: text for part, text in parts.items() if part != main}), "missing"
        yield name("long-cell"), zipped({**parts, main: parts[main].replace("Open", noise(200_001, 10).decode())}), "characters, more than"
        lie = in_directory(zipped({**parts, "media/a.bin": bomb}), "media/a.bin", 24, struct.pack("<I", 10), local=22)
        yield name("says-small"), lie, ""
        yield name("says-huge"), in_directory(whole, main, 24, struct.pack("<I", 0xFFFFFFF0), local=22), "more than 64 MB"
        yield name("says-packed-huge"), in_directory(whole, main, 20, struct.pack("<I", 0xFFFFFF00), local=18), ""
        yield name("encrypted-flag"), in_directory(whole, main, 8, b"\x01\x00", local=6), "locked with a password"
        yield name("unknown-method"), in_directory(whole, main, 10, b"\x63\x00", local=8), "damaged"
        yield name("wrong-checksum"), in_directory(whole, main, 16, b"\1\2\3\4", local=14), "damaged"
        yield name("offset-beyond"), in_directory(whole, main, 42, struct.pack("<I", len(whole) + 9)), "damaged"
        yield name("over-one-another"), in_directory(whole, main, 42, struct.pack("<I", 0)), ""
        start = whole.index(b"PK\x01\x02")
        yield name("no-directory"), whole[:start], "damaged"
        yield name("too-large"), whole + b"x" * (33 * MIB), "33 MB"
        for number in range(1, 15):
            yield name(f"cut-{number}"), whole[: len(whole) * number // 15], "damaged"


def workbooks() -> Iterator[File]:
    of = lambda inside, **more: zipped(excel(inside, **more))
    data = lambda rows: f"<sheetData>{rows}</sheetData>"
    one = '<row r="1"><c r="A1"><v>1</v></c></row>'
    yield "far.xlsx", of(data(one + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "reaches cell XFD1048576"
    yield "low.xlsx", of(data(one + '<row r="1048576"><c r="D1048576"><v>1</v></c></row>')), "reaches cell D1048576"
    yield "wide.xlsx", of(data('<row><c r="XFE1"><v>1</v></c></row>')), "reaches cell XFE1"
    yield "two-million-columns.xlsx", of(data("<row>" + "<c><v>1</v></c>" * 40_000 + "</row>")), "reaches cell"
    many = "".join(f"<row>{''.join(f'<c><v>{(r * 7919 + c * 104729) % 99991}</v></c>' for c in range(100))}</row>" for r in range(20_001))
    yield "two-million-cells.xlsx", of(data(many)), "the last of its 2000100 cells, is one cell too many"
    for number, reference in enumerate(["0", "-1", "1048577", "99999999999999999999999", "one", ""]):
        yield f"row-{number}.xlsx", of(data(f'<row r="{reference}"><c><v>1</v></c></row>')), f"a cell {reference}, which no sheet has"
    for number, reference in enumerate(["A0", "AAAA1", "1A", "A99999999999999999999999", "\u00c91"]):
        yield f"cell-{number}.xlsx", of(data(f'<row><c r="{reference}"><v>1</v></c></row>')), f"a cell {reference}, which no sheet has"
    merged = lambda areas: of(data(one) + f"<mergeCells>{areas}</mergeCells>")
    yield "merged-over.xlsx", merged('<mergeCell ref="A1:XFD1048576"/>' * 1_000), "lie over one another"
    yield "merged-backwards.xlsx", merged('<mergeCell ref="B2:A1"/>'), "which no sheet has"
    yield "merged-nonsense.xlsx", merged('<mergeCell ref="all"/>'), "which no sheet has"
    twice = '<sheet name="a" sheetId="1" r:id="rId1"/>'
    yield "one-sheet-twice.xlsx", of(cells(HEAD, FIRST), sheets=twice * 2), "two sheets are the same part"
    yield "many-sheets.xlsx", of(cells(HEAD, FIRST), sheets=twice * 20_000), "20000 sheets"
    yield "hidden-only.xlsx", of(cells(HEAD, FIRST), sheets=twice.replace("/>", ' state="hidden"/>')), "no table, list or line"
    yield "no-sheets.xlsx", of(cells(HEAD, FIRST), sheets="<none/>"), "no table, list or line"
    yield "blank.xlsx", of("<sheetData/>"), "no table, list or line"
    yield "shared-beyond.xlsx", of(data('<row><c t="s"><v>99</v></c></row>')), ""
    long = f"<si><t>{noise(60_000, 4).decode()}</t></si>"
    yield "one-text-everywhere.xlsx", of(data('<row><c t="s"><v>0</v></c></row>' * 2_000), shared=long), "more text than is read"
    yield "shared-bomb.xlsx", of(data(one), shared=f"<si><t>{'a' * 100_000}</t></si>" * 400), "is packed"
    yield "name-of-sheet.xlsx", of(cells(HEAD, FIRST), sheets=twice.replace('"a"', '"&#1;"')), "U+0001"
    yield "unworked.xlsx", of(data("<row><c><f>1+1</f></c></row>")), "no table, list or line"
    yield "target-outside.xlsx", of(cells(HEAD), more={"xl/_rels/workbook.xml.rels": relations(("worksheet", "../../../../etc/passwd"))}), "missing"


def documents() -> Iterator[File]:
    of = lambda body, **more: zipped(word(body, **more))
    span = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc></w:tr>'
    yield "million-columns.docx", of(span + "<w:tr>" + f"<w:tc>{p('x')}</w:tc>" * 3 + "</w:tr></w:tbl>"), ""
    yield "spans.docx", of("<w:tbl>" + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999"/></w:tcPr><w:p/></w:tc></w:tr>' * 9_000 + "</w:tbl>"), ""
    nested = p("x")
    for _ in range(70):
        nested = f"<w:tbl><w:tr><w:tc>{nested}{p('y')}</w:tc></w:tr></w:tbl>"
    yield "tables-in-tables.docx", of(nested), "nested more than"
    yield "boxes-in-boxes.docx", of("<w:p><w:r><w:pict><w:txbxContent>" * 60 + p("x")), "nested more than"
    yield "blank.docx", of(""), "no table, list or line"
    yield "blank-table.docx", of("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"), "no table, list or line"
    yield "control.docx", of(p("a&#1;b")), "U+0001"
    yield "nought.docx", of(p("a&#0;b")), ""
    yield "half-character.docx", of(p("a&#xD800;b")), "damaged"
    yield "prose.docx", of(p("We met, talked and left.")), ""
    yield "endless-paragraph.docx", of("<w:p>" + f"<w:r><w:t>{noise(100_000, 5).decode()}</w:t></w:r>" * 3 + "</w:p>"), "characters, more than"
    yield "main-outside.docx", zipped({"_rels/.rels": relations(("officeDocument", "../../etc/passwd")), "a": "b"}), "missing"


def spreadsheets() -> Iterator[File]:
    of = lambda inside, **more: zipped(ods(sheet(inside), **more))
    rows, columns = 'table:number-rows-repeated="%s"', 'table:number-columns-repeated="%s"'
    yield "whole-sheet.ods", of(row(cell("x", columns % 16_384), rows % 1_048_576)), "reaches cell XFD1048576"
    yield "all-rows.ods", of(row(cell("x") * 3, rows % 1_048_576)), "reaches cell B1048576"
    yield "all-columns.ods", of(row(cell("x", columns % 16_384)) * 200), "reaches cell XFD"
    yield "too-wide.ods", of(row(cell("x", columns % 16_385))), "reaches cell XFE1"
    yield "too-low.ods", of(row("", rows % 1_048_576) + row(cell("x"))), "reaches cell A1048577"
    yield "no-number-holds.ods", of(row(cell("x"), rows % ("9" * 40))), "reaches cell"
    yield "no-number-holds-2.ods", of(row(cell("x", columns % 18_446_744_073_709_551_615), rows % 18_446_744_073_709_551_615)), "reaches cell"
    yield "blank-then-far.ods", of(row(cell("x")) + row("", rows % 900_000) + row(f"<table:table-cell {columns % 16_000}/>" + cell("x"))), "reaches cell"
    yield "two-million-columns.ods", of(row("<table:table-cell/>" * 20_000 + cell("x"))), "reaches cell"
    yield "long-text-repeated.ods", of(row(cell(noise(150_000, 4).decode(), columns % 1_000))), "more text than is read"
    yield "long-text-rows.ods", of(row(cell(noise(90_000, 4).decode()), rows % 2_000)), "more text than is read"
    yield "spaces.ods", of(row(cell('a<text:s text:c="4000000000"/>'))), "4000000001 characters"
    yield "spaces-and-spaces.ods", of(row(cell("a" + '<text:s text:c="150000"/>' * 9_000))), "characters, more than"
    yield "spaces-no-number-holds.ods", of(row(cell(f'a<text:s text:c="{2**64 - 1}"/>'))), "characters, more than"
    over = columns % 100 + ' table:number-rows-spanned="99999999" table:number-columns-spanned="99999"'
    yield "spans-over.ods", of(row(cell("x", over), rows % 100)), "lie over one another"
    yield "spans-over-blank.ods", of(row(cell("x")) + row(cell("", over), rows % 1_000) + row(cell("x", columns % 300))), "lie over one another"
    yield "many-sheets.ods", zipped(ods("".join(f'<table:table table:name="{n}"/>' for n in range(40_000)))), "more than 1000 sheets"
    yield "hidden-only.ods", zipped(patch_styles(ods('<table:table table:name="S" table:style-name="h">' + row(cell("x")) + "</table:table>"))), "no table, list or line"
    yield "of-another-file.ods", of("<table:table-source/>" + row(cell("x"))), "no table, list or line"
    yield "blank.ods", of(row("<table:table-cell/>", rows % 1_048_576)), "no table, list or line"
    yield "no-sheets.ods", zipped(ods("")), "no table, list or line"
    yield "comment-only.ods", of(row("<table:table-cell><office:annotation><text:p>x</text:p></office:annotation></table:table-cell>")), "no table, list or line"
    yield "groups-in-groups.ods", of("<table:table-row-group>" * 400), "nested more than"
    yield "tables-in-cells.ods", of("<table:table-row><table:table-cell><table:table>" * 100), "nested more than"
    locked = '<m:manifest xmlns:m="m"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    yield "locked.ods", zipped({**ods(""), "content.xml": bytes(range(256)) * 9, "META-INF/manifest.xml": locked}), "locked with a password"
    yield "locked-whole.ods", zipped({"mimetype": SPREADSHEET, "encrypted-package": b"\1\2", "META-INF/manifest.xml": locked}), "locked with a password"
    yield "manifest-lies.ods", zipped({**ods(""), "META-INF/manifest.xml": LAUGHS + "<a/>"}), "document type"
    yield "styles-cut.ods", zipped({**ods(""), "styles.xml": "<a><b>"}), "damaged"
    yield "string-value.ods", of(row('<table:table-cell office:value-type="string" office:string-value="a&#2;"/>')), "U+0002"
    yield "name-of-sheet.ods", zipped(ods(sheet(row(cell("x")), "a&#1;"))), "U+0001"


def patch_styles(parts: dict) -> dict:
    style = '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    content = parts["content.xml"].replace("<office:automatic-styles/>", f"<office:automatic-styles>{style}</office:automatic-styles>")
    return {**parts, "content.xml": content}


def texts() -> Iterator[File]:
    table = b"Ref,Action,Due\n1,Open the hub,May 2027\n"
    for number, character in enumerate([0, 1, 7, 8, 14, 27, 31]):
        for ending, between in (("csv", b","), ("txt", b"\t")):
            body = b"Ref,Action,Due\n1,Op" + bytes([character]) + b"en,May\n"
            yield f"control-{number}.{ending}", body.replace(b",", between), f"U+{character:04X}"
    for number, wrong in enumerate([b"\xe9", b"\x92", b"\xc0\x80", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xff", b"\xe2\x82", b"\xf4\x90\x80\x80"]):
        yield f"not-utf-8-{number}.csv", b"Ref,Action\n1,caf" + wrong + b"\n", "line 2 holds a byte"
    wide = lambda order: ("\ufeff" + table.decode()).encode(f"utf-16-{order}")
    yield "utf-16-odd-le.csv", wide("le") + b"a", "is not UTF-8"
    yield "utf-16-odd-be.csv", wide("be") + b"a", "is not UTF-8"
    yield "utf-16-half-le.csv", wide("le") + b"\x00\xd8", "is not UTF-8"
    yield "utf-16-half-be.csv", wide("be") + b"\xdc\x00", "is not UTF-8"
    yield "utf-16-unmarked.csv", table.decode().encode("utf-16-le"), "U+0000"
    yield "utf-32.csv", ("\ufeff" + table.decode()).encode("utf-32-le"), "U+0000"
    yield "utf-16-nul.csv", wide("le") + "1,\0,x\n".encode("utf-16-le"), "U+0000"
    yield "marks-only.csv", b"\xef\xbb\xbf", "no table, list or line"
    yield "blank.csv", b",,\n,,\n", "no table, list or line"
    yield "blank.txt", b" \n\t\n\x0c", "no table, list or line"
    yield "open-quote.csv", table + b'2,"open,June\n3,x,July\n', "is never closed"
    yield "open-quotes.csv", table + b'2,"open\n' * 50_001, "quotation mark"
    yield "text-after-quote.csv", table + b'2,"o" pen,June\n', "after the quotation mark"
    yield "short-row.csv", table + b"2,Close\n", "has 2 cells"
    yield "long-row.csv", table + b"2,Hubs, new,June\n", "has 4 cells"
    yield "late-long-row.csv", table + b"2,x,May\n" * 60_000 + b"1,2,3,4\n", "row 60003 (line 60003) has 4 cells"
    yield "long-row.txt", table.replace(b",", b"\t") + b"2\tx\ty\tz\n", "has 4 cells"
    yield "two-million-columns.csv", b"," * 2_000_001 + b"\n", "one cell too many"
    yield "two-million-columns.txt", b"a\t" * 2_000_001 + b"\n" + b"a\t" * 9 + b"\n", "characters, more than"
    yield "two-million-rows.csv", b"a,b\n" * 1_000_001, "one cell too many"
    yield "two-million-lines.txt", b"a\n" * 2_000_001, "has 2000001 lines"
    yield "two-million-blank-lines.txt", b"\n" * 2_100_000 + b"x", "has 2100000 lines"
    yield "wide-head.csv", b"," * 20_000 + b"x\n" + b"a\n" * 2_000, "one cell too many"
    yield "long-cell.csv", b"Ref,Action,Due\n1," + b"x" * 200_001 + b",May\n", "200001 characters"
    yield "long-line.txt", b"x" * 200_001, "200001 characters"
    yield "longest-line.txt", b"x" * (31 * MIB), "characters, more than"
    yield "too-large.csv", b"a,b\n" * (9 * MIB), "more than the 32 MB"
    yield "separator-only.csv", b"sep=;\n", "no table, list or line"
    yield "prose.txt", b"We met, talked and left.\n", ""
    yield "no-head.csv", b"1,2,3\n4,5,6\n", ""
    yield "spam.csv", b'"' * 100_001, ""


def bad() -> Iterator[File]:
    for made in (other_kinds, zip_files, workbooks, documents, spreadsheets, texts):
        yield from made()


def odd() -> Iterator[tuple[str, bytes]]:
    """Files with something strange in them that are read without it."""
    parts = honest()
    ring = '<w:styles xmlns:w="w">' + "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>' for a, b in ("xy", "yx")
    ) + "</w:styles>"
    styled = parts["docx"]["word/document.xml"].replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr>')
    yield "styles-in-a-circle.docx", zipped({**parts["docx"], "word/styles.xml": ring, "word/document.xml": styled})
    cell_ring = "".join(f'<style:style style:name="{a}" style:family="table-cell" style:parent-style-name="{b}"/>' for a, b in ("xy", "yx"))
    circle = parts["ods"]["content.xml"].replace("<office:automatic-styles/>", f"<office:automatic-styles>{cell_ring}</office:automatic-styles>")
    circle = circle.replace('office:value-type="string"', 'table:style-name="x" office:value-type="string"')
    yield "styles-in-a-circle.ods", zipped({**parts["ods"], "content.xml": circle})
    chain = "".join(f'<style:style style:name="s{n}" style:family="table-cell" style:parent-style-name="s{n + 1}"/>' for n in range(20_000))
    long = circle.replace(cell_ring, chain).replace('table:style-name="x"', 'table:style-name="s0"')
    yield "styles-in-a-chain.ods", zipped({**parts["ods"], "content.xml": long})
    yield "macros.docm", zipped({**parts["docx"], "word/vbaProject.bin": "Sub AutoOpen()"})
    yield "macros.xlsm", zipped({**parts["xlsx"], "xl/vbaProject.bin": "Sub Auto_Open()"})
    yield "macros.ods", zipped({**parts["ods"], "Basic/Standard/Module1.xml": "<a/>"})
    inner = zipped({"bomb": "a" * (20 * MIB)})
    for kind, whole in parts.items():
        yield f"bomb-inside-unopened.{kind}", zipped({**whole, "media/inner.zip": inner})
        yield f"stored.{kind}", zipped(whole, zipfile.ZIP_STORED)
        yield f"renamed-from-{kind}.csv", zipped(whole)
    shared = "".join(f"<si><t>unused {n}</t></si>" for n in range(50_000))
    yield "shared-unused.xlsx", zipped({**parts["xlsx"], "xl/sharedStrings.xml": f"<sst {MAIN}>{shared}</sst>"})
    far = row(f'<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="1048570"')
    yield "blank-to-the-end.ods", zipped({**parts["ods"], "content.xml": parts["ods"]["content.xml"].replace("</table:table>", far + "</table:table>")})
