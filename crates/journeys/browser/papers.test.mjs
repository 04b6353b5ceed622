// The life of the Board's papers, clicked through: an officer makes and issues them, sends one to Word and back, presents,
// and asks for publication; an approver sees what the public would receive and agrees; a correction stands beside it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { answers, command, openBrowser, program, sparePort } from "./fenshire.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PASSPHRASE = "seven otters under a lamp";

let office;
let browser;
let looks = 0;

/** Fenshire, served so that people sign in: the addresses, the secret of the first, and how to end it. */
async function openWithPeople() {
  const folder = await mkdtemp(join(tmpdir(), "milepost-papers-"));
  const dir = join(folder, "fenshire");
  await command(dir, "demo", "--build-only");
  const [listen, staff] = [`127.0.0.1:${await sparePort()}`, `127.0.0.1:${await sparePort()}`];
  const child = spawn(program(), ["serve", "--sign-in", "--dir", dir, "--listen", listen, "--staff", staff]);
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  await answers(`http://${staff}/first`, child, () => said);
  await answers(`http://${listen}/verify`, child, () => said);
  const secret = said.match(/^ {4}(\S{43})$/m)?.[1];
  assert.ok(secret, said);
  const close = async () => {
    const gone = once(child, "exit");
    child.kill();
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, dir, secret, staff: `http://${staff}`, public: `http://${listen}`, close };
}

