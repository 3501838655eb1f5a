// An operator finds a job that died, counts, and tries one (find); then replays all and stops a queue for a while (replay).
// Usage: node console.mjs READY_LINK PROJECT_ID find|replay
import { browse } from './kit.mjs';

const [link, projectId, part] = process.argv.slice(2);

await browse(link, async (page) => {
  const told = {};
  const alerts = [];
  const refusals = [];
  page.on('console', (message) => /content security policy/i.test(message.text()) && refusals.push(message.text()));
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message());
    dialog.dismiss();
  });
  const { origin } = new URL(link);
  await (part === 'find' ? find : replay)(page, origin, told);
  told.images = await page.locator('main img').count();
  told.alerts = alerts;
  told.refusals = refusals;
  return told;
});

async function find(page, origin, told) {
  await page.goto(`${origin}/console/jobs`);
  await page.waitForSelector('th.tick input');
  await page.fill('input[name=q]', 'colour:red');
  await page.press('input[name=q]', 'Enter');
  told.refused = await page.textContent('[role=alert]');
  await page.fill('input[name=q]', `state:dead kind:import project:${projectId}`);
  await page.press('input[name=q]', 'Enter');
  await page.waitForSelector('tr[data-state=DEAD]');
  told.found = await page.locator('tbody tr').count();
  told.address = decodeURIComponent(new URL(page.url()).search.replaceAll('+', ' '));
  await page.reload();
  await page.waitForSelector('tr[data-state=DEAD] td.tick input');
  told.afterReload = await page.inputValue('input[name=q]');

  await page.check('th.tick input');
  await page.click('[data-bulk=resolve]');
  await page.waitForSelector('[data-counted=yes]');
  told.forecast = await page.textContent('#forecast');
  await page.keyboard.press('Escape');
  told.stillDead = await page.locator('tr[data-state=DEAD]').count();

  await page.click('tbody tr td a');
  await page.waitForSelector('[data-action=retry]');
  // The project's name comes after the job.
  await page.locator('.facts', { hasText: 'onerror=alert(2)' }).waitFor();
  told.facts = await page.textContent('.facts');
  await page.click('#as-curl summary');
  told.curl = await page.textContent('#as-curl pre >> nth=1');

  await page.click('[data-view=failures]');
  const group = page.locator('[data-failure]', { hasText: '403' }).first();
  await group.locator('[data-act=probe]').click();
  await page.waitForSelector('[data-probe=DEAD]');
  told.probe = await page.textContent('[data-probe]');
}

async function replay(page, origin, told) {
  await page.goto(`${origin}/console/failures`);
  const group = page.locator('[data-failure]', { hasText: '403' }).first();
  await group.locator('[data-act=replay]').click();
  await page.waitForSelector('[data-counted=yes]');
  await page.fill('dialog [name=reason]', 'the remote takes us again');
  await page.click('dialog button[type=submit]');
  await page.waitForSelector('dialog', { state: 'detached' });
  told.said = (await page.textContent('#said')).trim();

  await page.click('[data-view=queues]');
  const queue = page.locator('[data-queue=import]');
  await queue.locator('button').click();
  await page.fill('dialog [name=reason]', 'an upgrade <img src=x onerror=alert(1)>');
  await page.click('dialog button[type=submit]');
  await page.waitForSelector('[data-queue=import][data-paused=true]');
  told.paused = (await queue.textContent()).replace(/\s+/g, ' ');
  await queue.locator('button').click();
  await page.waitForSelector('[data-queue=import][data-paused=false]');

  await page.click('[data-view=audit]');
  await page.waitForSelector('[data-act=pause]');
  told.audit = (await page.textContent('[data-act=pause]')).replace(/\s+/g, ' ');

  await page.click('[data-view=overview]');
  await page.waitForSelector('.plot .u-over');
  told.plots = await page.locator('.plot canvas').count();
  await page.click('#hour-table summary');
  told.minutes = await page.locator('#hour-table tbody tr').count();

  await page.click('[data-view=lifelines]');
  const mark = page.locator(`[data-project="${projectId}"] a[data-band=job]`).first();
  await mark.waitFor();
  told.mark = await mark.getAttribute('aria-label');
  await page.click('#lifelines-table');
  told.inWords = await page.locator('main tbody tr', { hasText: 'import' }).count();
  await page.click('#lifelines-table');
  await mark.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-job-id]');
  told.led = new URL(page.url()).pathname;
}
