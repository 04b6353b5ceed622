// An officer of a new office signs in, pastes the office's own table of sixty rows, says once what its columns, words and
// names mean, sees what becomes of each row, imports, undoes, imports again, names a theme and gives "AB" to a post:
// without a script, and with nothing for axe to find on the way.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, program } from "./fenshire.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PASSPHRASE = "seven otters under a lamp";
const LEADS = ["AB", "CD", "Head of Homes"];
const RATINGS = ["Green", "Amber-ish", "Red", "Green"];
const TABLE = [
  "Ref\tPriority\tWhat we promise\tWho\tBy when\tRAG",
  ...Array.from({ length: 60 }, (_, n) => {
    const theme = ["Roads", "Homes", "Streets"][Math.floor(n / 20)];
    const words = `${theme}: promise number ${n + 1} of this plan`;
    return [`${Math.floor(n / 20) + 1}.${(n % 20) + 1}`, theme, words, LEADS[n % 3], "30/09/2027", RATINGS[n % 4]].join("\t");
  }),
].join("\n");

let folder;
let server;
let staff;
let secret;
let browser;
const presses = { clicks: 0, keys: 0 };

async function run(...words) {
  const child = spawn(program(), words, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  child.stderr.on("data", (data) => (said += data));
  const [code] = await once(child, "close");
  assert.equal(code, 0, said);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "milepost-import-"));
  const dir = join(folder, "office");
  await run("init", dir, "--office", "Office for Northmarsh", "--code", "NOR");
  server = spawn(program(), ["serve", "--dir", dir, "--listen", "127.0.0.1:0", "--staff", "127.0.0.1:0", "--sign-in"]);
  let said = "";
  server.stderr.on("data", (data) => (said += data));
  for (let tries = 0; tries < 300 && !secret; tries += 1) {
    staff = said.match(/The staff pages are at (http:\/\/[^\s/]+)/)?.[1];
    secret = said.match(/^\s*([A-Za-z0-9_-]{43})\s*$/m)?.[1];
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.ok(staff && secret, said);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  if (server && server.exitCode === null) {
    const gone = once(server, "exit");
    server.kill();
    await gone;
  }
  if (folder) await rm(folder, { recursive: true, force: true });
});

const tidy = (text) => text.replace(/\s+/g, " ").trim();

/** What axe finds on a page at two widths, and whether it has to be pushed sideways. */
async function look(page, what) {
  const wrong = [];
  // The page runs no script of its own, so the looking is done beside it, in a context of its own.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  const second = await context.newPage();
  await second.route("**/*", (route) => route.continue());
  const html = await page.content();
  const base = new URL(page.url());
  await context.addCookies(await page.context().cookies());
  await second.goto(`${base.origin}/key`);
  await second.setContent(html.replace("<head>", `<head><base href="${base.origin}">`), { waitUntil: "networkidle" });
  for (const width of [1280, 320]) {
    await second.setViewportSize({ width, height: 900 });
    if (width === 1280) await second.addScriptTag({ content: AXE });
    const found = await second.evaluate(() => axe.run(document, { resultTypes: ["violations"], preload: false }));
    assert.ok(found.passes.length > 5);
    wrong.push(...found.violations.map(({ id, nodes }) => `${what} at ${width}: ${id}: ${nodes[0].html.slice(0, 200)}`));
    const over = await second.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) wrong.push(`${what} at ${width}: ${over} px too wide`);
    if (process.env.MILEPOST_PICTURES) {
      await second.screenshot({ path: join(process.env.MILEPOST_PICTURES, `${what}-${width}.png`), fullPage: true });
    }
  }
  await context.close();
  assert.deepEqual(wrong, []);
}

async function click(locator) {
  presses.clicks += 1;
  await locator.click();
}

async function choose(page, label, option) {
  presses.clicks += 2;
  await page.getByLabel(label, { exact: false }).first().selectOption({ label: option });
}

async function heading(page, words) {
  assert.equal(tidy(await page.locator("h1").textContent()), words);
}

async function signsIn() {
  const admin = await browser.newContext({ javaScriptEnabled: false });
  const page = await admin.newPage();
  await page.goto(staff);
  await page.locator("#secret").fill(secret);
  await page.locator("#name").fill("Alex Clerk");
  await page.locator("#email").fill("alex@northmarsh.example");
  await page.locator("#passphrase").fill(PASSPHRASE);
  await page.locator("#again").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Make my account" }).click();
  await page.goto(`${staff}/people/invite`);
  await page.locator("#name").fill("Olga Officer");
  await page.locator("#email").fill("olga@northmarsh.example");
  await page.locator("select[name=role]").selectOption("officer");
  await page.locator("main form button").click();
  const link = await page.locator("code").textContent();
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const olga = await context.newPage();
  await olga.goto(link);
  await olga.locator("#passphrase").fill(PASSPHRASE);
  await olga.locator("#again").fill(PASSPHRASE);
  await olga.locator("main form button").click();
  return olga;
}

