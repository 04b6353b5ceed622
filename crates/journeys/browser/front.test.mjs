// The story that Fenshire tells, read as a visitor reads it.
import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { openBrowser, openFenshire } from "./fenshire.mjs";

const PLAN = "/plans/police-and-crime-plan-2024-to-2028";

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
  page = await (await browser.newContext({ viewport: { width: 1280, height: 1000 } })).newPage();
});
afterEach(() => page.context().close());

const tidy = (text) => text.replace(/\s+/g, " ").trim();
const row = (text) => page.getByRole("row").filter({ hasText: text });
const cells = async (text) => (await row(text).getByRole("cell").allInnerTexts()).map(tidy);
const open = async (name) => {
  await page.getByRole("main").getByRole("link", { name }).first().click();
  return tidy(await page.locator("h1").innerText());
};

test("the first screen says what the Panel saw, and what is true today", async () => {
  await page.goto(fenshire.staff);
  assert.equal(await page.locator("h1").innerText(), "What the Panel saw on 12 September 2026, and what is true today");
  assert.match(await page.locator("body").innerText(), /DEMO\s*Office of the Police and Crime Commissioner for Fenshire is a fictional office/);
  const heads = (await page.getByRole("columnheader").allInnerTexts()).map(tidy);
  assert.deepEqual(heads.slice(0, 4), ["Action", "Seen by the Panel, 12 September 2026", "True today, 20 October 2026", "Direction"]);
  // The worst of what differs is on the screen before anybody scrolls.
  assert.deepEqual(await cells("county domestic abuse strategy"), [
    "At risk due 31 October 2026",
    "Off track since 16 October 2026 due 31 March 2027 date changed",
    "Worse",
  ]);
  const box = await row("county domestic abuse strategy").boundingBox();
  assert.ok(box.y + box.height <= 1000, `the story's row ends at ${box.y + box.height} px`);
});

test("what differs and what is the same are all the actions, and the counts agree with the sentence", async () => {
  await page.goto(fenshire.staff);
  const said = await page.locator("main").innerText();
  const [, all, better, worse, same, fresh, incomparable] = said
    .match(/(\d+) actions: (\d+) better, (\d+) worse, (\d+) the same, (\d+) new, (\d+) that cannot be compared/)
    .map(Number);
  assert.equal(better + worse + same + fresh + incomparable, all);
  const [, differ] = said.match(/What differs: (\d+) actions?/).map(Number);
  const [, equal] = said.match(/What is the same: (\d+) actions?/).map(Number);
  assert.equal(differ + equal, all);
  const directions = (await page.locator(".milepost-direction").allInnerTexts()).map(tidy);
  const counted = (word) => directions.filter((direction) => direction === word).length;
  assert.equal(counted("Better"), better);
  assert.equal(counted("Worse"), worse);
  assert.equal(counted("New"), fresh);
  assert.equal(directions.length, all);
});

test("the domestic abuse strategy is told from green to red, with its three changes of date", async () => {
  await page.goto(fenshire.staff);
  assert.match(await open(/county domestic abuse strategy/), /^3\.1 Agree and publish a county domestic abuse strategy/);
  const events = (await page.locator(".milepost-timeline > li").allInnerTexts()).map(tidy);

  // Told newest first; here it is read from the beginning.
  const updates = events.filter((event) => /: update/.test(event)).reverse();
  const ratings = updates.map((event) => event.match(/update (On track|At risk|Off track)/)?.[1]);
  const turns = ratings.filter((rating, at) => rating !== ratings[at - 1]);
  assert.deepEqual(turns, ["On track", "At risk", "Off track"]);

  const moves = events.filter((event) => /: date changed/.test(event)).reverse();
  assert.equal(moves.length, 3);
  const dates = moves.map((event) => event.match(/from (\d+ \w+ \d+) to (\d+ \w+ \d+)/i).slice(1));
  assert.deepEqual(dates, [
    ["31 March 2026", "30 June 2026"],
    ["30 June 2026", "31 October 2026"],
    ["31 October 2026", "31 March 2027"],
  ]);

  // Each thing that is told says where it comes from, and which paper showed it to whom.
  assert.ok(events.every((event) => /Recorded \d+ \w+ \d{4} by .+ \(entry \d+\)/.test(event)));
  assert.ok(updates.every((event) => /From (\d{4}-q\d\.csv, row \d+|police-and-crime-plan, themes\/[\w-]+\.txt, line \d+)\.$/.test(event)), updates[0]);
  const shown = events.filter((event) => /shown to the Panel/.test(event)).map((event) => event.match(/FEN-\d{4}-\d{3}/)[0]);
  assert.deepEqual(shown, ["FEN-2026-003", "FEN-2026-001", "FEN-2025-002", "FEN-2025-001"]);
  assert.match(tidy(await page.locator("main").innerText()), /originally 31 March 2026 date changed 3 times/);
});

test("the promise that was reworded stands in both wordings", async () => {
  await page.goto(fenshire.staff);
  assert.match(await open(/Explore options for drug and alcohol support/), /^4\.2 Explore options/);
  const came = tidy(await page.locator("main").innerText());
  assert.match(came, /Reworded Then Safer Fenshire 2019 to 2023 2\.3 Deliver a 24-hour drug and alcohol referral service in both custody suites Now Police and Crime Plan 2024 to 2028 4\.2 Explore options for drug and alcohol support in custody/);
  // And from the old promise one comes to the new.
  assert.match(await open(/Deliver a 24-hour drug and alcohol referral service/), /^2\.3 Deliver a 24-hour/);
  assert.match(tidy(await page.locator("main").innerText()), /In a later plan: Reworded .* Explore options for drug and alcohol support/);
});

test("the public side counts what is withheld, with the ground, and holds none of it", async () => {
  // What staff see of the actions that are withheld.
  const secrets = [];
  await page.goto(fenshire.staff + PLAN);
  for (const reference of ["4.1", "1.8", "2.6", "3.9"]) {
    const action = page.getByRole("rowheader").filter({ hasText: new RegExp(`^${reference.replace(".", "\\.")} `) });
    secrets.push(tidy(await action.getByRole("link").innerText()));
  }
  assert.equal(secrets.length, 4);

  await page.goto(fenshire.public + PLAN);
  const said = tidy(await page.locator("main").innerText());
  assert.match(said, /35 of 38 actions shown, 3 withheld\./);
  assert.match(said, /1 withheld: Commercial interests: Freedom of Information Act 2000, section 43\(2\)/);
  assert.match(said, /2 withheld: internal to the office/);

  // Every page that can be reached, and every file that is text.
  const waiting = ["/"];
  const known = new Set(waiting);
  let looked = 0;
  while (waiting.length > 0) {
    const address = waiting.pop();
    const answer = await fetch(fenshire.public + address);
    assert.equal(answer.status, 200, address);
    const text = await answer.text();
    looked += 1;
    for (const secret of secrets) assert.ok(!text.includes(secret), `${address} holds "${secret}"`);
    for (const [, href] of text.matchAll(/ href="(\/[^"#]*)/g)) {
      if (known.has(href) || /\.(pdf|docx)$/.test(href)) continue;
      known.add(href);
      waiting.push(href);
    }
  }
  assert.ok(looked > 150, `${looked} addresses were read`);
});

test("printed, a page is its words: no menu, no picker, and still DEMO", async () => {
  await page.goto(fenshire.staff);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("navigation").count(), 0);
  assert.equal(await page.getByLabel("Position", { exact: true }).isVisible(), false);
  assert.ok(await page.getByText("DEMO", { exact: true }).isVisible());
  assert.ok(await page.locator("h1").isVisible());
});
