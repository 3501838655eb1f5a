// The first look: is it well, what waits, what is not saved.
import { html, nothing } from 'lit-html';
import { get } from '../common/api.js';
import { duration, plural, words } from '../common/format.js';
import { coalesce } from '../common/live.js';
import { JOB_STATES, look } from '../common/states.js';
import { ago, icon, onPlainClick } from '../common/view.js';
import { jobsAddress } from './address.js';
import { hitRate, poolSum } from './pool.js';

const KNOWN = ['jobs', 'containers', 'sessions', 'unsaved', 'oldestQueuedMillis', 'health', 'failures', 'prompt', 'environments', 'at', 'user', 'roles', 'queues', 'limits'];
const FEATURED = ['READY', 'RUNNING', 'RETRYING', 'BLOCKED', 'SCHEDULED', 'DEAD'];

export class Overview {
  #console;
  #data = null;
  #problem = null;
  /** Operators only; null where the server does not tell. */
  #pools = null;
  #heard = coalesce(1_000, () => this.load());

  constructor(console) {
    this.#console = console;
  }

  close() {
    this.#heard.cancel();
  }

  onEvent() {
    this.#heard.add('overview');
  }

  async load() {
    try {
      this.#data = await get('/api/overview');
      this.#problem = null;
    } catch (error) {
      this.#problem = error.message;
    }
    this.#console.draw();
    this.#loadPools();
  }

  async #loadPools() {
    this.#pools = await get('/api/pool').then(({ pools }) => pools ?? null, () => null);
    this.#console.draw();
  }

  view(now) {
    const data = this.#data;
    return html`<div class="head"><h1>Overview</h1></div>
      ${this.#problem ? html`<p class="banner tone-bad" role="alert">${icon('alert')}<span>${this.#problem}</span><button type="button" @click=${() => this.load()}>Try again</button></p>` : nothing}
      ${data ? html`${this.#health(data.health)}${this.#unsaved(data.unsaved, now)}${this.#tiles(data)}${this.#pool()}${this.#prompt(data.prompt)}${this.#failures(data.failures)}${this.#rest(data)}` : nothing}`;
  }

  #health(health) {
    if (!health) {
      return nothing;
    }
    return html`<p class="health">${Object.entries(health).map(([part, value]) => {
      const told = value && typeof value === 'object' ? (value.status ?? value.state ?? value.up) : value;
      const isWell = told === true || /^(up|ok|healthy|live|ready)$/i.test(String(told));
      const says = value && typeof value === 'object' ? (value.message ?? value.reason ?? value.error) : null;
      return html`<span class="chip tone-${isWell ? 'good' : 'bad'}">${icon(isWell ? 'check' : 'alert')}<span>${words(part)}${isWell ? nothing : `: ${says ?? (told === false ? 'down' : told)}`}</span></span>`;
    })}</p>`;
  }

  #unsaved(unsaved, now) {
    const count = typeof unsaved === 'object' ? unsaved?.projects : unsaved;
    if (!Number.isFinite(count)) {
      return nothing;
    }
    if (!count) {
      return html`<p class="banner tone-good">${icon('check')}<span>All work is saved.</span></p>`;
    }
    const oldest = unsaved.oldest;
    return html`<p class="banner tone-warn">${icon('alert')}<span><strong>${plural(count, 'project')} with unsaved work</strong>${oldest ? html`, the oldest from ${typeof oldest === 'number' ? `${duration(oldest)} ago` : ago(oldest, now)}` : nothing}.</span></p>`;
  }

  #tiles({ jobs, containers, sessions, oldestQueuedMillis }) {
    const go = onPlainClick((href) => this.#console.go(href));
    const states = FEATURED.filter((state) => jobs && (state in jobs || ['READY', 'RUNNING', 'DEAD'].includes(state)));
    return html`<div class="tiles">
      ${states.map((state) => {
        const { icon: shape, word, tone } = look(JOB_STATES, state);
        return html`<a class="tile tone-${tone}" href=${jobsAddress({ state })} @click=${go}><b>${jobs[state] ?? 0}</b><span>${icon(shape)}Jobs ${word.toLowerCase()}</span></a>`;
      })}
      ${Number.isFinite(oldestQueuedMillis) ? tile(duration(oldestQueuedMillis), 'Oldest queued') : nothing}
      ${Object.entries(containers ?? {}).map(([state, count]) => (Number.isFinite(count) ? html`<a class="tile" href="/console/containers" @click=${go}><b>${count}</b><span>Containers ${words(state).toLowerCase()}</span></a>` : nothing))}
      ${Number.isFinite(sessions) ? html`<a class="tile" href="/console/sessions" @click=${go}><b>${sessions}</b><span>Sessions</span></a>` : nothing}
    </div>`;
  }

  #pool() {
    if (!this.#pools?.length) {
      return nothing;
    }
    const go = onPlainClick((href) => this.#console.go(href));
    const { ready, target, hits, misses, broken } = poolSum(this.#pools);
    const link = (value, words, tone = 'calm', shape = null) =>
      html`<a class="tile tone-${tone}" href="/console/pool" @click=${go}><b>${value}</b><span>${shape ? icon(shape) : nothing}${words}</span></a>`;
    return html`<section><h2>Pool</h2><div class="tiles" id="pool-tiles">
      ${link(`${ready} / ${target}`, 'Ready, of wanted')}${link(hitRate({ hits, misses }) || '–', 'Clicks served from it')}
      ${broken ? link(broken, broken === 1 ? 'Circuit open' : 'Circuits open', 'bad', 'alert') : nothing}</div></section>`;
  }

  #prompt(prompt) {
    if (!prompt) {
      return nothing;
    }
    return html`<section><h2>Click to first prompt</h2><div class="tiles">${Object.entries(prompt).map(([name, millis]) => (Number.isFinite(millis) ? tile(duration(millis), name) : nothing))}</div></section>`;
  }

  #failures(failures) {
    if (!Array.isArray(failures)) {
      return nothing;
    }
    return html`<section><h2>Failures</h2>
      ${failures.length
        ? html`<ul class="failures">${failures.map(
            ({ fingerprint, message, count }) => html`<li><b class="num">${count}×</b><span class="wrap">${message ?? fingerprint}</span></li>`,
          )}</ul>`
        : html`<p class="quiet">None of late.</p>`}</section>`;
  }

  /** What a newer server tells and this page was not told about: numbers and words as they are. */
  #rest(data) {
    const others = Object.entries(data).filter(([name, value]) => !KNOWN.includes(name) && value !== null && typeof value !== 'object');
    return others.length
      ? html`<section><h2>Further</h2><div class="tiles">${others.map(([name, value]) => tile(name.endsWith('Millis') ? duration(value) : String(value), words(name)))}</div></section>`
      : nothing;
  }
}

function tile(value, label) {
  return html`<div class="tile"><b>${value}</b><span>${label}</span></div>`;
}