async function pastes(page) {
  await click(page.getByRole("link", { name: "Import", exact: true }));
  await heading(page, "Take in your table");
  // One paste is two keys.
  presses.keys += 2;
  await page.getByLabel("Paste the table or the list").fill(TABLE);
  await page.getByLabel("Name of the new plan").fill("Northmarsh Plan");
  presses.keys += "Northmarsh Plan".length;
  await click(page.getByRole("button", { name: "Read it" }));
}

test("a table of sixty rows is taken in, undone, and taken in again, by clicks alone", async (t) => {
  const page = await signsIn();
  await page.goto(`${staff}/import`);
  await look(page, "give");
  const begun = Date.now();
  await pastes(page);
  await heading(page, "How your table is read");
  await choose(page, "What we promise", "Action");
  await look(page, "columns");
  await click(page.getByRole("button", { name: "See what becomes of each row" }));
  await heading(page, "What becomes of each row");
  assert.match(tidy(await page.getByRole("main").textContent()), /15 refused/);
  await look(page, "refused");
  await click(page.getByRole("link", { name: "Change how it is read" }));
  await choose(page, "“Amber-ish”", "At risk");
  await choose(page, "“AB” (", "A new post, named beside");
  await page.getByLabel("Name of a new post for “AB”").fill("Head of Roads");
  presses.keys += "Head of Roads".length;
  await look(page, "words");
  await click(page.getByRole("button", { name: "See what becomes of each row" }));
  assert.match(tidy(await page.getByRole("main").textContent()), /60 new, 0 changed, 0 unchanged, 0 refused/);
  await look(page, "rows");
  // Back and forth, by the browser's own ways.
  await page.goBack();
  await heading(page, "How your table is read");
  await page.goForward();
  await click(page.getByRole("button", { name: "Import 60 rows" }));
  assert.match(await page.getByRole("main").textContent(), /Your table is on the record\./);
  t.diagnostic(`60 rows: ${presses.clicks} clicks, ${presses.keys} keys, ${((Date.now() - begun) / 1000).toFixed(1)} s with the looks of axe`);
  await look(page, "imported");

  await click(page.getByRole("button", { name: "Undo this import" }));
  await heading(page, "Undo import 1");
  assert.match(tidy(await page.getByRole("main").textContent()), /60 actions are taken back/);
  await look(page, "undo");
  await page.getByLabel("Why it is undone").fill("It was last year's table");
  await click(page.getByRole("button", { name: "Undo the import" }));
  assert.match(await page.getByRole("main").textContent(), /The import is undone\./);
  await page.goto(`${staff}/plans`);
  assert.doesNotMatch(await page.getByRole("main").textContent(), /Northmarsh Plan/);

  // Again: what was answered once is known.
  const first = { ...presses };
  await page.goto(staff);
  await pastes(page);
  assert.equal(await page.getByLabel("Name of a new post for “AB”").inputValue(), "Head of Roads");
  await click(page.getByRole("button", { name: "See what becomes of each row" }));
  assert.match(tidy(await page.getByRole("main").textContent()), /60 new, 0 changed, 0 unchanged, 0 refused/);
  await click(page.getByRole("button", { name: "Import 60 rows" }));
  t.diagnostic(`again: ${presses.clicks - first.clicks} clicks, ${presses.keys - first.keys} keys`);
  await click(page.getByRole("link", { name: "Imports", exact: true }));
  const list = tidy(await page.getByRole("main").textContent());
  assert.match(list, /import 2.*import 1/);
  await look(page, "imports");
});

test("a theme is renamed and CD is given to a post", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${staff}/sign-in`);
  await page.locator("#email").fill("olga@northmarsh.example");
  await page.locator("#passphrase").fill(PASSPHRASE);
  await page.locator("main form button").click();
  await page.getByRole("link", { name: "Names", exact: true }).click();
  await heading(page, "Names");
  await look(page, "names");
  await page.getByRole("link", { name: "Roads", exact: true }).click();
  await page.locator("#name").fill("Safer roads");
  await page.getByLabel("Aim").fill("Nobody is hurt on our roads.");
  await look(page, "theme");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Safer roads", exact: true }).waitFor();
  const match = page.locator("form").filter({ hasText: "“CD”" });
  await match.locator("select").selectOption({ label: "Head of Roads" });
  await match.getByRole("button", { name: /This is the post/ }).click();
  assert.doesNotMatch(tidy(await page.getByRole("main").textContent()), /“CD”/);
  await page.goto(`${staff}/plans/northmarsh-plan`);
  await page.getByRole("link", { name: /promise number 2 / }).first().click();
  assert.match(tidy(await page.getByRole("main").textContent()), /Head of Roads/);
  await page.getByRole("link", { name: "Change its title, lead and other standing facts" }).click();
  await look(page, "action");
  await page.getByLabel("Description").fill("With the schools.");
  await page.getByRole("button", { name: "Save" }).click();
  assert.match(tidy(await page.getByRole("main").textContent()), /With the schools\./);
});
