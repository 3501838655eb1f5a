// The pool of ready containers: a row for each environment, its circuit, and how often it was of use.
import { html, nothing } from 'lit-html';
import { path, post } from '../common/api.js';
import { openDialog } from '../common/dialog.js';
import { say } from '../common/shell.js';
import { icon } from '../common/view.js';
import { Table } from './tables.js';

const CIRCUITS = {
  closed: { icon: 'dot', word: 'Filling', tone: 'good', hint: 'New containers are made as they are needed.' },
  open: { icon: 'alert', word: 'Open', tone: 'bad', hint: 'Making containers failed too often; it is tried again after a pause. Clicks take the cold path.' },
  halfOpen: { icon: 'again', word: 'Probing', tone: 'warn', hint: 'One container is tried; the others wait for how it goes.' },
};

/** "98 %"; empty where nobody has asked yet. */
export function hitRate({ hits, misses }) {
  const all = (hits ?? 0) + (misses ?? 0);
  return all ? `${Math.floor((100 * (hits ?? 0)) / all)}\u00a0%` : '';
}

export function poolSum(pools) {
  const sum = (field) => pools.reduce((total, pool) => total + (Number.isFinite(pool[field]) ? pool[field] : 0), 0);
  return { ready: sum('ready'), target: sum('target'), hits: sum('hits'), misses: sum('misses'), broken: pools.filter(({ circuit }) => circuit === 'open').length };
}

export class Pool extends Table {
  columns = [['Environment'], ['Ready', 'num'], ['Starting', 'num'], ['Target', 'num'], ['From to', 'num'], ['Hits', 'num'], ['Misses', 'num'], ['Hit rate', 'num'], ['State'], ['']];

  constructor(console) {
    super(console, {
      title: 'Pool', address: '/api/pool', field: 'pools', events: ['container', 'job', 'pool'],
      none: 'No pool', hint: 'No environment keeps ready containers: codeblocking.pool.NAME.size says how many.',
    });
  }

  row(pool) {
    const { environment } = pool;
    return html`<tr data-pool=${environment} data-circuit=${pool.circuit} data-paused=${Boolean(pool.paused)}>
      <td title=${pool.image ?? nothing}><strong>${environment}</strong></td>
      <td class="num">${count(pool.ready)}</td><td class="num">${count(pool.starting)}</td><td class="num">${count(pool.target)}</td>
      <td class="num">${count(pool.minimum)}–${count(pool.maximum)}</td>
      <td class="num">${count(pool.hits)}</td><td class="num">${count(pool.misses)}</td><td class="num">${hitRate(pool) || '–'}</td>
      <td class="why">${state(pool)}</td>
      <td class="do"><button type="button" aria-label="${pool.paused ? 'Resume' : 'Pause'} ${environment}" @click=${() => this.#turn(pool)}>${pool.paused ? 'Resume' : 'Pause'}</button></td>
    </tr>`;
  }

  async #turn({ environment, paused }) {
    if (!paused) {
      openDialog({
        title: `Pause the pool of ${environment}?`,
        action: 'Pause',
        body: html`<p>No new containers are made ready; those that are stay until they are used. Clicks then take the cold path.</p>
          <label>Reason <input name="reason" required maxlength="200" autocomplete="off" autofocus /></label>`,
        submit: async ({ reason }) => {
          await post(path`/api/pool/${environment}/pause`, { reason: reason.trim() });
          await this.load();
        },
      });
      return;
    }
    try {
      await post(path`/api/pool/${environment}/resume`);
      await this.load();
    } catch (error) {
      say(error.message, 'bad');
    }
  }
}

function state({ paused, circuit, reason }) {
  const { icon: shape, word, tone, hint } = paused
    ? { icon: 'pause', word: 'Paused', tone: 'warn', hint: 'No new containers are made ready.' }
    : (CIRCUITS[circuit] ?? { icon: 'ring', word: String(circuit ?? ''), tone: 'calm', hint: '' });
  return html`<span class="chip tone-${tone}" title=${reason ?? hint}>${icon(shape)}<span>${word}${reason ? `: ${reason}` : ''}</span></span>`;
}

function count(value) {
  return Number.isFinite(value) ? value : '–';
}
