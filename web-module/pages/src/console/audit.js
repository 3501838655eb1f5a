// Who did what to which job, queue or pool, and why.
import { html, nothing } from 'lit-html';
import { shortId } from '../common/format.js';
import { ago, onPlainClick } from '../common/view.js';
import { jobAddress, viewAddress } from './address.js';
import { Table } from './tables.js';

const DID = { retry: 'had run again', cancel: 'cancelled', resolve: 'resolved', pause: 'paused', resume: 'resumed' };

/** What it was done to, and where that is seen. */
export function subjectOf({ subject, name, jobId }) {
  switch (subject) {
    case 'job':
      return { words: `${name} ${shortId(jobId)}`, href: jobAddress(jobId) };
    case 'queue':
      return { words: `queue ${name}`, href: viewAddress('queues') };
    case 'pool':
      return { words: `pool ${name}`, href: viewAddress('pool') };
    default:
      return { words: `${subject} ${name}`, href: null };
  }
}

export class Audit extends Table {
  columns = [['When'], ['Who'], ['Did'], ['To what'], ['Why']];
  #go;

  constructor(console) {
    super(console, {
      title: 'Audit', address: '/api/audit', field: 'acts', events: ['job', 'queue', 'pool'],
      none: 'Nobody did anything yet', hint: 'Whoever retries, cancels or resolves a job, or pauses a queue or a pool, is listed here with the reason.',
    });
    this.#go = onPlainClick((href) => console.go(href));
  }

  row(act, now) {
    const { words, href } = subjectOf(act);
    return html`<tr data-act=${act.act} data-subject=${act.subject}>
      <td>${ago(act.at, now)}</td><td class="why">${act.actor}</td><td>${DID[act.act] ?? act.act}</td>
      <td>${href ? html`<a href=${href} title=${act.jobId ?? nothing} @click=${this.#go}>${words}</a>` : words}</td><td class="wrap">${act.reason ?? ''}</td></tr>`;
  }
}
