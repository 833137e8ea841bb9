// The HTML report in a real browser: nothing is fetched, nothing is an accessibility violation,
// and no page is wider than its window.
// usage: node browser.mjs FILE…, with ONECLAW_NODE_MODULES naming a folder with playwright-core and
// axe-core, and CHROMIUM the browser. Exit code 77 means skipped. With ONECLAW_SCREENSHOTS naming a
// folder, pictures are left there.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const browserPath = process.env.CHROMIUM || '/usr/bin/chromium';
const modules = process.env.ONECLAW_NODE_MODULES || path.join(process.cwd(), 'node_modules');
const require = createRequire(path.join(modules, 'x.js'));

function load(name) {
  try {
    return require(path.join(modules, name));
  } catch {
    console.log(`SKIPPED: ${name} is not in ${modules}`);
    process.exit(77);
  }
}

if (!existsSync(browserPath)) {
  console.log(`SKIPPED: there is no ${browserPath}`);
  process.exit(77);
}
const { chromium } = load('playwright-core');
load('axe-core');
const axe = readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');

const failures = [];

async function look(browser, file, width, colorScheme) {
  const name = `${path.basename(file, '.html')} at ${width}, ${colorScheme}`;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    javaScriptEnabled: true,
    bypassCSP: true, // for axe; the page itself has no script
  });
  const page = await context.newPage();
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path.resolve(file)).href);
  const fetched = requests.filter((url) => !url.startsWith('data:')).slice(1);
  if (fetched.length > 0) {
    failures.push(`${name}: fetched ${fetched}`);
  }
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wide > 0) {
    failures.push(`${name}: ${wide} px wider than the window`);
  }
  if ((await page.locator('script').count()) > 0) {
    failures.push(`${name}: has a script`);
  }
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run());
  for (const violation of result.violations) {
    const where = violation.nodes.map((node) => node.target.join(' ')).slice(0, 3);
    failures.push(`${name}: ${violation.id}: ${violation.help}: ${where}`);
  }
  if (process.env.ONECLAW_SCREENSHOTS) {
    const picture = `${name.replace(/[ ,]+/g, '-')}.png`;
    await page.screenshot({
      path: path.join(process.env.ONECLAW_SCREENSHOTS, picture),
      fullPage: true,
    });
  }
  await context.close();
}

const files = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
for (const file of files) {
  for (const width of [360, 1440]) {
    for (const scheme of ['light', 'dark']) {
      await look(browser, file, width, scheme);
    }
  }
}
await browser.close();
console.log(failures.join('\n') || `${files.length} pages, each in two widths and two schemes`);
process.exit(failures.length > 0 || files.length === 0 ? 1 : 0);
