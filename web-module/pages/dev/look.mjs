// Pictures of all pages, light and dark, wide and narrow, into a folder outside the project: `npm run look -- /tmp/pictures`.
// Fails on any error in a page, a refusal by its content security policy included.
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { startMock } from './mock.mjs';

const folder = process.argv[2];
if (!folder) {
  console.error('look: name a folder for the pictures');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const only = process.argv[3];
const mock = await startMock({ port: 0 });
const empty = await startMock({ port: 0, isEmpty: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const [first, importing, blocked] = [...mock.projects.keys()];
const dead = mock.jobs.find(({ attempts }) => attempts.length).id;
const wait = (millis) => (page) => page.waitForTimeout(millis);
const type = (line) => async (page) => {
  await page.waitForSelector('#connection[data-state=attached]');
  await page.keyboard.type(`${line}\n`);
  await page.waitForTimeout(300);
};
const showFiles = async (page) => {
  if (!(await page.isVisible('#files'))) {
    await page.click('#show-files');
  }
};
const openFile = (path, isText = true) => async (page) => {
  await type('hello')(page);
  await showFiles(page);
  if (path.startsWith('src/')) {
    await page.click('.tree [data-path=src]');
  }
  await page.click(`.tree [data-path="${path}"]`);
  if (isText) {
    await page.waitForSelector('.document:not([hidden]) .cm-content');
    await page.waitForTimeout(400);
  }
};
const SCENES = {
  dashboard: ['/', wait(300)],
  'dashboard-new': ['/', async (page) => { await page.click('#new-project'); await page.fill('dialog[open] [name=name]', 'a b'); await page.click('dialog[open] button[type=submit]'); await page.waitForTimeout(300); }],
  'dashboard-import': ['/', async (page) => { await page.click('#import-repo'); await page.fill('dialog[open] [name=remoteUrl]', 'https://me:hunter2@github.com/acme/thing.git'); await page.waitForTimeout(200); }],
  'dashboard-github': ['/', async (page) => { await page.click('#new-project'); await page.fill('dialog[open] [name=name]', 'thing'); await page.click('dialog[open] [value=github]'); await page.waitForTimeout(200); }],
  'dashboard-repos': ['/', async (page) => { await page.click('#import-repo'); await page.waitForSelector('[data-repo]'); await page.fill('#repo-search', 'e'); await page.waitForTimeout(500); await page.click('[data-repo="acme/trainer"]'); await page.waitForTimeout(200); }],
  'dashboard-no-github': [`${empty.url}/`, async (page) => { await page.click('#import-repo'); await page.waitForTimeout(500); }],
  'dashboard-credential': ['/', async (page) => { await page.click('.new-credential'); await page.waitForTimeout(200); }],
  'dashboard-discard': ['/', async (page) => { await page.click('.discard'); await page.fill('dialog[open] [name=confirmed]', 'x'); await page.click('dialog[open] button[type=submit]'); await page.waitForTimeout(200); }],
  'dashboard-delete': ['/', async (page) => { await page.click('.project .actions .risky'); await page.waitForTimeout(200); }],
  'dashboard-empty': [`${empty.url}/`, wait(300)],
  'signed-out': ['/?signedOut', wait(300)],
  'ide-warming': [`/ide/${importing}`, wait(800)],
  ide: [`/ide/${first}`, type('ls -la')],
  'ide-saves': [`/ide/${first}`, async (page) => { await type('save')(page); await page.click('#show-saves'); await page.click('#save-now'); await page.waitForTimeout(2_500); }],
  'ide-file': [`/ide/${first}`, openFile('src/main.js')],
  'ide-menu': [`/ide/${first}`, async (page) => { await openFile('README.md')(page); await showFiles(page); await page.click('.tree [data-path=src]', { button: 'right' }); await page.waitForTimeout(200); }],
  'ide-new': [`/ide/${first}`, async (page) => { await openFile('README.md')(page); await showFiles(page); await page.click('#new-file'); await page.fill('dialog[open] [name=path]', 'README.md'); await page.click('dialog[open] button[type=submit]'); await page.waitForTimeout(300); }],
  'ide-conflict': [`/ide/${first}`, async (page) => { await openFile('src/main.js')(page); mock.files.write('src/main.js', `import { open } from "./door.js";\n\n// Theirs of ${Date.now()}\nexport class Hall {}\n`); await page.keyboard.type('// mine\n'); await page.waitForSelector('[data-bar=conflict]'); await page.waitForTimeout(300); }],
  'ide-both': [`/ide/${first}`, async (page) => { await openFile('src/main.js')(page); mock.files.write('src/main.js', `import { open } from "./door.js";\n\n// Theirs, again, of ${Date.now()}\nexport class Hall {}\n`); await page.keyboard.type('// mine\n'); await page.click('[data-take=both]'); await page.waitForTimeout(500); }],
  'ide-refused': [`/ide/${first}`, async (page) => { await openFile('README.md')(page); await page.keyboard.type('too large'); await page.waitForSelector('[data-bar=problem]'); await page.waitForTimeout(300); }],
  'ide-binary': [`/ide/${first}`, async (page) => { await openFile('logo.png', false)(page); await page.waitForTimeout(300); }],
  'ide-timeline': [`/ide/${first}`, async (page) => { await type('ls')(page); await page.click('#show-saves'); await page.waitForTimeout(300); await page.click('#saves [data-trigger=manual] .save-line'); await page.waitForSelector('.since'); await page.waitForTimeout(300); }],
  'ide-patch': [`/ide/${first}`, async (page) => { await type('ls')(page); await page.click('#show-saves'); await page.waitForTimeout(300); await page.click('#saves [data-trigger=manual] .save-line'); await page.click('[data-path="src/main.js"]'); await page.waitForSelector('.patch'); }],
  'ide-restore': [`/ide/${first}`, async (page) => { await type('ls')(page); await page.click('#show-saves'); await page.waitForTimeout(300); await page.click('#saves [data-trigger=manual] .save-line'); await page.click('.restore-all'); await page.click('dialog[open] button[type=submit]'); await page.waitForSelector('text=Undo'); }],
  'ide-retry': [`/ide/${first}`, async (page) => { await type('retry')(page); await type('here')(page); }],
  'ide-unsaved': [`/ide/${first}`, async (page) => { await type('echo')(page); await page.waitForTimeout(700); }],
  'ide-beside': [`/ide/${first}`, type('beside')],
  'ide-notices': [`/ide/${first}`, type('notice')],
  'ide-naming': [`/ide/${first}`, async (page) => { await type('ls')(page); await page.dblclick('[data-terminal=main]'); await page.keyboard.type('dev server'); await page.keyboard.press('Enter'); await page.waitForTimeout(200); }],
  'ide-attention': [`/ide/${blocked}`, type('ls')],
  'ide-lost': [`/ide/${first}`, async (page) => { for (let i = 0; i < 4; i += 1) { await type('drop')(page); } }],
  'ide-blocked': [`/ide/${blocked}`, async (page) => { await type('kick')(page); }],
  'console-overview': ['/console', async (page) => { await page.waitForSelector('.u-over'); await page.evaluate(() => { document.body.style.zoom = 0.6; }); await page.waitForTimeout(600); }],
  'console-jobs': ['/console/jobs', wait(400)],
  'console-job': [`/console/jobs/${dead}`, wait(400)],
  'console-search': ['/console/jobs?q=persist', async (page) => { await page.waitForSelector('td.tick input'); await page.click('#search-help summary'); await page.check('td.tick input >> nth=0'); await page.waitForTimeout(200); }],
  'console-bulk': ['/console/jobs', async (page) => { await page.waitForSelector('th.tick input'); await page.check('th.tick input'); await page.click('[data-bulk=resolve]'); await page.waitForSelector('[data-counted=yes]'); }],
  'console-failures': ['/console/failures', async (page) => { await page.waitForSelector('[data-act=replay]'); await page.click('[data-act=probe] >> nth=0'); await page.waitForTimeout(700); }],
  'console-lifelines': ['/console/lifelines', async (page) => { await page.waitForSelector('.track a'); await page.focus('.track a >> nth=3'); }],
  'console-lifelines-table': ['/console/lifelines?minutes=60', async (page) => { await page.click('#lifelines-table'); await page.waitForTimeout(200); }],
  'console-audit': ['/console/audit', wait(400)],
  'console-queues': ['/console/queues', wait(400)],
  'console-pool': ['/console/pool', wait(400)],
  'console-containers': ['/console/containers', wait(400)],
  'console-sessions': [`${empty.url}/console/sessions`, wait(400)],
};
// The third argument may name one look, such as dark-1280.
const LOOKS = [
  ['light', 1280, 800],
  ['dark', 1280, 800],
  ['light', 400, 800],
].filter(([scheme, width]) => !process.argv[4] || process.argv[4] === `${scheme}-${width}`);
let errors = 0;
for (const [colorScheme, width, height] of LOOKS) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height } });
  for (const [name, [address, act]] of Object.entries(SCENES)) {
    if (only && !name.startsWith(only)) {
      continue;
    }
    const page = await context.newPage();
    const complain = (words) => {
      errors += 1;
      console.error(`${name} (${colorScheme}, ${width}): ${words}`);
    };
    page.on('pageerror', (error) => complain(error.message));
    page.on('dialog', (dialog) => complain(`dialog: ${dialog.message()}`));
    // What a scene provokes on purpose is reported by the browser too.
    page.on('console', (message) => message.type() === 'error' && !/status of (400|401|409|412|413|429)|WebSocket/.test(message.text()) && complain(message.text()));
    try {
      await page.goto(address.startsWith('http') ? address : mock.url + address);
      await act(page);
      const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (spill > 0) {
        complain(`is ${spill} px wider than the window`);
      }
    } catch (error) {
      complain(error.message.split('\n')[0]);
    }
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png` });
    await page.close();
  }
  await context.close();
}
await browser.close();
mock.close();
empty.close();
console.log(`look: ${errors ? `${errors} errors` : 'no errors'}, pictures in ${folder}`);
process.exit(errors ? 1 : 0);