before(async () => {
  [office, browser] = await Promise.all([openWithPeople(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await office?.close();
});

const tidy = (text) => text.replace(/\s+/g, " ").trim();
const main = async (page) => {
  await page.waitForLoadState();
  return tidy(await page.getByRole("main").textContent());
};

/** No script, one first heading, nothing to the side at 320 and 1280 px, nothing that axe finds. */
async function look(page) {
  const where = page.url();
  const size = page.viewportSize();
  await page.evaluate(`${AXE};0`);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${where}: ${over} px to the side at ${width} px`);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"], preload: false }));
    const found = violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 160)}`);
    assert.deepEqual(found, [], `${where} at ${width} px`);
    if (process.env.MILEPOST_SHOTS) {
      const name = `${String(looks).padStart(2, "0")}-${width}.png`;
      await page.screenshot({ path: join(process.env.MILEPOST_SHOTS, name), fullPage: true });
    }
  }
  assert.equal(await page.locator("h1").count(), 1, where);
  assert.equal(await page.locator("script").count(), 0, where);
  await page.setViewportSize(size);
  looks += 1;
}

async function person() {
  const context = await browser.newContext({ acceptDownloads: true });
  return context.newPage();
}

async function joins(administrator, name, role, post) {
  await administrator.goto(`${office.staff}/people/invite`);
  await administrator.getByLabel("Full name").fill(name);
  await administrator.getByLabel("E-mail address").fill(`${role}@fenshire.example`);
  await administrator.getByLabel("Role").selectOption(role);
  if (post) await administrator.getByLabel(post, { exact: true }).check();
  await administrator.getByRole("button", { name: "Make the invitation" }).click();
  const link = (await main(administrator)).match(/http:\/\/\S+\/invitation\/\S{43}/)[0];
  const page = await person();
  await page.goto(link);
  await page.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
  await page.getByLabel("Passphrase, once more").fill(PASSPHRASE);
  await page.getByRole("button").last().click();
  return page;
}

/** Makes and issues a paper; gives its number. */
async function issues(page, kind, choose = {}) {
  await page.getByRole("link", { name: "Papers", exact: true }).first().click();
  await page.getByRole("link", { name: "Make a paper" }).click();
  await page.getByLabel("Kind of paper").selectOption(kind);
  await page.getByLabel("Made for").selectOption("Board");
  for (const [label, value] of Object.entries(choose)) await page.getByLabel(label, { exact: true }).selectOption(value);
  await page.getByRole("button", { name: "Look at the draft" }).click();
  assert.match(await main(page), /This is a draft\. It has no number/);
  await look(page);
  await page.getByRole("button", { name: "Issue this paper" }).click();
  assert.match(await main(page), /The paper is issued/);
  return (await page.locator("h1").textContent()).split(":")[0];
}

async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const path = join(office.folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** Word, for this test: replaces one text by another. */
function edit(path, from, to) {
  const code = `
import sys, zipfile
source, target, old, new = sys.argv[1:]
with zipfile.ZipFile(source) as there, zipfile.ZipFile(target, "w") as here:
    for part in there.infolist():
        data = there.read(part)
        if part.filename == "word/document.xml":
            assert old.encode() in data, old
            data = data.replace(old.encode(), new.encode(), 1)
        here.writestr(part, data)
`;
  const target = path.replace(".docx", "-by-hand.docx");
  const done = spawnSync("python3", ["-c", code, path, target, from, to], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  return target;
}

test("the Board's papers, from a position to a correction", { timeout: 300_000 }, async (t) => {
  const administrator = await person();
  await administrator.goto(`${office.staff}/first`);
  await administrator.getByLabel("Secret").fill(office.secret);
  await administrator.getByLabel("Full name").fill("Alex Administrator");
  await administrator.getByLabel("E-mail address").fill("alex@fenshire.example");
  await administrator.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
  await administrator.getByLabel("Passphrase, once more").fill(PASSPHRASE);
  await administrator.getByRole("button", { name: "Make my account" }).click();
  const officer = await joins(administrator, "Olive Officer", "officer", "Head of Policy and Performance");
  const approver = await joins(administrator, "Cleo Chief", "approver", "Chief Executive");

  // A position for the meeting, which the builder then stands at.
  await officer.goto(`${office.staff}/papers/position`);
  await look(officer);
  await officer.getByLabel("Made for").selectOption("Board");
  await officer.getByLabel("Name of the position").fill("Board November");
  await officer.getByRole("button", { name: "Take a position" }).click();
  await look(officer);
  assert.equal(await officer.getByLabel("As at", { exact: true }).inputValue(), "Board November");

  // What changed first, then the delivery plan of one theme.
  const at = { "As at": "Board November" };
  const changes = await issues(officer, "changes", { ...at, "Compare with": "Panel September 2026" });
  const theme = "Bringing Offenders to Justice";
  const number = await issues(officer, "delivery-plan", { ...at, Theme: theme });
  assert.notEqual(changes, number);
  await look(officer);

  // One that prints what is not for everybody cannot go out, and says why before anybody asks.
  const inside = await issues(officer, "delivery-plan", { ...at, Theme: "Supporting Victims" });
  await officer.getByRole("link", { name: "Ask for publication" }).click();
  assert.match(await main(officer), new RegExp(`It cannot be published: ${inside} holds what is not public: 3\\.9`));
  assert.equal(await officer.getByRole("button", { name: "Ask for publication" }).count(), 0);
  await look(officer);
  await officer.goto(`${office.staff}/papers/${number}`);

  // To Word and back: a figure that was changed by hand is flagged.
  const docx = await download(officer, officer.getByRole("link", { name: /\.docx$/ }));
  const html = await download(officer, officer.getByRole("link", { name: /\.html$/ }));
  assert.match(await readFile(html, "utf8"), new RegExp(number));
  const dated = (await readFile(html, "utf8")).match(/\b31 March 20\d\d\b/)[0];
  const changed = edit(docx, dated, "1 April 2031");
  await officer.getByRole("link", { name: "Return an edited Word file" }).click();
  await look(officer);
  await officer.getByLabel("Word file (DOCX)").setInputFiles(changed);
  await officer.getByRole("button", { name: "Compare with what was printed" }).click();
  const found = await main(officer);
  assert.match(found, /Figure changed/);
  assert.match(found, /Date changed/);
  assert.match(found, /1 April 2031/);
  await look(officer);
  await officer.getByRole("button", { name: "Accept, and keep it as issued" }).click();
  assert.match(await main(officer), /-edited\.docx was edited after it was printed/);
  assert.match(await command(office.dir, "verify", changed), /edited after it was printed/);

  // Presented, and asked to be published; nobody does both.
  await officer.getByRole("link", { name: "Say that it was presented" }).click();
  await look(officer);
  await officer.getByLabel("Day on which it was presented").fill(new Date().toISOString().slice(0, 10));
  await officer.getByRole("button", { name: "Say that it was presented" }).click();
  assert.match(await main(officer), /It is on the record that the paper was presented/);
  await officer.getByRole("link", { name: "Ask for publication" }).click();
  await look(officer);
  await officer.getByRole("button", { name: "Ask for publication" }).click();
  assert.match(await main(officer), /Not yet agreed/);
  assert.equal((await fetch(`${office.public}/papers/${number}`)).status, 404);

  // The approver sees what the public would receive, with what is withheld, and agrees.
  await approver.getByRole("link", { name: "Decisions", exact: true }).click();
  await look(approver);
  await approver.getByRole("link", { name: new RegExp(number) }).click();
  const preview = await main(approver);
  assert.match(preview, /One action of what this paper covers is withheld from the public\..*1: Commercial interests/);
  assert.match(preview, /One edited Word file stays inside the office/);
  assert.match(preview, /The paper that the public receives/);
  await look(approver);
  await approver.getByRole("button", { name: "Agree, and publish" }).click();
  assert.match(await main(approver), /You agreed to the publication/);
  const visitor = await person();
  await visitor.goto(`${office.public}/papers/${number}`);
  assert.match(await main(visitor), new RegExp(theme));
  assert.doesNotMatch(await main(visitor), /edited/);

  // A week later something is wrong: the paper stands, and a correction beside it.
  await officer.goto(`${office.staff}/papers/${number}/correct`);
  await look(officer);
  await officer.getByRole("button", { name: "Correct this paper" }).click();
  assert.match(await main(officer), /There is a problem/);
  await officer.getByLabel("What the paper says").fill("On track");
  await officer.getByLabel("What it should say").fill("Off track");
  await officer.getByLabel("What is wrong, and why").fill("The survey of victims was rated for the quarter before.");
  await officer.getByRole("button", { name: "Correct this paper" }).click();
  assert.match(await main(officer), /Corrections/);
  await look(officer);
  await visitor.reload();
  assert.match(await main(visitor), /The survey of victims was rated for the quarter before\./);
  assert.match(await main(visitor), /Head of Policy and Performance/);
  assert.doesNotMatch(await main(visitor), /Olive/);
  await look(visitor);
  const data = await (await fetch(`${office.public}/papers.json`)).json();
  const own = data.papers.find((paper) => paper.number === number);
  assert.equal(own.corrections[0].is, "Off track");

  await officer.goto(`${office.staff}/papers/holds`);
  await look(officer);
  t.diagnostic(`${looks} pages looked at, at 320 and 1280 px, with axe`);
});
