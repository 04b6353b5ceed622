// Every kind of page, on a telephone, a tablet and a desk, in light and in forced colours: nothing for axe to find,
// nothing to push sideways, nothing on the console.
import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { once } from "node:events";
import { openBrowser, openFenshire } from "./fenshire.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [320, 768, 1280];
const COLOURS = ["none", "active"];
const PLAN = "/plans/police-and-crime-plan-2024-to-2028";
const OLD_PLAN = "/plans/safer-fenshire-2019-to-2023";

let fenshire;
let browser;
const seen = { pages: 0, looks: 0, rules: 0, measured: 0 };

before(async () => {
  [fenshire, browser] = await Promise.all([openFenshire(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await fenshire?.close();
});

/** What a browser complains of while it loads a page. That a page which must not exist is a 404 is no complaint. */
function listen(page, complaints) {
  page.on("console", (said) => {
    const own = said.location().url === page.url() && /status of 404/.test(said.text());
    if (["error", "warning"].includes(said.type()) && !own) complaints.push(`console: ${said.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => complaints.push(`not loaded: ${request.url()}`));
  page.on("response", (answer) => {
    const own = answer.request().isNavigationRequest();
    if (answer.status() >= 400 && !own) complaints.push(`${answer.status()}: ${answer.url()}`);
  });
}

/**
 * Axe cannot tell the contrast of text in two cases, and there it is measured here instead: in forced colours, where it
 * reads a fill that browsers do not force; and in a table that scrolls within itself, where it is out of sight.
 */
const ownContrast = (selectors) => {
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => {
    const [red, green, blue] = parts(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    for (let it = element; it; it = it.parentElement) {
      const colour = getComputedStyle(it).backgroundColor;
      if ((parts(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return selectors.every((selector) => {
    const element = document.querySelector(selector);
    const scrolls = element.closest("[role=region][tabindex='0'][aria-labelledby]");
    if (!matchMedia("(forced-colors: active)").matches && !scrolls) return false;
    const [dark, bright] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05) >= 4.5;
  });
};

/** What axe finds, each with its rule and the first place. What axe cannot tell is a finding too. */
async function findings(page) {
  // Without "preload", which fetches style sheets a second time by script.
  const found = await page.evaluate(() =>
    axe.run(document, { resultTypes: ["violations", "incomplete"], preload: false }),
  );
  assert.ok(found.passes.length > 5, "axe looked at something");
  seen.looks += 1;
  seen.rules = Math.max(seen.rules, found.passes.length);
  const unexplained = [];
  for (const one of found.incomplete) {
    const measured = one.id === "color-contrast" && one.nodes.map((node) => node.target[0]);
    if (measured && (await page.evaluate(ownContrast, measured))) seen.measured += measured.length;
    else unexplained.push(one);
  }
  const kinds = Object.entries({ violation: found.violations, "cannot tell": unexplained });
  return kinds.flatMap(([kind, all]) =>
    all.map(({ id, nodes }) => `${kind} ${id} (${nodes.length}): ${nodes[0].html.slice(0, 160)}`),
  );
}

/** Opens an address and looks at it in every way. Gives the title and all that is wrong. */
async function inspect(address, status = 200) {
  const context = await browser.newContext({ viewport: { width: WIDTHS[0], height: 800 } });
  const page = await context.newPage();
  const wrong = [];
  listen(page, wrong);
  const answer = await page.goto(address);
  if (address.startsWith("http") && answer.status() !== status) wrong.push(`status ${answer.status()}, not ${status}`);
  const facts = await page.evaluate(() => ({
    title: document.title,
    language: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    scripts: document.scripts.length,
  }));
  if (facts.language !== "en-GB") wrong.push(`lang is "${facts.language}"`);
  if (facts.headings !== 1) wrong.push(`${facts.headings} h1`);
  if (facts.scripts !== 0) wrong.push(`${facts.scripts} scripts`);
  // The policy of the pages forbids scripts to pages, not to whoever drives the browser.
  await page.evaluate(`${AXE};0`);
  for (const forcedColors of COLOURS) {
    await page.emulateMedia({ forcedColors });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const look = `${width} px${forcedColors === "active" ? ", forced colours" : ""}: `;
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) wrong.push(`${look}${over} px to the side`);
      wrong.push(...(await findings(page)).map((finding) => look + finding));
    }
  }
  await context.close();
  seen.pages += 1;
  return { title: facts.title, wrong };
}

test("whoever looks here would see what is wrong", async () => {
  const bad = join(fenshire.folder, "bad.html");
  await writeFile(
    bad,
    `<!doctype html><title>Bad</title><h1>One</h1><h1>Two</h1><img src="missing.png"><script>undefined.x</script>
     <p style="width: 900px; color: #999">Pale</p>
     <div role="region" tabindex="0" aria-labelledby="t" style="width: 200px; overflow: auto"><table style="width: 2000px">
     <caption id="t">Wide</caption><tr><th>A<th style="color: #aaa">B</table></div>`,
  );
  const { wrong } = await inspect(pathToFileURL(bad).href);
  seen.pages -= 1;
  seen.looks -= WIDTHS.length * COLOURS.length;
  const all = wrong.join("\n");
  const expected = [/lang is ""/, /2 h1/, /1 scripts/, /not loaded: .*missing\.png/, /script: .*undefined/];
  for (const one of [...expected, /320 px: \d+ px to the side/, /violation image-alt/, /violation color-contrast/]) {
    assert.match(all, one);
  }
});

/** Inspects each address as a test of its own, and that no two have one title. */
async function inspectAll(t, addresses) {
  assert.ok(addresses.length > 0, "there are pages to look at");
  const titles = new Map();
  await t.test("page by page", { concurrency: 2 }, (t) => Promise.all(addresses.map(([name, address, status]) =>
    t.test(name, async () => {
      const { title, wrong } = await inspect(address, status);
      assert.deepEqual(wrong, [], name);
      assert.ok(title.trim(), `${name} has a title`);
      assert.equal(titles.get(title), undefined, `"${title}" is the title of two pages`);
      titles.set(title, name);
    }),
  )));
}

async function staffAddresses() {
  const html = await (await fetch(fenshire.staff + PLAN)).text();
  const linked = (pattern, what) => {
    const found = html.match(pattern)?.[1];
    assert.ok(found, `the plan links to ${what}`);
    return found;
  };
  const action = (reference) => linked(new RegExp(`${reference.replace(".", "\\.")} <a class="govuk-link" href="([^"]+)"`), reference);
  return {
    theme: linked(/href="(\/themes\/[^"]+)"/, "a theme"),
    story: action("3.1"),
    reworded: action("4.2"),
    exempt: action("4.1"),
  };
}

test("the staff side, today", async (t) => {
  const { theme, story, reworded, exempt } = await staffAddresses();
  const at = (path) => fenshire.staff + path;
  await inspectAll(t, [
    ["then and now", at("/")],
    ["plans", at("/plans")],
    ["a plan on a page", at(PLAN)],
    ["a plan, filtered", at(`${PLAN}?rating=at_risk`)],
    ["a plan that is frozen", at(OLD_PLAN)],
    ["a theme", at(theme)],
    ["an action", at(story)],
    ["an action that was reworded", at(reworded)],
    ["an action that is withheld", at(exempt)],
    ["what changed since the Panel", at("/changes")],
    ["what changed between two papers", at("/changes?from=FEN-2025-001&to=FEN-2026-001")],
    ["papers", at("/papers")],
    ["a paper", at("/papers/FEN-2026-003")],
    ["a cover report", at("/papers/FEN-2026-004")],
    ["a withdrawn paper", at("/papers/FEN-2026-002")],
    ["the key", at("/key")],
    ["what the record can prove", at("/verify")],
    ["an address that does not exist", at("/nothing"), 404],
  ]);
});

test("the staff side, in the past", async (t) => {
  const { theme, story, reworded } = await staffAddresses();
  const then = (path) => `${fenshire.staff}${path}${path.includes("?") ? "&" : "?"}at=${encodeURIComponent("Panel March 2026")}`;
  await inspectAll(t, [
    ["then and now", then("/")],
    ["as at a paper", `${fenshire.staff}/?at=FEN-2026-003`],
    ["as at a day", `${fenshire.staff}/?at=2025-10-31`],
    ["before anything was shown to a body", `${fenshire.staff}/?at=2023-12-31`],
    ["plans", then("/plans")],
    ["a plan on a page", then(PLAN)],
    ["a plan, filtered", then(`${PLAN}?rating=off_track`)],
    ["a theme", then(theme)],
    ["an action", then(story)],
    ["an action that was reworded", then(reworded)],
    ["what changed", then("/changes")],
    ["papers", then("/papers")],
    ["a paper", then("/papers/FEN-2025-001")],
    ["the key", then("/key")],
    ["what the record can prove", then("/verify")],
    ["a position that does not exist", `${fenshire.staff}/?at=nowhere`, 404],
  ]);
});

const PUBLIC = [
  ["the index", "/"],
  ["a plan", PLAN],
  ["a frozen plan", OLD_PLAN],
  ["a theme", `${PLAN}/themes/supporting-victims`],
  ["an action", `${PLAN}/actions/3-1`],
  ["an edition of a plan", `${PLAN}/at/panel-september-2026`],
  ["a theme of an edition", `${PLAN}/at/panel-september-2026/themes/supporting-victims`],
  ["an action of an edition", `${PLAN}/at/panel-september-2026/actions/3-1`],
  ["a paper", "/papers/FEN-2026-003"],
  ["an older paper", "/papers/FEN-2025-001"],
  ["a cover report", "/papers/FEN-2026-004"],
  ["a withdrawn paper", "/papers/FEN-2026-002"],
  ["how to check a file", "/verify"],
  ["a key", "/key/police-and-crime-plan-2024-to-2028"],
  ["another plan's key", "/key/safer-fenshire-2019-to-2023"],
];

test("the public side", async (t) => {
  await inspectAll(t, [
    ...PUBLIC.map(([name, path]) => [name, fenshire.public + path]),
    ["an address that does not exist", `${fenshire.public}/nothing`, 404],
  ]);
});

/** A web host that knows nothing: files by their path, and a folder's index. */
async function plainHost(root) {
  const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml" };
  const server = createServer(async (request, answer) => {
    const path = join(root, decodeURIComponent(new URL(request.url, "http://host").pathname));
    const file = extname(path) ? path : join(path, "index.html");
    try {
      const bytes = await readFile(file);
      answer.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      answer.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function filesBelow(folder) {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

test("the public side as a folder", async (t) => {
  const host = join(fenshire.folder, "host");
  const site = join(host, "office", "police and crime");
  await fenshire.run("export", "site", site);
  const file = (path) => join(site, path, "index.html");

  await t.test("every link leads to a file of the folder", async () => {
    const files = new Set(await filesBelow(site));
    const pages = [...files].filter((path) => path.endsWith(".html") && !/FEN-\d+-\d+-/.test(path));
    let links = 0;
    for (const page of pages) {
      const html = await readFile(page, "utf8");
      for (const [, href] of html.matchAll(/ href="([^"#]+)/g)) {
        if (/^https?:/.test(href)) continue;
        const target = resolve(dirname(page), decodeURIComponent(href.replaceAll("&amp;", "&")));
        assert.ok(files.has(target), `${relative(site, page)} links to ${href}`);
        links += 1;
      }
    }
    t.diagnostic(`${pages.length} pages, ${links} links`);
    assert.ok(pages.length > 100 && links > 1000, "there were pages and links to follow");
  });

  await t.test("its pages are the pages of the public side, but for their links", async () => {
    const unlinked = (html) => html.replaceAll(/ href="[^"]*"/g, "");
    for (const [name, path] of PUBLIC) {
      const served = await (await fetch(fenshire.public + path)).text();
      assert.equal(unlinked(await readFile(file(path), "utf8")), unlinked(served), name);
    }
  });

  // So a few of them are enough to look at.
  await inspectAll(t, [
    ["the index, opened from a disk", pathToFileURL(file("/")).href],
    ["an action, opened from a disk", pathToFileURL(file(`${PLAN}/actions/3-1`)).href],
    ["an address that does not exist, opened from a disk", pathToFileURL(join(site, "404.html")).href],
  ]);

  await t.test("from a folder of a web host", async (t) => {
    const plain = await plainHost(host);
    t.after(plain.close);
    const page = await (await browser.newContext()).newPage();
    const wrong = [];
    listen(page, wrong);
    await page.goto(`${plain.address}/office/police%20and%20crime/`);
    await page.getByRole("link", { name: "Police and Crime Plan 2024 to 2028", exact: true }).click();
    await page.getByRole("link", { name: "Supporting Victims" }).first().click();
    await page.getByRole("link", { name: /domestic abuse strategy/ }).click();
    assert.match(await page.locator("h1").textContent(), /^3\.1 Agree and publish a county domestic abuse strategy/);
    // The style sheets came too: without them the head of the page has no colour.
    const colour = await page.locator(".govuk-generic-header").evaluate((it) => getComputedStyle(it).backgroundColor);
    assert.equal(colour, "rgb(31, 77, 74)");
    assert.deepEqual(wrong, []);
    await page.context().close();
  });
});

test("the papers that were issued as pages", async (t) => {
  const papers = [];
  for (const number of ["FEN-2025-001", "FEN-2025-002", "FEN-2026-001", "FEN-2026-003", "FEN-2026-004"]) {
    const html = await (await fetch(`${fenshire.public}/papers/${number}`)).text();
    const [, href] = html.match(/href="([^"]+\.html)"/) ?? assert.fail(`${number} lists no page`);
    const file = join(fenshire.folder, href.split("/").pop());
    await writeFile(file, Buffer.from(await (await fetch(fenshire.public + href)).arrayBuffer()));
    papers.push([number, pathToFileURL(file).href]);
  }
  await inspectAll(t, papers);
});

test("how much was looked at", (t) => {
  t.diagnostic(`${seen.pages} pages, ${seen.looks} looks of up to ${seen.rules} rules that found something to check`);
  t.diagnostic(`${seen.measured} contrasts that axe could not tell were measured`);
  assert.ok(seen.pages >= 55, `only ${seen.pages} pages were looked at`);
  assert.equal(seen.looks, seen.pages * WIDTHS.length * COLOURS.length);
});
