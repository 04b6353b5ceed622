// The staff pages by keyboard alone: nothing is out of reach, and it is always seen where one is.
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
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
});
afterEach(() => page.context().close());

const press = (key) => page.keyboard.press(key);

/** Presses a key that leads to another page, and waits for it. */
async function follow(key) {
  await Promise.all([page.waitForNavigation(), press(key)]);
}

/** What has the focus: in words, in sight or not, and looking different from when it has not. */
const focused = () =>
  page.evaluate(() => {
    const it = document.activeElement;
    if (!it || it === document.body) return null;
    const look = () => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor } = getComputedStyle(it);
      const outline = outlineStyle === "none" || outlineWidth === "0px" ? "none" : `${outlineWidth} ${outlineColor}`;
      return JSON.stringify([outline, boxShadow, backgroundColor, borderColor]);
    };
    const box = it.getBoundingClientRect();
    const inSight = box.width > 1 && box.height > 1 && box.top > -1 && box.bottom < innerHeight + 1;
    const [withFocus] = [look()];
    it.blur();
    const without = look();
    it.focus({ preventScroll: true });
    return {
      what: (it.labels?.[0] ?? it).textContent.trim() || it.name,
      tag: it.tagName.toLowerCase(),
      inSight,
      marked: withFocus !== without,
    };
  });

/** Presses Tab until what has the focus is so called. */
async function tabTo(what, limit = 60) {
  for (let pressed = 0; pressed < limit; pressed += 1) {
    await press("Tab");
    const it = await focused();
    if (it && (typeof what === "string" ? it.what === what : what.test(it.what))) return it;
  }
  throw new Error(`${what} is not reached by ${limit} presses of Tab on ${page.url()}`);
}

test("the first press of Tab shows the way past the head of the page", async () => {
  await page.goto(fenshire.staff);
  await press("Tab");
  const skip = await focused();
  assert.equal(skip.what, "Skip to main content");
  assert.ok(skip.inSight, "it comes into sight");
  await press("Enter");
  await press("Tab");
  const inMain = await page.evaluate(() => document.activeElement.closest("main") !== null);
  assert.ok(inMain, "the next press of Tab is in the page itself");
});

test("Tab goes through the page in the order in which it is read, and always shows where it is", async () => {
  await page.goto(fenshire.staff);
  const order = [];
  for (;;) {
    await press("Tab");
    const it = await focused();
    if (!it) break;
    assert.ok(it.inSight, `"${it.what}" is in sight when it has the focus`);
    assert.ok(it.marked, `"${it.what}" looks different when it has the focus`);
    order.push(it.what);
    assert.ok(order.length < 500, "Tab comes to an end");
  }
  const expected = await page.evaluate(() => {
    const all = document.querySelectorAll("a[href], button, select, summary, input:not([type=hidden])");
    const shown = [...all].filter((it) => it.checkVisibility());
    return shown.map((it) => (it.labels?.[0] ?? it).textContent.trim() || it.name);
  });
  assert.deepEqual(order, expected);
  assert.ok(order.length > 40, `${order.length} places`);
  const places = ["Skip to main content", "Then and now", "Verify", "Position", "Show", "Another day"];
  assert.deepEqual(order.filter((what) => places.includes(what)), places);
});

