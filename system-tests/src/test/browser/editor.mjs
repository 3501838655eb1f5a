// Edits files in the page while the shell sees and changes them, too. Usage: node editor.mjs READY_LINK NAME
import { browse, newProject, stateOf, type } from './kit.mjs';

const [link, name] = process.argv.slice(2);
const EDITOR = '.document:not([hidden])';

/** What the editor that is seen holds. */
const text = (page) => page.locator(`${EDITOR} .cm-line`).allTextContents().then((lines) => lines.join('\n'));
const written = (page) => page.waitForSelector(`${EDITOR} [data-written=written]`);
const holds = async (page, wanted) => {
  await page.locator(`${EDITOR} .cm-content`, { hasText: wanted }).waitFor();
};
const open = async (page, path) => {
  await page.click(`.tree [data-path="${path}"]`);
  await page.waitForSelector(`${EDITOR} .cm-content`);
};
const atEnd = async (page, words) => {
  await page.click(`${EDITOR} .cm-content`);
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
};
const shell = async (page, line) => {
  await page.click('[data-terminal=main]');
  await type(page, line);
};
/** Typed in the shell; the mark is not in what is typed, so it is seen only once the line has run. */
let marks = 0;
const run = async (page, line) => {
  marks += 1;
  await shell(page, `${line}; echo ran-$((${marks} + 1000))`);
  await page.locator('.pane:not([hidden]) .xterm-rows', { hasText: `ran-${marks + 1000}` }).waitFor();
  return page.locator('.pane:not([hidden]) .xterm-rows').textContent();
};
const ask = async (page, path) => {
  await page.fill('dialog[open] [name=path]', path);
  await page.press('dialog[open] [name=path]', 'Enter');
  await page.waitForSelector('dialog', { state: 'detached' });
};

await browse(link, async (page, context) => {
  const told = {};
  told.id = await newProject(page, name);
  const styles = await page.locator('style').count();
  const policies = [];
  page.on('console', (message) => /Content Security Policy/.test(message.text()) && policies.push(message.text()));

  // Made in the tree, edited, seen by the shell.
  await page.click('#new-file');
  await ask(page, 'src/a.txt');
  await page.waitForSelector(`${EDITOR} .cm-content`);
  await page.keyboard.type('from the editor');
  told.whileTyping = await stateOf(page, '#safe-to-close');
  await written(page);
  told.seenInside = (await run(page, 'cat src/a.txt')).includes('from the editor');
  told.stylesAdded = (await page.locator('style').count()) - styles;

  // Changed by the shell, seen in the editor without a word.
  await run(page, 'echo from the shell > src/a.txt');
  await page.click('[data-file="src/a.txt"]');
  await holds(page, 'from the shell');

  // Both change it: nothing is lost, whatever is chosen.
  await page.route('**/files/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
  await atEnd(page, 'mine');
  await page.waitForSelector('[data-bar=problem]');
  told.offline = (await page.textContent('[data-bar=problem]')).trim();
  told.offlineState = await stateOf(page, '#safe-to-close');
  await run(page, 'echo theirs > src/a.txt');
  await page.click('[data-file="src/a.txt"]');
  await page.waitForSelector('[data-bar=conflict]');
  told.keptInConflict = (await text(page)).includes('mine');
  await page.unroute('**/files/**');
  await page.click('[data-take=both]');
  await page.locator(`${EDITOR} .cm-deletedChunk`, { hasText: 'theirs' }).waitFor();
  await page.click('[data-take=mine]');
  await written(page);
  told.mineInside = (await run(page, 'cat src/a.txt')).includes('mine');

  // Two bytes typed while the network is away arrive when it is back.
  await page.click('[data-file="src/a.txt"]');
  await context.setOffline(true);
  await atEnd(page, 'xy');
  await page.waitForSelector(`${EDITOR} [data-written=problem]`);
  await context.setOffline(false);
  await written(page);
  await page.waitForSelector('#connection[data-state=attached]');
  told.afterOffline = (await run(page, 'tail -c 3 src/a.txt')).includes('xy');

  // Renamed, by key, with its tab; folders and deletes, too.
  await page.focus('.tree [data-path="src/a.txt"]');
  await page.keyboard.press('F2');
  await ask(page, 'src/b.txt');
  await page.waitForSelector('[data-file="src/b.txt"]');
  await page.click('#new-folder');
  await ask(page, 'made');
  await page.waitForSelector('.tree [data-path=made]');
  await page.focus('.tree [data-path=made]');
  await page.keyboard.press('Delete');
  await page.click('dialog[open] button.danger');
  await page.waitForSelector('.tree [data-path=made]', { state: 'detached' });
  told.tree = (await run(page, 'ls -d made src/*')).includes('src/b.txt');

  // A picture is for download only.
  await run(page, "printf '\\0\\1' > binary.bin");
  await page.click('[aria-label="Read the files anew"]');
  await page.click('.tree [data-path="binary.bin"]');
  await page.waitForSelector(`${EDITOR} .tree-note:has-text("no text file")`);
  told.download = await page.locator(`${EDITOR} a[download="binary.bin"]`).count();
  await page.click('[data-file="binary.bin"]', { button: 'middle' });
  await page.waitForSelector('[data-file="binary.bin"]', { state: 'detached' });

  // Tab indents; Escape and then Tab leaves.
  await page.click('[data-file="src/b.txt"]');
  await page.click(`${EDITOR} .cm-content`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  told.leftByTab = await page.evaluate(() => document.activeElement?.shadowRoot === null || !document.activeElement?.classList.contains('code'));

  // A reload brings the tab back, and what was not written yet.
  await written(page);
  await page.route('**/files/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
  await atEnd(page, 'last');
  await page.waitForSelector('[data-bar=problem]');
  let warned = false;
  page.on('dialog', (dialog) => {
    warned ||= dialog.type() === 'beforeunload';
    dialog.accept();
  });
  await page.reload();
  await page.waitForSelector(`${EDITOR} .cm-content`);
  await holds(page, 'last');
  told.warned = warned;
  told.restored = await page.getAttribute('[role=tab][aria-selected=true]', 'data-file');
  await page.unroute('**/files/**');
  await page.keyboard.press('Control+s');
  await written(page);
  await page.waitForSelector('#connection[data-state=attached]');
  told.lastInside = (await run(page, 'cat src/b.txt')).includes('last');
  warned = false;
  await page.reload();
  await page.waitForSelector('#connection[data-state=attached]');
  told.warnedForNothing = warned;
  told.policies = policies;
  return told;
});
