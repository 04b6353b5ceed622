"""What the benches of servers share: `milepost serve`, PostgreSQL of one's own, and processor time by process."""
import html
import http.cookiejar
import os
import re
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path

from common import binary, run

POSTGRES = Path("/usr/lib/postgresql/15/bin")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Serving:
    """`milepost serve` on spare ports, ended when the block is left; where people sign in, with the secret of the first."""

    def __init__(self, folder, sign_in=False):
        self.public, self.staff = (f"127.0.0.1:{free_port()}" for _ in range(2))
        words = [binary(), "--dir", str(folder), "serve", "--listen", self.public, "--staff", self.staff]
        self.said = Path(folder) / "served.log"
        with open(self.said, "wb") as said:
            self.child = subprocess.Popen(words + ["--sign-in"] * sign_in, stdout=said, stderr=said)
        for _ in range(600):
            try:
                fetch(self.staff, "/sign-in" if sign_in else "/verify")
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the server does not answer")

    def lead(self, posts):
        """A browser in which somebody is signed in who holds these posts, whom the first administrator invited."""
        secret = re.search(r"(?<![\w-])[\w-]{43}(?![\w-])", self.said.read_text()).group(0)
        passphrase = {"passphrase": "seven otters under a lamp", "again": "seven otters under a lamp"}
        first = Browser(self.staff)
        first.sends("/first", {"secret": secret, "name": "Alex Able", "email": "alex@benchshire.example", **passphrase})
        offered = first.fetch("/people/invite").decode()
        held = [re.search(rf'name="post" type="checkbox" value="([^"]+)"[^<]*<label[^>]*>\s*{post}\s*<', offered).group(1) for post in posts]
        asked = {"name": "Lena Lead", "email": "lena@benchshire.example", "role": "lead", "post": held}
        page = first.sends("/people/invite", asked)
        lead = Browser(self.staff)
        lead.sends(re.search(r"/invitation/[A-Za-z0-9_-]{43}", page).group(0), passphrase)
        return lead

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()


class Browser:
    """Keeps cookies, and sends forms with what stands hidden in them."""

    def __init__(self, address):
        self.address = f"http://{address}"
        # The cookie is for encrypted connections, as which browsers count those to the machine itself.
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        jar = http.cookiejar.CookieJar(policy)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def fetch(self, path):
        with self.opener.open(self.address + path, timeout=60) as answer:
            return answer.read()

    def sends(self, path, fields, to=None):
        """Fills in the form of a page: the first, or the one that goes elsewhere."""
        page = self.fetch(path).decode()
        forms = [form for form in re.findall(r"<form.*?</form>", page, re.S) if "sign-out" not in form]
        form = next(form for form in forms if not to or f'action="{to}"' in form)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        body = urllib.parse.urlencode({**{name: html.unescape(value) for name, value in hidden.items()}, **fields}, doseq=True)
        headers = {"Origin": self.address}
        asked = urllib.request.Request(self.address + (to or path), data=body.encode(), headers=headers)
        with self.opener.open(asked, timeout=60) as answer:
            return answer.read().decode()


def fetch(address, path, coding="identity"):
    asked = urllib.request.Request(f"http://{address}{path}", headers={"Accept-Encoding": coding})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        if answer.headers.get("Content-Encoding", "identity") != coding:
            raise SystemExit(f"{path} came as {answer.headers.get('Content-Encoding')}, asked for as {coding}")
        return answer.read()


def processor_seconds(pids):
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def mebibytes(pid):
    """Memory of a process; what it shares with others is divided between them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("this kernel does not say how much memory a process has")


def published(folder, table_file, map_file=None):
    """An office with this table, whose position is on the public side."""
    run("init", folder, "--office", "Office of Benchshire", "--code", "BEN")
    run("--dir", folder, "import", "plan", table_file, "--on", "2026-09-01", *(["--map", map_file] if map_file else []))
    run("--dir", folder, "snapshot", "Autumn", "--for", "Panel", "--on", "2026-09-12")
    run("--dir", folder, "publish", "Autumn")
