// Signing in at a real provider (`oidc-provider`), from the button to the page that was asked for; and with an
// authenticator app.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import Provider from "oidc-provider";
import { openBrowser, sparePort } from "./fenshire.mjs";
import { faults, firstAdministrator, openOffice, PASSPHRASE } from "./office.mjs";

const SECRET = "canary-client-secret-of-the-real-one";
const GROUPS = { sam: ["everybody", "plan-leads"], olive: ["plan-officers"], nobody: ["everybody"] };

let office;
let browser;
let folder;
let issuer;
let server;
let provider;
let administrator;
const checked = [];

const main = async (page) => (await page.getByRole("main").textContent()).replace(/\s+/g, " ").trim();

async function isFine(page) {
  // With its style sheet: a form that was just sent may be answered before that is there.
  await page.waitForLoadState("load");
  const found = await faults(page);
  checked.push(page.url());
  assert.deepEqual(found, [], page.url());
}

async function somebody() {
  const context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  // The provider's own pages ask for a typeface from elsewhere.
  await context.route((url) => url.hostname !== "127.0.0.1", (route) => route.abort());
  return context.newPage();
}

/** From these pages to the provider, who asks, and back. */
async function signsIn(page, login, to = "/plans") {
  await page.goto(`${office.staff}${to}`);
  await page.getByRole("button", { name: "Sign in with Quarterdale Council" }).click();
  // Who is known there already is not asked again.
  const back = (url) => url.origin === office.staff && !["/sign-in", "/sign-in/with"].includes(url.pathname);
  await page.waitForURL((url) => url.href.startsWith(`${issuer}/interaction/`) || back(url));
  if (await page.locator("input[name=login]").count()) {
    await page.locator("input[name=login]").fill(login);
    await page.locator("input[name=password]").fill("any");
    await page.locator("button[type=submit]").click();
  }
  await page.waitForLoadState("domcontentloaded");
  if (page.url().startsWith(issuer)) await page.locator("button[type=submit]").click();
  await page.waitForURL(new RegExp(`^${office.staff}/`));
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "milepost-provider-"));
  await writeFile(join(folder, "secret"), `${SECRET}\n`, { mode: 0o600 });
  const port = await sparePort();
  issuer = `http://127.0.0.1:${port}`;
  office = await openOffice({
    name: "Office for Quarterdale",
    environment: {
      MILEPOST_OIDC_ISSUER: issuer,
      MILEPOST_OIDC_CLIENT_ID: "milepost",
      MILEPOST_OIDC_CLIENT_SECRET_FILE: join(folder, "secret"),
      MILEPOST_OIDC_NAME: "Quarterdale Council",
      MILEPOST_OIDC_SCOPES: "profile email groups",
      MILEPOST_OIDC_ROLES: "plan-officers=officer,plan-leads=lead",
    },
  });
  provider = new Provider(issuer, {
    clients: [{ client_id: "milepost", client_secret: SECRET, redirect_uris: [`${office.staff}/sign-in/return`], response_types: ["code"], grant_types: ["authorization_code"] }],
    claims: { openid: ["sub"], profile: ["name"], email: ["email"], groups: ["groups"] },
    scopes: ["openid", "profile", "email", "groups"],
    cookies: { keys: ["a key of the story's own"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `${id} of Quarterdale`, email: `${id}@quarterdale.example`, groups: GROUPS[id] ?? [] }),
    }),
  });
  server = provider.listen(port, "127.0.0.1");
  await once(server, "listening");
  browser = await openBrowser();
  administrator = await somebody();
  await firstAdministrator(office, administrator, "Alex Clerk");
});

after(async () => {
  await browser?.close();
  await office?.close();
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true, force: true });
  console.log(`${checked.length} pages without a fault for a screen reader or at 320 px`);
});

