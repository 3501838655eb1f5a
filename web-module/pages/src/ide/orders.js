// What a person orders for the whole project, beside a save.
import { html } from 'lit-html';
import { path, post } from '../common/api.js';
import { openDialog } from '../common/dialog.js';
import { ended, reason } from '../common/jobs.js';
import { say } from '../common/shell.js';

/** Brings the remote's commits; merging is the user's. */
export async function fetchRemote(projectId, branch) {
  try {
    const { jobId } = await post(path`/api/projects/${projectId}/fetch`);
    say('Fetching from the remote…');
    const job = await ended(jobId);
    if (job?.state === 'SUCCEEDED') {
      const there = branch ? `origin/${branch}` : 'origin/…';
      say(`Fetched. Look with “git log ..${there}”, merge with “git merge ${there}”.`, 'good');
    } else {
      say(job ? `The fetch did not succeed: ${reason(job)}` : 'The fetch is still under way.', 'warn');
    }
  } catch (error) {
    say(error.message, 'bad');
  }
}

export function askStop(projectId) {
  openDialog({
    title: 'Stop this project?',
    action: 'Save and stop',
    busy: 'Stopping…',
    body: html`<p>The work is saved first, then the container stops. Programs that run in it end. Opening the project again starts a new one.</p>`,
    submit: () => post(path`/api/projects/${projectId}/stop`),
  });
}