test("a position is chosen by keyboard, said on the page and in its title, and kept on every link", async () => {
  await page.goto(fenshire.staff);
  await tabTo("Position");
  // A list is searched by typing.
  await page.keyboard.type("Panel March");
  await tabTo("Show");
  await follow("Enter");
  assert.equal(new URL(page.url()).searchParams.get("at"), "Panel March 2026");

  // The title is what a screen reader says first; the banner is a landmark of its own, before the page.
  assert.match(await page.title(), /as at Panel March 2026 – /);
  const banner = page.getByRole("region", { name: "You are looking at the past" });
  assert.match(await banner.textContent(), /This page shows the record as at: Panel March 2026/);
  const before = await banner.evaluate((it) => {
    const main = document.querySelector("main");
    return Boolean(it.compareDocumentPosition(main) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  assert.ok(before, "the banner comes before the page");
  assert.equal(await page.getByLabel("Position", { exact: true }).inputValue(), "Panel March 2026");
  await everyLinkKeepsThePosition();

  // On from page to page: plan, theme, action. The past goes along.
  await tabTo("Plans");
  await follow("Enter");
  await tabTo("Police and Crime Plan 2024 to 2028");
  await follow("Enter");
  await everyLinkKeepsThePosition();
  await tabTo("Supporting Victims");
  await follow("Enter");
  await tabTo(/^Agree and publish a county domestic abuse strategy/);
  await follow("Enter");
  assert.match(await page.locator("h1").textContent(), /^3\.1/);
  await everyLinkKeepsThePosition();
  assert.ok(await page.getByText("31 March 2027").count() === 0, "nothing of what came later is there");

  await tabTo("Show it as it is now");
  await follow("Enter");
  assert.equal(new URL(page.url()).search, "");
  assert.equal(await page.getByRole("region", { name: "You are looking at the past" }).count(), 0);
  assert.ok(await page.getByText("31 March 2027").count() > 0, "and now it is");
});

/** Every link to this service keeps the position but the one that leaves it, and those that say another. */
async function everyLinkKeepsThePosition() {
  const links = await page.evaluate(() =>
    [...document.querySelectorAll("a[href]")]
      .filter((it) => it.origin === location.origin && !it.getAttribute("href").startsWith("#"))
      .map((it) => [it.textContent.trim(), new URL(it.href).searchParams.get("at")]),
  );
  // What leads out of the past, and what is of no position.
  const elsewhere = ["Show it as it is now", "Try it with your own plan"];
  const lost = links.filter(([text, at]) => !at && !elsewhere.includes(text));
  assert.deepEqual(lost, [], `links on ${page.url()}`);
  assert.ok(links.length > 8, `${links.length} links`);
}

test("another day is chosen by keyboard", async () => {
  await page.goto(`${fenshire.staff}${PLAN}?rating=off_track`);
  await tabTo("Another day");
  assert.equal(await page.getByLabel("The record as at the end of a day").isVisible(), false);
  await press("Enter");
  const day = page.getByLabel("The record as at the end of a day");
  assert.ok(await day.isVisible(), "Enter opens it");
  await press("Tab");
  assert.equal((await focused()).what, "The record as at the end of a day");
  // A day is typed as its parts, in the order of the browser's language.
  await page.keyboard.type("03/02/2026");
  const typed = await day.inputValue();
  assert.ok(["2026-03-02", "2026-02-03"].includes(typed), typed);
  await follow("Enter");
  assert.equal(new URL(page.url()).searchParams.get("rating"), "off_track", "what was asked for is kept");
  assert.match(await page.getByRole("region", { name: "You are looking at the past" }).textContent(), / 2026/);
});

test("a rating is chosen from the tiles by keyboard", async () => {
  await page.goto(fenshire.staff + PLAN);
  await tabTo(/^4\s*Off track$/);
  await follow("Enter");
  assert.match(await page.locator("#actions").textContent(), /^4 of 40 actions: Off track$/);
  const words = await page.locator("main table .milepost-rating").allTextContents();
  assert.deepEqual([...new Set(words.map((word) => word.trim()))], ["Off track"]);
});

test("two positions are compared by keyboard", async () => {
  await page.goto(`${fenshire.staff}/changes`);
  await tabTo("From");
  await page.keyboard.type("Panel September 2025");
  await tabTo("To");
  await page.keyboard.type("Panel March 2026");
  await tabTo("Show what changed");
  await follow("Enter");
  assert.match(await page.title(), /^What changed from Panel September 2025 to Panel March 2026 – /);
  assert.match(await page.locator("main").textContent(), /Open before \d+ \+ added \d+/);
});
