"""A paper is the same bytes on another day, in another zone and another language of the machine."""
import shutil
import unittest

from office import HOUSE, fenshire, program

PLAN = "Police and Crime Plan 2024 to 2028"
TABLES = ("pdf", "docx", "odt", "html", "xlsx", "ods", "csv", "json")
KINDS = {
    "delivery-plan": TABLES,
    "changes": TABLES,
    "plan-on-a-page": TABLES,
    "forward-look": TABLES,
    "slippage": TABLES,
    "succession": TABLES,
    "cover-report": ("pdf", "docx", "odt", "html", "json"),
}
LATER = {"TZ": "Pacific/Auckland", "LANG": "C", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"}


class SameBytes(unittest.TestCase):
    def test_every_format_of_every_kind_is_the_same_on_another_day(self) -> None:
        if not shutil.which("faketime"):
            self.skipTest("faketime is not installed")
        office, _ = fenshire()
        text = str(HOUSE / "demo/papers/panel-2026-09-12.txt")
        same = 0
        for kind, forms in KINDS.items():
            more = {"changes": ["--since", "FEN-2025-001"], "cover-report": ["--text", text]}.get(kind, [])
            for form in forms:
                paper = ["paper", kind, "--plan", PLAN, "--as-at", "Panel September 2026", "--format", form, *more]
                with self.subTest(kind=kind, form=form):
                    today = office.run([program(), *paper])
                    later = office.run(["faketime", "2031-02-03 23:59:59", program(), *paper], {**LATER})
                    self.assertGreater(len(today), 500)
                    self.assertEqual(today, later, f"{kind} as {form} differs five years later in New Zealand")
                    same += 1
        print(f"{same} files, the same bytes in another year, zone and language")
        self.assertEqual(same, sum(map(len, KINDS.values())))


if __name__ == "__main__":
    unittest.main()
