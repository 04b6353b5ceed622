// A quarter of an office, clicked through: people are let in, the officer asks, a lead answers for ten actions, the chief
// executive decides, a completion is looked at by somebody else, themes are told over and signed off, and it is frozen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser } from "./fenshire.mjs";
import { faults, firstAdministrator, joins, openOffice } from "./office.mjs";

const month = (count) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + count + 1, 0)).toISOString().slice(0, 10);
};
const british = (day) => day.split("-").reverse().join("/");

// Ten actions of one lead, one of another, one that nobody leads.
const ROWS = [
  ...Array.from({ length: 8 }, (_, at) => [`1.${at + 1}`, "Safer Streets", `Walk ward ${at + 1} with its residents`, "Head of Policy"]),
  ["2.1", "Victims", "Open a second hub", "Head of Policy"],
  ["2.2", "Victims", "Ask victims what helped", "Head of Policy"],
  ["2.3", "Victims", "Train the front desk", "Head of Victims"],
  ["2.4", "Victims", "Publish the charter", ""],
];
const PLAN = [
  "Ref,Theme,Action,Lead,Due,Rating,Progress",
  ...ROWS.map((row) => [...row, british(month(4)), "Green", "It began in spring."].join(",")),
].join("\n");
const MAP = `[plan]
name = "Quarterdale Plan"
${["Head of Policy", "Head of Victims", "Chief Executive", "Performance Officer"].map((post) => `[[post]]\nname = "${post}"\n`).join("")}`;

let office;
let browser;
const people = {};
const checked = [];

const tidy = (text) => text.replace(/\s+/g, " ").trim();
const main = async (page) => tidy(await page.getByRole("main").textContent());

/** A browser of somebody's own. The lead's runs no script. */
async function person(name, options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(8_000);
  people[name] = await context.newPage();
  return people[name];
}

async function isFine(page) {
  const found = await faults(page);
  checked.push(page.url());
  assert.deepEqual(found, [], `${page.url()}`);
}

before(async () => {
  browser = await openBrowser();
  office = await openOffice({ name: "Office for Quarterdale", plan: PLAN, map: MAP, on: month(-4) });
});
after(async () => {
  await browser?.close();
  await office?.close();
});

test("the first administrator lets everybody in by link", async () => {
  const alex = await person("alex");
  await firstAdministrator(office, alex, "Alex Admin");
  await isFine(alex);
  await joins(alex, await person("olive"), { name: "Olive Officer", role: "officer", posts: ["Performance Officer"] });
  await joins(alex, await person("lena", { javaScriptEnabled: false }), { name: "Lena Lead", role: "lead", posts: ["Head of Policy"] });
  await joins(alex, await person("vera"), { name: "Vera Victims", role: "lead", posts: ["Head of Victims"] });
  await joins(alex, await person("carl"), { name: "Carl Chief", role: "approver", posts: ["Chief Executive"] });
  await alex.goto(`${office.staff}/people`);
  const text = await main(alex);
  for (const name of ["Olive Officer", "Lena Lead", "Vera Victims", "Carl Chief"]) assert.ok(text.includes(name), name);
  await isFine(alex);
});

test("the officer asks for the quarter, and sees beforehand of whom", async () => {
  const { olive } = people;
  await olive.goto(`${office.staff}/rounds`);
  await olive.getByRole("link", { name: "Ask for a quarter’s updates" }).click();
  await isFine(olive);
  const text = await main(olive);
  assert.match(text, /12 live actions/);
  const row = async (who) => tidy(await olive.getByRole("row", { name: who }).textContent());
  assert.match(await row("Head of Policy"), /\b10$|[^0-9]10$/);
  assert.match(await row("No lead, so nobody can be asked"), /[^0-9]1$/);
  await olive.getByLabel("In time until").fill(month(1));
  await olive.getByRole("button", { name: "Ask for the updates" }).click();
  await olive.waitForURL(/\/rounds\/[0-9a-f-]{36}$/);
  people.round = olive.url();
  await isFine(olive);
});

test("a lead goes through ten actions in one scroll, four of them with one press, without a script", async () => {
  const { lena } = people;
  let clicks = 0;
  let keys = 0;
  const click = async (what) => {
    clicks += 1;
    await what.click();
  };
  const type = async (what, words) => {
    clicks += 1;
    keys += words.length;
    await what.fill(words);
  };
  await click(lena.getByRole("link", { name: "My updates" }));
  assert.match(await main(lena), /10/);
  const item = (title) => lena.locator("section.milepost-item", { hasText: title });
  for (const at of [1, 2, 3, 4]) {
    await click(item(`Walk ward ${at} with`).getByRole("button", { name: "Still true: confirm" }));
    assert.match(await main(lena), new RegExp(`What you said of 1\\.${at} is on the record\\.`));
  }
  for (const at of [5, 6, 7]) {
    await type(item(`Walk ward ${at} with`).getByLabel("What was done since then"), `Ward ${at} was walked in June.`);
    await click(item(`Walk ward ${at} with`).getByRole("button", { name: "Record this update" }));
  }
  // Not as the rules rate it: with a reason for the office, and one for everybody.
  const eight = () => item("Walk ward 8 with");
  await type(eight().getByLabel("What was done since then"), "Nobody came.");
  await eight().getByLabel("Rating").first().selectOption({ label: "At risk" });
  clicks += 2;
  await click(eight().getByRole("button", { name: "Record this update" }));
  assert.match(await lena.title(), /^Error/);
  assert.match(await main(lena), /The written rules give “On track”/);
  await type(eight().getByLabel("Reason for the office"), "The councillor is ill");
  await type(eight().getByLabel("Reason for everybody"), "The walk has to be planned anew");
  await click(eight().getByRole("button", { name: "Record this update" }));
  // A new date is asked for beside the update.
  const hub = () => item("Open a second hub");
  await click(hub().getByText("Ask for a new date", { exact: true }));
  await type(hub().getByLabel("New date", { exact: true }), month(7));
  await type(hub().getByLabel("Reason for the new date"), "The lease is late");
  await click(hub().getByRole("button", { name: "Ask for this date" }));
  await type(hub().getByLabel("What was done since then"), "The lease is being read.");
  await click(hub().getByRole("button", { name: "Record this update" }));
  // And one is complete, with its evidence.
  const asked = () => item("Ask victims what helped");
  await type(asked().getByLabel("What was done since then"), "All were asked.");
  await asked().getByLabel("Rating").first().selectOption({ label: "Complete" });
  await click(asked().getByText("Evidence, completion, forecast and day"));
  await type(asked().getByLabel("Evidence", { exact: true }), "Decision notice 14");
  await type(asked().getByLabel("Completed on"), new Date().toISOString().slice(0, 10));
  clicks += 2;
  await click(asked().getByRole("button", { name: "Record this update" }));
  assert.match(await main(lena), /What you said of 2\.2 is on the record\./);
  assert.equal(await lena.locator("section.milepost-item").count(), 0, "nothing more is due");
  console.log(`ten updates: ${clicks} clicks, ${keys} keys typed`);
});

