// A browser that tells of everything a page must not do: errors, requests to other hosts, tokens in addresses.
import { chromium } from 'playwright-core';

export async function browse(link, act) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  const problems = [];
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    context.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname)) {
        problems.push(`request to another host: ${request.url()}`);
      }
    });
    await page.goto(link);
    if (page.url().includes('token=')) {
      problems.push('the token is still in the address');
    }
    const told = await act(page, context);
    if (problems.length > 0) {
      throw new Error(problems.join('\n'));
    }
    console.log(JSON.stringify(told));
  } finally {
    await browser.close();
  }
}

/** Makes a project and waits for its prompt. */
export async function newProject(page, name) {
  await page.click('#new-project');
  await page.fill('dialog[open] [name=name]', name);
  await page.press('dialog[open] [name=name]', 'Enter');
  await page.waitForURL(/\/ide\//);
  await page.waitForSelector('#connection[data-state=attached]');
  return new URL(page.url()).pathname.split('/')[2];
}

/** Types a line into the terminal that is seen. */
export async function type(page, line) {
  await page.click('.pane:not([hidden]) .xterm');
  await page.keyboard.type(`${line}\n`);
}

export const stateOf = (page, id) => page.getAttribute(id, 'data-state');
