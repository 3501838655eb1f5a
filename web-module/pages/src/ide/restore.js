// Back to an earlier state, and forth again: a restore saves what is there first.
import { html } from 'lit-html';
import { get, path, post, query } from '../common/api.js';
import { openDialog } from '../common/dialog.js';
import { ended, reason } from '../common/jobs.js';
import { clock } from './days.js';

/**
 * Asks, restores and waits.
 *
 * @param file null: everything
 * @param done is told {undo} with the save of what was there before, once it has worked; or {problem}
 */
export function askRestore({ projectId, save, file, started, done }) {
  const what = file ?? 'everything';
  openDialog({
    title: file ? `Restore ${file}?` : 'Restore everything?',
    action: 'Restore',
    busy: 'Restoring…',
    body: html`<p>${file ? html`<span class="mono">${file}</span> becomes` : 'All files become'} as of ${clock(save.at)}${save.commit ? html` (<span class="mono">${save.commit.slice(0, 7)}</span>)` : ''}.</p>
      <p class="quiet">What is there now is saved first, so this can be undone. Programs that have a file open may not notice.</p>`,
    submit: async () => {
      const answer = await post(path`/api/projects/${projectId}/restore`, { save: save.id, ...(file ? { path: file } : {}) });
      started(what);
      finish(projectId, answer?.jobId, done);
    },
  });
}

/** Without a question: it only takes a restore back. */
export async function undoRestore({ projectId, save, done }) {
  try {
    const answer = await post(path`/api/projects/${projectId}/restore`, { save: save.id });
    await finish(projectId, answer?.jobId, done);
  } catch (error) {
    done({ problem: error.message });
  }
}

async function finish(projectId, jobId, done) {
  const job = jobId ? await ended(jobId) : null;
  if (job && job.state !== 'SUCCEEDED') {
    done({ problem: reason(job) });
    return;
  }
  done({ undo: await before(projectId, job) });
}

/** The save that the restore made of what was there; null where nothing had to be saved. */
async function before(projectId, job) {
  try {
    const { saves = [] } = await get(path`/api/projects/${projectId}/saves` + query({ limit: 20 }));
    const since = Date.parse(job?.createdAt ?? '') - 2_000;
    return saves.find(({ trigger, at }) => trigger === 'restore' && !(Date.parse(at) < since)) ?? null;
  } catch {
    return null;
  }
}
