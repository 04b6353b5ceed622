// The force's own person in a quarter: says how its work goes with a file that shows it, reads what the quarter says of
// the force, and says what is not right; the officer answers. And the pages beside it: milestones, expected effects, the
// written rules, sheets. Every page is looked at by axe and at 320 px.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser } from "./fenshire.mjs";
import { faults, firstAdministrator, joins, main, openOffice } from "./office.mjs";

const SECRET = "Move the witness to another county";
const PLAN = [
  "Ref,Theme,Action,Lead,Due,Rating,Progress",
  "1.1,Safer Streets,Patrol the market on Saturdays,Chief Inspector,31/03/2099,Green,Two officers walk it.",
  `1.2,Safer Streets,${SECRET},Head of Policy,31/03/2099,Amber,Nothing yet.`,
].join("\n");
const MAP = [
  '[plan]\nname = "Quarterdale Plan"',
  '[[body]]\nname = "Quarterdale Police"\nkind = "force"',
  '[[post]]\nname = "Chief Inspector"\nbody = "Quarterdale Police"',
  '[[post]]\nname = "Head of Policy"',
].join("\n");

let office;
let browser;
let olive;
let ines;
let round;

const isFine = async (page) => assert.deepEqual(await faults(page), [], page.url());
const shot = async (page, name) => {
  if (!process.env.SHOTS) return;
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png`, fullPage: true });
  }
};
const looked = async (page, name) => {
  await shot(page, name);
  await isFine(page);
};

async function person(options = {}) {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
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
  ines = await person({ javaScriptEnabled: true });
  await joins(alex, ines, { name: "Ines Inspector", role: "contributor", posts: ["Chief Inspector"] });
  await office.run("round", "open", "Spring", "--due", "2099-06-30");
});
after(async () => {
  await browser?.close();
  await office?.close();
});

test("the inspector attaches a file, which waits while the form is put right, and saves it again", async () => {
  await ines.goto(`${office.staff}/updates`);
  const page = await main(ines);
  assert.ok(page.includes("Patrol the market") && !page.includes(SECRET), page);
  await ines.getByText("Evidence, completion, forecast and day").first().click();
  await ines.getByLabel("What was done since then").fill("Four officers walk it since May.");
  await ines.getByLabel("Rating today", { exact: true }).selectOption({ label: "Complete" });
  const roster = { name: "Roster, May.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 the roster of May") };
  await ines.getByLabel("File as evidence").setInputFiles(roster);
  await ines.getByRole("button", { name: "Record this update" }).click();
  const back = await main(ines);
  assert.ok(back.includes("“Roster, May.pdf” is attached and goes with this form"), back);
  await looked(ines, "attached");
  await ines.getByLabel("Completed on").fill("2026-10-31");
  await ines.getByRole("button", { name: "Record this update" }).click();
  assert.ok((await main(ines)).includes("is on the record"), await main(ines));
  await olive.goto(`${office.staff}/decisions`);
  assert.ok((await main(olive)).includes("Roster, May.pdf"));
  await looked(olive, "decisions");
  const [download] = await Promise.all([
    olive.waitForEvent("download"),
    olive.getByRole("link", { name: "Roster, May.pdf" }).first().click(),
  ]);
  assert.equal(download.suggestedFilename(), "Roster, May.pdf");
});

test("the inspector reads what is said of the force and says what is not right; the officer answers", async () => {
  await ines.goto(`${office.staff}/updates`);
  await ines.getByRole("link", { name: "Check what “Spring” says of Quarterdale Police" }).click();
  const page = await main(ines);
  assert.ok(page.includes("Four officers walk it") && !page.includes(SECRET), page);
  await looked(ines, "accuracy");
  await ines.getByRole("button", { name: "Send what is not right" }).click();
  assert.ok((await main(ines)).includes("Write what is not right beside what it is about"));
  await looked(ines, "accuracy-neither");
  await ines.getByLabel("What is not right here, if anything 1.1").fill("Three officers, not four.");
  await ines.getByRole("button", { name: "Send what is not right" }).click();
  assert.ok((await main(ines)).includes("Your check is recorded"));
  await olive.goto(`${office.staff}/rounds`);
  await olive.getByRole("link", { name: "Spring" }).click();
  round = olive.url();
  assert.ok((await main(olive)).includes("Three officers, not four."), await main(olive));
  await looked(olive, "point");
  await olive.getByLabel("Why it stands").fill("The roster names four.");
  await olive.getByRole("button", { name: "Answer", exact: true }).click();
  const answered = await main(olive);
  assert.ok(answered.includes("The roster names four.") && answered.includes("No point is open"), answered);
  await olive.goto(`${round}/freeze`);
  assert.ok((await main(olive)).includes("Quarterdale Police: last checked by"), await main(olive));
  await looked(olive, "freeze");
});

test("milestones, expected effects, the rules and sheets are pages that anybody can use", async () => {
  await office.run("milestone", "add", "1.2", "Find a county", "--date", "2026-10-01", "--strand", "Housing");
  await olive.goto(`${office.staff}/plans`);
  await olive.getByRole("link", { name: "Quarterdale Plan" }).first().click();
  await olive.getByRole("link", { name: SECRET }).first().click();
  const action = olive.url();
  await looked(olive, "action");
  for (const [page, name] of [
    [`${action}/milestones`, "milestones"],
    [`${action}/effects`, "effects"],
    [`${action}/change?what=split`, "split"],
    [`${office.staff}/rules`, "rules"],
    [`${office.staff}/rules/change`, "rules-change"],
    [`${office.staff}/sheets`, "sheets"],
  ]) {
    const answered = await olive.goto(page);
    assert.equal(answered.status(), 200, page);
    await looked(olive, name);
  }
  await olive.goto(`${action}/update`);
  await olive.getByLabel("What was done since then").fill("Two counties were asked.");
  await olive.getByRole("button", { name: "Keep as a draft" }).click();
  assert.ok((await main(olive)).includes("Two counties were asked."), await main(olive));
  await looked(olive, "draft");
});
