// Fenshire as its visitors meet it: a server of this test's own on spare ports, and a browser to visit it with.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The program under test: named by MILEPOST_BIN, else where cargo puts it. */
export function program() {
  const places = [
    process.env.MILEPOST_BIN,
    process.env.CARGO_TARGET_DIR && join(process.env.CARGO_TARGET_DIR, "debug/milepost"),
    join(ROOT, "target/debug/milepost"),
  ].filter(Boolean);
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error(`no milepost at ${places.join(" or ")}: run cargo build first, or set MILEPOST_BIN`);
  return found;
}

export async function sparePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Runs one command on the demo's record and gives what it printed. */
export async function command(dir, ...words) {
  const child = spawn(program(), words, { env: { ...process.env, MILEPOST_DIR: dir } });
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  child.stderr.on("data", (data) => (said += data));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`milepost ${words.join(" ")} exited ${code}: ${said}`);
  return said;
}

export async function answers(address, child, said) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`milepost demo stopped: ${said()}`);
    const ok = await fetch(address).then((answer) => answer.ok, () => false);
    if (ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${address} did not answer within a minute: ${said()}`);
}

/**
 * Opens Fenshire. Gives the addresses of both sides, a folder of its own, `run` for commands on its record,
 * and `close`, which stops the server and leaves nothing behind.
 */
export async function openFenshire() {
  const folder = await mkdtemp(join(tmpdir(), "milepost-browser-"));
  const dir = join(folder, "fenshire");
  const [listen, staff] = [`127.0.0.1:${await sparePort()}`, `127.0.0.1:${await sparePort()}`];
  const child = spawn(program(), ["demo", "--dir", dir, "--listen", listen, "--staff", staff]);
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  child.stderr.on("data", (data) => (said += data));
  const close = async () => {
    if (child.exitCode === null) {
      const gone = once(child, "exit");
      child.kill();
      await gone;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answers(`http://${staff}/verify`, child, () => said);
    await answers(`http://${listen}/verify`, child, () => said);
  } catch (error) {
    await close();
    throw error;
  }
  return { folder, staff: `http://${staff}`, public: `http://${listen}`, run: (...words) => command(dir, ...words), close };
}

export function openBrowser() {
  const quiet = ["gpu", "quic", "background-networking", "component-update", "sync"].map((it) => `--disable-${it}`);
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--no-first-run", ...quiet],
  });
}

