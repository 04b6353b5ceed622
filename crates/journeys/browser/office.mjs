// An office of its own with people who sign in: begun at the command line, served, and everybody let in through the pages.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { answers, command, program, sparePort } from "./fenshire.mjs";

export const PASSPHRASE = "seven otters under a lamp";

/** Begins an office with a plan. Gives its addresses, the secret of its first administrator, `run`, and `close`. */
export async function openOffice({ name, plan, map, on, environment = {} }) {
  const folder = await mkdtemp(join(tmpdir(), "milepost-office-"));
  const dir = join(folder, "office");
  const run = (...words) => command(dir, ...words);
  const served = { child: null };
  const close = async () => {
    if (served.child && served.child.exitCode === null) {
      const gone = once(served.child, "exit");
      served.child.kill();
      await gone;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await command(dir, "init", dir, "--office", name, "--code", "QUA");
    if (plan) {
      await writeFile(join(folder, "plan.csv"), plan);
      await writeFile(join(folder, "plan.toml"), map);
      await run("import", "plan", join(folder, "plan.csv"), "--map", join(folder, "plan.toml"), "--on", on);
    }
    const [listen, staff] = [`127.0.0.1:${await sparePort()}`, `127.0.0.1:${await sparePort()}`];
    let said = "";
    served.child = spawn(program(), ["--dir", dir, "serve", "--listen", listen, "--staff", staff, "--sign-in"], {
      env: { ...process.env, ...environment },
    });
    served.child.stdout.on("data", (data) => (said += data));
    served.child.stderr.on("data", (data) => (said += data));
    await answers(`http://${staff}/sign-in`, served.child, () => said);
    const secret = said.match(/(?<![\w-])[\w-]{43}(?![\w-])/)?.[0];
    if (!secret) throw new Error(`no secret for the first administrator: ${said}`);
    return { folder, dir, staff: `http://${staff}`, public: `http://${listen}`, secret, run, close, said: () => said };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The first administrator, made with the secret that the server printed. */
export async function firstAdministrator(office, page, name) {
  await page.goto(`${office.staff}/first`);
  await page.getByLabel("Secret").fill(office.secret);
  await page.getByLabel("Full name").fill(name);
  await page.getByLabel("E-mail address").fill(`${name.split(" ")[0].toLowerCase()}@quarterdale.example`);
  await page.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
  await page.getByLabel("Passphrase, once more").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Make my account" }).click();
  await page.waitForURL(/\/people$/);
}

/** The administrator invites somebody, who chooses a passphrase in a browser of their own and is in. */
export async function joins(administrator, page, { name, role, posts = [] }) {
  await administrator.goto(new URL("/people/invite", administrator.url()).href);
  await administrator.getByLabel("Full name").fill(name);
  await administrator.getByLabel("E-mail address").fill(`${name.split(" ")[0].toLowerCase()}@quarterdale.example`);
  await administrator.getByLabel("Role").selectOption(role);
  for (const post of posts) await administrator.getByLabel(post).check();
  await administrator.getByRole("button", { name: "Make the invitation" }).click();
  const link = (await administrator.getByRole("main").textContent()).match(/http\S+\/invitation\/\S{43}/)[0];
  await page.goto(link);
  await page.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
  await page.getByLabel("Passphrase, once more").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Save the passphrase" }).click();
  await page.getByText(`Signed in as ${name}`).waitFor();
}

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What is wrong with a page for whoever cannot see it, and whether it is wider than a narrow screen. */
export async function faults(page) {
  await page.setViewportSize({ width: 320, height: 800 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > 320);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.evaluate(await axe);
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  const broken = found.violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" | ").slice(0, 300)}`);
  return wide ? [...broken, `${page.url()} scrolls sideways at 320 px`] : broken;
}

/** What a page says, in one line. */
export async function main(page) {
  await page.waitForLoadState();
  return (await page.getByRole("main").textContent()).replace(/\s+/g, " ").trim();
}
