// Types, saves and goes back in time, and tells what the page said of it. Usage: node save-state.mjs READY_LINK NAME
import { browse, newProject, stateOf } from './kit.mjs';

const [link, name] = process.argv.slice(2);
await browse(link, async (page) => {
  const told = {};
  told.id = await newProject(page, name);
  // A new project holds what its repository holds: the page comes to know it by itself.
  await page.waitForSelector('#safe-to-close[data-state=saved]');

  await page.click('.pane:not([hidden]) .xterm');
  await page.keyboard.type('e');
  told.afterOneKey = await stateOf(page, '#safe-to-close');
  await page.keyboard.type('cho first > note.txt\n');
  await page.waitForSelector('#safe-to-close[data-state=unsaved]');
  await page.waitForTimeout(1_500);
  told.afterTyping = await stateOf(page, '#safe-to-close');

  // Well before the next snapshot, which would tell of it, too.
  await page.waitForFunction(() => document.querySelector('#files').innerText.includes('note.txt'), null, { timeout: 10_000 });

  await page.click('#save-now');
  await page.waitForSelector('#save-state[data-state=saved]');
  await page.waitForSelector('#safe-to-close[data-state=saved]');
  told.saved = (await page.textContent('#save-state')).trim();
  told.spoken = (await page.textContent('#save-spoken')).trim();
  told.liveRegion = await page.getAttribute('#save-spoken', 'aria-live');

  await page.click('#show-saves');
  await page.waitForSelector('#saves [data-trigger=manual]');
  told.listed = await page.locator('#saves [data-trigger=manual]').count();
  return told;
});
