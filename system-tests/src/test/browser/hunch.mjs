// Looks at a project's card without clicking it, and tells what the page asked for. Usage: node hunch.mjs READY_LINK PROJECT_ID
import { browse } from './kit.mjs';

const [link, id] = process.argv.slice(2);
await browse(link, async (page) => {
  const asked = [];
  page.on('response', (response) => {
    if (response.url().endsWith(`/api/projects/${id}/prewarm`)) {
      asked.push({ status: response.status(), body: response.request().postData(), retryAfter: response.headers()['retry-after'] ?? null });
    }
  });
  const card = `[data-project-id="${id}"]`;
  await page.waitForSelector(`${card}[data-state=cold]`);
  const answered = page.waitForResponse((response) => response.url().endsWith('/prewarm'));
  await page.hover(`${card} h2`);
  await (await answered).finished();
  return { asked };
});
