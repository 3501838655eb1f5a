// Opens a second terminal, names it by keyboard, loses the connection and comes back. Usage: node terminals.mjs READY_LINK NAME
import { browse, newProject, stateOf, type } from './kit.mjs';

const [link, name] = process.argv.slice(2);
await browse(link, async (page, context) => {
  const told = {};
  told.id = await newProject(page, name);
  await page.click('#new-terminal');
  await page.waitForSelector('[data-terminal=t2][data-state=attached]');
  await page.focus('[data-terminal=t2]');
  await page.keyboard.press('F2');
  await page.keyboard.type('dev server');
  await page.keyboard.press('Enter');
  told.named = (await page.textContent('[data-terminal=t2]')).trim();

  await page.reload();
  await page.waitForSelector('#connection[data-state=attached]');
  await page.waitForSelector('[data-terminal=t2]');
  told.namedAfterReload = (await page.textContent('[data-terminal=t2]')).trim();

  await context.setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await page.waitForTimeout(200);
  await context.setOffline(false);
  await page.waitForSelector('#connection[data-state=attached]');
  await type(page, 'echo back > back.txt');

  await page.click('[aria-label="Close dev server"]');
  await page.waitForSelector('[data-terminal=t2]', { state: 'detached' });
  told.left = await page.locator('[role=tab]').count();
  told.connection = await stateOf(page, '#connection');
  return told;
});
