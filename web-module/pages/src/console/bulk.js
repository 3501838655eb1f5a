// One action on many jobs: counted first, then done in the server's batches.
import { html, nothing } from 'lit-html';
import { post } from '../common/api.js';
import { openDialog } from '../common/dialog.js';
import { plural } from '../common/format.js';
import { say } from '../common/shell.js';
import { jobActions, JOB_STATES, look } from '../common/states.js';

export const BULK = {
  retry: { word: 'Retry', past: 'retried', text: 'They run again as workers become free.' },
  cancel: { word: 'Cancel', past: 'cancelled', text: 'They end without an effect; what runs is asked to end. Work in the workspaces is not touched.' },
  resolve: { word: 'Resolve', past: 'resolved', text: 'They count as dealt with. Say how, for those who come after you.' },
};

/** "3 jobs match: 2 would be retried, 1 would not (1 succeeded)." */
export function forecast(action, { matched, changed, states = {} }) {
  const others = Object.entries(states)
    .filter(([state]) => !jobActions(state).includes(action))
    .map(([state, count]) => `${count} ${look(JOB_STATES, state).word.toLowerCase()}`);
  const refused = matched - changed;
  return `${plural(matched, 'job matches', 'jobs match')}: ${changed} would be ${BULK[action].past}${refused ? `, ${refused} would not, in a state that does not allow it${others.length ? ` (${others.join(', ')})` : ''}` : ''}.`;
}

/**
 * @param filter as in the list of jobs
 * @param what in words, whom it is about
 * @param done is called when something may have changed
 */
export function askMany({ action, filter, what, done }) {
  const { word, past, text } = BULK[action];
  const isOptional = action === 'retry';
  let counted = null;
  let isFailed = false;
  let sum = { changed: 0, refused: 0 };
  const dialog = openDialog({
    title: `${word} ${what}?`,
    // Beside the button that leaves all as it is, "Cancel" alone could be either.
    action: action === 'cancel' ? 'Cancel the jobs' : word,
    danger: action === 'cancel',
    body: () => html`<p id="forecast" aria-live="polite" data-counted=${counted ? 'yes' : 'no'}>${sum.changed
        ? `${sum.changed} ${past} so far…`
        : counted ? forecast(action, counted) : isFailed ? nothing : 'Counting…'}</p>
      <p>${text}</p>
      <label>${isOptional ? 'Reason (optional)' : 'Reason'} <input name="reason" ?required=${!isOptional} maxlength="500" autocomplete="off" autofocus /></label>`,
    submit: async ({ reason }) => {
      if (!counted) {
        throw new Error(isFailed ? 'It is not known how many jobs this is about: nothing was changed.' : 'The jobs are still being counted.');
      }
      if (!counted.changed) {
        throw new Error(`No job would be ${past}.`);
      }
      sum = { changed: 0, refused: 0 };
      let cursor = null;
      try {
        do {
          const answer = await post('/api/jobs/bulk', { action, filter, reason: reason.trim(), dryRun: false, before: counted.before, cursor });
          sum = { changed: sum.changed + answer.changed, refused: sum.refused + answer.refused };
          cursor = answer.next;
          dialog.redraw();
        } while (cursor && dialog.open);
      } finally {
        done();
      }
      say(`${plural(sum.changed, 'job')} ${past}${sum.refused ? `, ${sum.refused} not: their state does not allow it` : ''}.`, sum.changed ? 'good' : 'warn');
    },
  });
  post('/api/jobs/bulk', { action, filter, dryRun: true }).then(
    (answer) => (counted = answer),
    (problem) => {
      isFailed = true;
      say(problem.message, 'bad');
    },
  ).then(() => dialog.open && dialog.redraw());
}
