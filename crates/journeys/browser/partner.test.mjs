// A partner answers for what it owns by the link in its mail: without an account, without script, seeing nothing else,
// and after a mail scanner has opened the link twenty times. What it takes is counted.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser } from "./fenshire.mjs";
import { faults, firstAdministrator, joins, main, openOffice } from "./office.mjs";

const SECRET = "Move the witness to another county";
const PLAN = [
  "Ref,Theme,Action,Lead,Due,Rating,Progress",
  "1.1,Safer Streets,Light the canal path,County Council,31/03/2099,Green,Two lamps of nine are lit.",
  `1.2,Safer Streets,${SECRET},Head of Policy,31/03/2099,Amber,Nothing yet.`,
].join("\n");
const MAP = `[plan]\nname = "Quarterdale Plan"\n[[post]]\nname = "County Council"\n[[post]]\nname = "Head of Policy"\n`;

let office;
let browser;
let olive;
let link;

const isFine = async (page) => assert.deepEqual(await faults(page), [], page.url());
const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });

async function person(options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(8_000);
  return context.newPage();
}

before(async () => {
  browser = await openBrowser();
  office = await openOffice({ name: "Office for Quarterdale", plan: PLAN, map: MAP, on: "2026-01-31" });
  const alex = await person();
  await firstAdministrator(office, alex, "Alex Admin");
  olive = await person();
  await joins(alex, olive, { name: "Olive Officer", role: "officer", posts: [] });
});
after(async () => {
  await browser?.close();
  await office?.close();
});

test("the officer makes a link for a partner that has no account", async () => {
  await office.run("round", "open", "Spring", "--due", "2099-06-30");
  await olive.goto(`${office.staff}/rounds`);
  await olive.getByRole("link", { name: "Spring" }).click();
  await olive.getByLabel("Post").selectOption("County Council");
  await olive.getByRole("button", { name: "Make a link" }).click();
  link = (await main(olive)).match(/http\S+\/answer\/[A-Za-z0-9_-]{43}/)[0];
  await shot(olive, "round");
  await isFine(olive);
});

test("a mail scanner opens it twenty times, and it is as it was", async () => {
  for (let time = 0; time < 20; time += 1) {
    const looked = await fetch(link, { method: time % 2 ? "GET" : "HEAD" });
    assert.equal(looked.status, 200);
    assert.equal(looked.headers.get("referrer-policy"), "no-referrer");
  }
});

test("the partner answers in seconds, without an account and without script, and sees nothing else", async () => {
  const looked = await person();
  await looked.goto(link);
  await shot(looked, "asked");
  await isFine(looked);
  const page = await person({ javaScriptEnabled: false });
  let [clicks, keys] = [1, 0];
  const began = Date.now();
  await page.goto(link);
  const asked = await main(page);
  assert.ok(asked.includes("Light the canal path") && asked.includes("Two lamps of nine are lit."), asked);
  assert.ok(!(await page.content()).includes(SECRET), "nothing else of the plan is there");
  const types = async (label, words) => {
    await page.getByLabel(label).fill(words);
    [clicks, keys] = [clicks + 1, keys + words.length];
  };
  await types("Your name", "Pat Partner");
  await types("What was done since then", "All nine lamps are lit.");
  await page.getByRole("button", { name: "Record this update" }).click();
  clicks += 1;
  const said = await main(page);
  assert.ok(said.includes("All nine lamps are lit."), said);
  const machine = (Date.now() - began) / 1000;
  // Two hundred keys a minute and two seconds a click, for somebody who has never seen the page.
  const seconds = Math.round(machine + (keys * 60) / 200 + clicks * 2);
  console.log(`a partner's update: ${clicks} clicks, ${keys} keys typed, about ${seconds} seconds`);
  assert.ok(seconds < 120);
  await looked.reload();
  await shot(looked, "said");
  await isFine(looked);
});

test("the record says by which link it was said, and under what name; revoked, the link is at an end", async () => {
  await olive.goto(`${office.staff}/rounds`);
  await olive.getByRole("link", { name: "Spring" }).click();
  const round = olive.url();
  await olive.getByRole("link", { name: "1.1 Light the canal path" }).first().click();
  const action = await main(olive);
  assert.ok(action.includes("All nine lamps are lit.") && action.includes("Pat Partner"), action);
  await shot(olive, "action");
  await olive.goto(round);
  await olive.getByRole("button", { name: "Revoke the links of County Council" }).click();
  assert.match(await main(olive), /Revoked/);
  assert.equal((await fetch(link)).status, 404);
});
