// Opens the Ready link, makes a project, types in its terminal and closes the tab.
// Prints the project's id on the last line. Usage: node new-project.mjs READY_LINK NAME
import { chromium } from 'playwright-core';

const [link, name] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  context.on('request', (request) => {
    if (!['localhost', '127.0.0.1'].includes(new URL(request.url()).hostname)
        && request.url().startsWith('http')) {
      problems.push(`request to another host: ${request.url()}`);
    }
  });

  await page.goto(link);
  if (page.url().includes('token=')) {
    problems.push('the token is still in the address');
  }
  await page.click('#new-project');
  await page.fill('dialog[open] [name=name]', name);
  const opened = Promise.race([
    context.waitForEvent('page', { timeout: 30000 }).catch(() => null),
    page.waitForURL(/\/ide\//, { timeout: 30000 }).then(() => page).catch(() => null),
  ]);
  await page.press('dialog[open] [name=name]', 'Enter');
  const ide = await opened;
  if (ide === null) {
    throw new Error(`no IDE page opened; still at ${page.url()}`);
  }
  await ide.waitForURL(/\/ide\//);
  await ide.waitForSelector('#connection[data-state=attached]', { timeout: 60000 });
  await ide.click('.xterm');
  await ide.keyboard.type('echo hello > hello.txt && echo do"ne"\n');
  await ide.waitForFunction(() => document.body.innerText.includes('done') || document.querySelector('.xterm')?.textContent.includes('done'), null, { timeout: 20000 })
    .catch(() => undefined); // A canvas shows no text: the commit is the proof.
  const id = new URL(ide.url()).pathname.split('/')[2];
  await ide.close();
  await page.close().catch(() => undefined);
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  console.log(id);
} finally {
  await browser.close();
}