test("somebody whom the provider knows is let in once the administrator connects them", async () => {
  const sam = await somebody();
  await sam.goto(`${office.staff}/plans`);
  await isFine(sam);
  await signsIn(sam, "sam");
  assert.match(await main(sam), /nobody has let you in here yet.*sam/);
  await isFine(sam);
  await administrator.goto(`${office.staff}/people/invite`);
  await administrator.getByLabel("Full name").fill("Sam Lead");
  await administrator.getByLabel("E-mail address").fill("sam@quarterdale.example");
  await administrator.getByLabel("Role").selectOption("contributor");
  await administrator.getByRole("button", { name: "Make the invitation" }).click();
  await administrator.goto(`${office.staff}/people`);
  await administrator.getByRole("link", { name: "Sam Lead" }).click();
  await administrator.getByLabel("The name by which Quarterdale Council knows them").fill("sam");
  await administrator.locator("form[action$='/connect']").getByRole("button").click();
  await administrator.waitForURL(/done=yes/);
  await isFine(administrator);
  await signsIn(sam, "sam");
  assert.equal(new URL(sam.url()).pathname, "/plans", "where they wanted to go");
  await sam.getByText("Signed in as Sam Lead").waitFor();
  await sam.goto(`${office.staff}/account`);
  assert.match(await main(sam), /Role\s*Lead/, "the role of their group, not that of the invitation");
});

test("a group without a role lets nobody in, and a way back is good once", async () => {
  const nobody = await somebody();
  let back;
  nobody.on("request", (request) => {
    if (request.url().includes("/sign-in/return?")) back = request.url();
  });
  await signsIn(nobody, "nobody");
  assert.match(await main(nobody), /in no group that may come in here/);
  await nobody.goto(back);
  assert.match(await main(nobody), /cannot be relied on/);
  const other = await somebody();
  await other.goto(back);
  assert.match(await main(other), /cannot be relied on/);
  assert.match(office.said(), /nobody was signed in by the provider/);
  for (const secret of [SECRET, new URL(back).searchParams.get("code"), new URL(back).searchParams.get("state")]) {
    assert.ok(secret && !office.said().includes(secret), "the log holds nothing secret");
  }
});

/** The code that an app shows, from RFC 6238. */
function shown(secret, at) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const from = mac[19] & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("an authenticator app is set up from the page, and asked for at the door", async () => {
  const page = administrator;
  await page.goto(`${office.staff}/account`);
  await isFine(page);
  await page.getByRole("link", { name: "Ask me for a code of an app as well" }).click();
  await isFine(page);
  const secret = (await page.locator("main code").textContent()).replace(/\s/g, "");
  const link = new URL(await page.getByRole("link", { name: "On your phone, open it in the app" }).getAttribute("href"));
  assert.equal(link.searchParams.get("secret"), secret);
  await page.getByLabel("Code", { exact: true }).fill(shown(secret, Date.now() - 30_000));
  await page.getByRole("button", { name: "Switch it on" }).click();
  const codes = await page.locator("main li code").allTextContents();
  assert.equal(codes.length, 10);
  await isFine(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("E-mail address").fill("alex@quarterdale.example");
  await page.getByLabel("Passphrase").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/sign-in\/code/);
  await isFine(page);
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Go on" }).click();
  assert.match(await main(page), /There is a problem/);
  await isFine(page);
  await page.getByLabel("Code", { exact: true }).fill(shown(secret, Date.now()));
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText("Signed in as Alex Clerk").waitFor();
});

test("a provider that goes away meanwhile is said to be so, and nobody is signed in", async () => {
  const olive = await somebody();
  let there;
  olive.on("request", (request) => {
    if (request.url().startsWith(`${issuer}/auth?`)) there = new URL(request.url());
  });
  await olive.goto(`${office.staff}/sign-in`);
  await olive.getByRole("button", { name: "Sign in with Quarterdale Council" }).click();
  await olive.waitForURL(new RegExp(`^${issuer}/interaction/`));
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await olive.goto(`${office.staff}/sign-in/return?code=any&iss=${issuer}&state=${there.searchParams.get("state")}`);
  assert.match(await main(olive), /Quarterdale Council cannot be asked just now/);
  await isFine(olive);
  await olive.goto(`${office.staff}/account`);
  assert.match(olive.url(), /\/sign-in/);
});