test("the chief executive declines one date, approves another, and does not take a completion on trust", async () => {
  const { vera, carl, lena } = people;
  await vera.goto(`${office.staff}/updates`);
  await isFine(vera);
  assert.ok(!(await main(vera)).includes("Walk ward"), "the work of another post");
  const desk = vera.locator("section.milepost-item", { hasText: "Train the front desk" });
  await desk.getByText("Ask for a new date", { exact: true }).click();
  await desk.getByLabel("New date", { exact: true }).fill(month(8));
  await desk.getByLabel("Reason for the new date").fill("No trainer");
  await desk.getByRole("button", { name: "Ask for this date" }).click();
  await carl.goto(`${office.staff}/decisions`);
  await isFine(carl);
  const waiting = (title) => carl.locator("section.milepost-item", { hasText: title });
  await waiting("Train the front desk").getByRole("button", { name: "Decline" }).click();
  assert.match(await main(carl), /needs a reason/);
  await waiting("Train the front desk").getByLabel("Reason for your decision").fill("Ask the college first");
  await waiting("Train the front desk").getByRole("button", { name: "Decline" }).click();
  await waiting("Open a second hub").getByRole("button", { name: "Approve" }).click();
  await waiting("Ask victims what helped").getByLabel("What is missing").fill("The notice is a draft");
  await waiting("Ask victims what helped").getByRole("button", { name: "The evidence does not show it" }).click();
  assert.equal(await carl.locator("section.milepost-item").count(), 0);
  await lena.goto(`${office.staff}/updates`);
  assert.match(await main(lena), /Ask victims what helped/, "it is asked about again");
  const asked = () => lena.locator("section.milepost-item", { hasText: "Ask victims what helped" });
  await asked().getByLabel("What was done since then").fill("All were asked, and the notice is signed.");
  await asked().getByLabel("Rating").first().selectOption({ label: "Complete" });
  await asked().getByText("Evidence, completion, forecast and day").click();
  await asked().getByLabel("Evidence", { exact: true }).fill("Decision notice 14, signed");
  await asked().getByLabel("Completed on").fill(new Date().toISOString().slice(0, 10));
  await asked().getByRole("button", { name: "Record this update" }).click();
  await carl.goto(`${office.staff}/decisions`);
  await waiting("Ask victims what helped").getByRole("button", { name: "The evidence shows it: verify" }).click();
  await carl.goto(`${office.staff}/plans`);
  await carl.goto(await carl.getByRole("link", { name: "Quarterdale Plan" }).first().getAttribute("href").then((to) => office.staff + to));
  await isFine(carl);
  await carl.getByRole("link", { name: "Ask victims what helped" }).first().click();
  assert.match(await main(carl), /verified by Chief Executive on .* of the same organisation/);
  await isFine(carl);
});

test("non-returns show, leads tell their themes over and sign off, and the quarter is frozen", async () => {
  const { olive, lena } = people;
  await olive.goto(people.round);
  assert.match(await main(olive), /Head of Victims Train the front desk|Head of Victims.*2\.3 Train the front desk/);
  await lena.goto(people.round);
  await lena.getByRole("link", { name: "Write the narrative and sign off Safer Streets" }).click();
  await lena.getByLabel("Achieved").fill("Seven wards were walked.");
  await lena.getByLabel("Still to overcome").fill("Ward 8 has no councillor.");
  await lena.getByLabel("Next", { exact: true }).fill("Plan ward 8 anew.");
  await lena.getByRole("button", { name: "Record the narrative" }).click();
  assert.match(await main(lena), /The narrative is recorded/);
  await lena.getByRole("button", { name: "Sign off" }).click();
  assert.match(await main(lena), /Signed off by Lena Lead|Signed off by Head of Policy/);
  await olive.goto(people.round);
  await isFine(olive);
  await olive.getByRole("link", { name: "Freeze this quarterly update" }).click();
  await isFine(olive);
  assert.match(await main(olive), /2 of 12 actions were not answered/);
  await olive.getByRole("button", { name: "Freeze" }).click();
  assert.match(await main(olive), /Frozen on/);
  await people.carl.goto(`${office.staff}/trail`);
  await isFine(people.carl);
  assert.match(await main(people.carl), /Head of Policy \(Person 3\)/);
  console.log(`${checked.length} pages looked at with axe and at 320 px`);
});
