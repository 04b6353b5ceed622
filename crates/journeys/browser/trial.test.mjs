// Somebody without an account tries Milepost with a plan of their own: from the front page to a paper in Word, without a
// script, by keyboard, on a narrow screen, and nothing is left behind.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openFenshire } from "./fenshire.mjs";

const PLAN = `Safer Streets
- Light the underpass in Harlow Road
- Walk each ward with its residents

Standing by Victims
- Open a second hub in the north
- Ask victims every month what helped them`;

let fenshire;
let browser;

before(async () => {
  [fenshire, browser] = await Promise.all([openFenshire(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await fenshire?.close();
});

const tidy = (text) => text.replace(/\s+/g, " ").trim();

/** Every file of the record's folder, with its bytes. */
async function bytesOf(folder) {
  const all = new Map();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // In the last one SQLite counts who reads; it holds nothing of the record.
    if (!entry.isFile() || entry.name.endsWith("-shm")) continue;
    const path = join(entry.parentPath, entry.name);
    all.set(path, (await readFile(path)).toString("base64"));
  }
  return all;
}

async function download(page, press) {
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("from the front page to the forward look in Word, without a script, and nothing is kept", async () => {
  const before = await bytesOf(fenshire.folder);
  const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true });
  const page = await context.newPage();
  const begun = Date.now();
  await page.goto(fenshire.staff);
  await page.getByRole("link", { name: "Try it with your own plan" }).first().click();
  assert.equal(await page.locator("h1").textContent(), "Try it with your own plan");
  await page.getByLabel("Your plan", { exact: true }).fill(PLAN);
  await page.getByLabel("Name of the plan (optional)").fill("Safer Harlow");
  await page.getByRole("button", { name: "Show what is understood" }).click();
  assert.equal(tidy(await page.locator("h1").textContent()), "What is understood of Safer Harlow");
  assert.match(tidy(await page.getByRole("main").textContent()), /4 actions in 2 themes\./);
  const word = await download(page, () => page.getByRole("button", { name: "Download as Word" }).click());
  const took = Date.now() - begun;
  assert.match(word.name, /^forward-look-\d{4}-\d\d-\d\d-trial-not-issued\.docx$/);
  assert.equal(word.bytes.subarray(0, 2).toString(), "PK");
  assert.ok(took < 60_000, `it took ${took} ms`);
  const pdf = await download(page, () => page.getByRole("button", { name: "As PDF" }).click());
  assert.equal(pdf.bytes.subarray(0, 5).toString(), "%PDF-");
  // The page is still there, with the text; it is changed and looked at again.
  await page.getByLabel("Your plan", { exact: true }).fill(`${PLAN}\n- Publish a charter`);
  await page.getByRole("button", { name: "Show what is understood" }).click();
  assert.match(tidy(await page.getByRole("main").textContent()), /5 actions in 2 themes\./);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
  const after = await bytesOf(fenshire.folder);
  assert.deepEqual([...after.keys()].sort(), [...before.keys()].sort());
  for (const [path, bytes] of before) assert.ok(after.get(path) === bytes, `${path} has changed`);
  console.log(`from the front page to the Word file in ${took} ms; ${before.size} files of the record unchanged`);
});

test("a file is chosen, understood and printed; what is refused is said where it can be mended", async () => {
  const context = await browser.newContext({ acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(`${fenshire.staff}/try`);
  const csv = "Ref.,Theme,Action,Due,Rating\n1.1,Victims,Open a second hub,30/09/2026,Green\n2.1,Roads,Mend the camera van,,Red\n";
  await page.getByLabel("Or a file").setInputFiles({ name: "plan.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByLabel("As at").fill("2026-07-13");
  await page.getByRole("button", { name: "Show what is understood" }).click();
  const said = tidy(await page.getByRole("main").innerText());
  assert.match(said, /2 actions in 2 themes\./);
  assert.match(said, /30 September 2026/);
  const word = await download(page, () => page.getByRole("button", { name: "Download as Word" }).click());
  assert.equal(word.name, "forward-look-2026-07-13-trial-not-issued.docx");

  await page.goto(`${fenshire.staff}/try`);
  await page.getByLabel("Or a file").setInputFiles({ name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n") });
  await page.getByRole("button", { name: "Show what is understood" }).click();
  const problem = page.getByRole("alert");
  assert.match(tidy(await problem.innerText()), /There is a problem This is a PDF, .* copy the table and paste it/);
  await problem.getByRole("link").click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "file");
  await context.close();
});

test("by keyboard alone, and at 320 pixels nothing is pushed sideways", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, acceptDownloads: true });
  const page = await context.newPage();
  const fits = async () => assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, page.url());
  await page.goto(`${fenshire.staff}/try`);
  await fits();
  const tabTo = async (id) => {
    for (let pressed = 0; pressed < 60; pressed += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => document.activeElement.id || document.activeElement.value || document.activeElement.textContent.trim());
      if (at === id) return;
    }
    assert.fail(`${id} cannot be reached by Tab`);
  };
  await tabTo("text");
  await page.keyboard.insertText(PLAN);
  await tabTo("Show what is understood");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.match(tidy(await page.getByRole("main").innerText()), /4 actions in 2 themes\./);
  await fits();
  await tabTo("docx");
  const word = await download(page, () => page.keyboard.press("Space"));
  assert.match(word.name, /\.docx$/);
  await context.close();
});

test("the three pages of a trial have no fault that axe can find", async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  const faults = async () => {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    return violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(" ")}`);
  };
  await page.goto(`${fenshire.staff}/try`);
  assert.deepEqual(await faults(), []);
  await page.getByRole("button", { name: "Show what is understood" }).click();
  assert.match(tidy(await page.getByRole("alert").innerText()), /Paste your plan into the box/);
  assert.deepEqual(await faults(), []);
  await page.getByLabel("Your plan", { exact: true }).fill(PLAN);
  await page.getByRole("button", { name: "Change it and look again" }).click();
  assert.match(tidy(await page.locator("h1").innerText()), /What is understood/);
  assert.deepEqual(await faults(), []);
  await context.close();
});
