// With JavaScript switched off: from the front page to the bytes of a paper, and between two positions.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { openBrowser, openFenshire } from "./fenshire.mjs";

let fenshire;
let browser;
let page;

before(async () => {
  [fenshire, browser] = await Promise.all([openFenshire(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await fenshire?.close();
});
beforeEach(async () => {
  page = await (await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true })).newPage();
});
afterEach(() => page.context().close());

const heading = () => page.locator("h1").textContent();
const link = (name) => page.getByRole("main").getByRole("link", { name }).first();

/** Downloads every file that a paper's page lists, and compares each with the number that stands beside it. */
async function filesAreAsListed() {
  const files = page.locator(".milepost-files li");
  const names = [];
  for (const file of await files.all()) {
    const [download] = await Promise.all([page.waitForEvent("download"), file.getByRole("link").click()]);
    const bytes = await readFile(await download.path());
    const listed = (await file.locator("code").textContent()).trim();
    assert.equal(createHash("sha256").update(bytes).digest("hex"), listed, download.suggestedFilename());
    assert.ok(bytes.length > 1000, `${download.suggestedFilename()} is a document`);
    names.push(download.suggestedFilename());
  }
  return names;
}

const endings = (names) => names.map((name) => name.split(".").pop()).sort();

test("staff walk from the front page to an action, its paper and the paper's files", async () => {
  await page.goto(fenshire.staff);
  assert.match(await heading(), /^What the Panel saw on 12 September 2026/);
  await link(/^Agree and publish a county domestic abuse strategy/).click();
  assert.match(await heading(), /^3\.1 /);
  const shown = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "12 September 2026: shown to the Panel" }) });
  assert.match(await shown.textContent(), /At risk, due 31 October 2026/);
  await shown.getByRole("link", { name: /^FEN-2026-003/ }).click();
  assert.match(await heading(), /^FEN-2026-003: /);
  const names = await filesAreAsListed();
  assert.deepEqual(endings(names), ["csv", "docx", "html", "json", "ods", "odt", "pdf", "xlsx"]);
  assert.ok(names.every((name) => name.startsWith("FEN-2026-003-delivery-plan-")), names.join());
});

test("a position is chosen, looked at and left, and two are compared", async () => {
  const menu = page.getByRole("navigation", { name: "Menu" });
  await page.goto(fenshire.staff);
  await page.getByLabel("Position", { exact: true }).selectOption("Panel September 2025");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  assert.match(await page.title(), /as at Panel September 2025/);
  await menu.getByRole("link", { name: "Plans" }).click();
  await link("Police and Crime Plan 2024 to 2028").click();
  // 36 actions stood in the plan on that day; 40 do now.
  assert.match(await page.locator("#actions").textContent(), /^36 actions$/);
  await page.getByRole("link", { name: "Show it as it is now" }).click();
  assert.match(await page.locator("#actions").textContent(), /^40 actions$/);

  await menu.getByRole("link", { name: "What changed" }).click();
  await page.getByLabel("From", { exact: true }).selectOption("FEN-2025-001");
  await page.getByLabel("To", { exact: true }).selectOption("FEN-2026-001");
  await page.getByRole("button", { name: "Show what changed" }).click();
  assert.match(await page.title(), /^What changed from FEN-2025-001 to FEN-2026-001/);
  const said = await page.getByRole("main").textContent();
  const [, before, added, reopened, closed, after] = said.match(
    /Open before (\d+) \+ added (\d+) \+ re-opened (\d+) − closed (\d+) = open after (\d+)/,
  );
  assert.equal(Number(before) + Number(added) + Number(reopened) - Number(closed), Number(after), "the sum holds");
  assert.ok(Number(added) > 0, "and says something");
});

test("anybody walks from the index to an action and back to a paper and its files", async () => {
  await page.goto(fenshire.public);
  assert.equal(await heading(), "Plans and papers");
  await link("Police and Crime Plan 2024 to 2028").click();
  await link("Supporting Victims").click();
  await link(/^Agree and publish a county domestic abuse strategy/).click();
  assert.match(await heading(), /^3\.1 /);
  await link("What each rating means").click();
  assert.equal(await heading(), "Key to the ratings");
  await page.getByRole("link", { name: "Plans and papers" }).first().click();
  const row = page.getByRole("row").filter({ hasText: "FEN-2026-003" });
  await row.getByRole("link").click();
  assert.match(await page.getByRole("main").textContent(), /FEN-2026-003/);
  assert.deepEqual(endings(await filesAreAsListed()), ["csv", "docx", "html", "json", "ods", "odt", "pdf", "xlsx"]);
});

test("a withdrawn paper says why, and offers no file", async () => {
  await page.goto(fenshire.public);
  const row = page.getByRole("row").filter({ hasText: "FEN-2026-002" });
  assert.match(await row.textContent(), /Withdrawn/);
  await row.getByRole("link").click();
  assert.match(await page.getByRole("main").textContent(), /Withdrawn on 2 July 2026: .*internal audit/is);
  assert.equal(await page.locator(".milepost-files").count(), 0);
});

test("neither side asks for a cookie, a script or anything from elsewhere", async () => {
  const asked = new Set();
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  for (const address of [fenshire.staff, `${fenshire.staff}/papers/FEN-2026-003`, fenshire.public, `${fenshire.public}/verify`]) {
    const answer = await page.goto(address);
    assert.equal(answer.headers()["set-cookie"], undefined, address);
    assert.equal(await page.locator("script").count(), 0, address);
  }
  assert.deepEqual(await page.context().cookies(), []);
  assert.deepEqual([...asked].sort(), [fenshire.public, fenshire.staff].sort());
});
