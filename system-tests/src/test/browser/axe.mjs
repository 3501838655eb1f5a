// Has axe-core look at every page in light and dark. Usage: node axe.mjs READY_LINK NAME
import { createRequire } from 'node:module';
import { browse, newProject, type } from './kit.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TABS = ['', '/jobs', '/failures', '/lifelines', '/queues', '/pool', '/containers', '/sessions', '/audit'];
const [link, name] = process.argv.slice(2);

await browse(link, async (page, context) => {
  const found = [];
  let looks = 0;
  await context.addInitScript({ path: AXE });
  const look = async (where) => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await page.evaluate(() =>
        window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
      );
      looks += 1;
      for (const { id, impact, nodes } of violations.filter((each) => ['serious', 'critical'].includes(each.impact))) {
        found.push(`${where}, ${colorScheme}: ${id} (${impact}): ${nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`);
      }
    }
  };
  // Only pages that are opened from here on hold axe.
  await page.reload();
  await page.waitForSelector('#new-project');
  await look('dashboard at first');
  await page.click('#new-project');
  await look('new project');
  await page.keyboard.press('Escape');
  await page.click('#import-repo');
  await look('import');
  await page.keyboard.press('Escape');
  const id = await newProject(page, name);
  await type(page, 'echo hello > hello.txt');
  await page.click('.tree [data-path="hello.txt"], .tree [data-path="README.md"]');
  await page.waitForSelector('.document:not([hidden]) .cm-content');
  await look('ide');
  await page.click('#show-saves');
  await page.click('#save-now');
  await page.waitForSelector('#saves .save-line');
  await look('ide, timeline');
  await page.goto(new URL('/', link).href);
  await page.waitForSelector(`[data-project-id="${id}"]`);
  await look('dashboard');
  for (const tab of TABS) {
    await page.goto(new URL(`/console${tab}`, link).href);
    await page.waitForSelector('main [data-ready], main table, main h1, main h2');
    await look(`console${tab}`);
  }
  await page.goto(new URL('/console/jobs', link).href);
  await page.click('td a[href*="/console/jobs/"] >> nth=0');
  await page.waitForURL(/\/console\/jobs\/.+/);
  await page.waitForSelector('main h1, main h2');
  await look('console, a job');
  return { id, looks, found };
});
