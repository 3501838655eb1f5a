// The first look: is it well, what waits, what is not saved.
import { html, nothing } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { get } from '../common/api.js';
import { absolute, duration, plural, words } from '../common/format.js';
import { coalesce } from '../common/live.js';
import { JOB_STATES, look } from '../common/states.js';
import { ago, icon, onPlainClick } from '../common/view.js';
import { jobsAddress } from './address.js';
import { Plot } from './plot.js';
import { hitRate, poolSum } from './pool.js';

const KNOWN = ['jobs', 'containers', 'sessions', 'unsaved', 'oldestQueuedMillis', 'health', 'failures', 'prompt', 'environments', 'at', 'user', 'roles', 'queues', 'limits'];
/** Where a person begins to feel that they wait. */
const TARGET_MILLIS = 1_000;
const TRENDS_EVERY = 10_000;
const FAILURES_SHOWN = 5;
const FEATURED = ['READY', 'RUNNING', 'RETRYING', 'BLOCKED', 'SCHEDULED', 'DEAD'];

export class Overview {
  #console;
  #data = null;
  #problem = null;
  /** Operators only; null where the server does not tell. */
  #pools = null;
  #trends = null;
  #failures = null;
  #isClosed = false;
  #ended = new Plot([{ label: 'Succeeded', tone: 'good' }, { label: 'Dead', tone: 'bad', dash: [6, 4] }, { label: 'Other', tone: 'calm', dash: [2, 4] }]);
  #prompts = new Plot([{ label: 'Half are faster', tone: 'busy' }, { label: '95 % are faster', tone: 'warn', dash: [6, 4] }, { label: 'Target', tone: 'quiet', dash: [2, 4] }], duration);
  #heard = coalesce(1_000, () => this.#load());
  #heardOfTrends = coalesce(TRENDS_EVERY, () => this.#loadTrends());

  constructor(console) {
    this.#console = console;
  }

  close() {
    this.#isClosed = true;
    this.#heard.cancel();
    this.#heardOfTrends.cancel();
    this.#ended.close();
    this.#prompts.close();
  }

  onEvent() {
    this.#heard.add('overview');
    this.#heardOfTrends.add('trends');
  }

  load() {
    this.#loadTrends();
    return this.#load();
  }

  /** Read over an hour: not with each event. */
  async #loadTrends() {
    const without = (before) => () => before;
    const [trends, failures] = await Promise.all([
      get('/api/trends').catch(without(this.#trends)),
      get('/api/jobs/failures').then((answer) => answer.failures ?? null, without(this.#failures)),
    ]);
    if (this.#isClosed) {
      return;
    }
    this.#trends = trends;
    this.#failures = failures;
    this.#console.draw();
    if (trends) {
      const { minutes } = trends;
      const seconds = minutes.map(({ at }) => Date.parse(at) / 1_000);
      const of = (pick) => minutes.map((minute) => pick(minute) ?? null);
      this.#ended.show([seconds, of(({ succeeded }) => succeeded), of(({ dead }) => dead), of(({ other }) => other)]);
      this.#prompts.show([seconds, of(({ prompt }) => prompt?.p50), of(({ prompt }) => prompt?.p95), of(() => TARGET_MILLIS)]);
    }
  }

  async #load() {
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
      ${data ? html`${this.#health(data.health)}${this.#unsaved(this.#trends?.unpushed, now)}${this.#tiles(data)}${this.#lanes(data.queues)}${this.#pool()}${this.#hour()}${this.#lately(now)}${this.#rest(data)}` : nothing}`;
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
    if (!unsaved) {
      return nothing;
    }
    const { projects, oldest } = unsaved;
    return projects
      ? html`<p class="banner tone-warn" id="unpushed" data-projects=${projects}>${icon('alert')}<span><strong>${plural(projects, 'project')} with saves that are on this host only</strong>${oldest ? html`, the oldest from ${ago(oldest, now)}` : nothing}.</span></p>`
      : html`<p class="banner tone-good" id="unpushed" data-projects="0">${icon('check')}<span>Every save is in its remote.</span></p>`;
  }

  /** Operators only. */
  #lanes(queues) {
    if (!queues?.length) {
      return nothing;
    }
    const go = onPlainClick((href) => this.#console.go(href));
    return html`<section><h2>Oldest in its queue</h2><div class="tiles">${queues.map(
      ({ name, oldestAgeMillis, depth, paused }) => html`<a class="tile tone-${paused ? 'warn' : 'calm'}" href="/console/queues" data-lane=${name} @click=${go}><b>${depth && oldestAgeMillis ? duration(oldestAgeMillis) : '–'}</b><span>${paused ? icon('pause') : nothing}${name}${paused ? ', paused' : ''}</span></a>`,
    )}</div></section>`;
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

  #hour() {
    const trends = this.#trends;
    const prompt = trends?.prompt;
    const busy = (trends?.minutes ?? []).filter(({ succeeded, dead, other }) => succeeded + dead + other);
    return html`<section><h2>Click to prompt, last hour</h2>
        <div class="tiles">${[['p50', 'Half are faster'], ['p95', '95 % are faster'], ['p99', '99 % are faster']].map(([name, words]) => {
          const millis = prompt?.[name];
          const isWithin = millis <= TARGET_MILLIS;
          return html`<div class="tile ${prompt ? `tone-${isWithin ? 'good' : 'warn'}` : ''}"><b>${prompt ? duration(millis) : '–'}</b><span>${prompt ? icon(isWithin ? 'check' : 'alert') : nothing}${words}</span></div>`;
        })}${tile(prompt?.count ?? 0, 'Prompts measured')}</div>
        <figure class="plot"><figcaption>By the minute; the dotted line is the target, ${duration(TARGET_MILLIS)}</figcaption><div aria-hidden="true" ${ref(this.#prompts.mount)}></div></figure></section>
      <section><h2>Ended jobs, last hour</h2>
        <figure class="plot"><figcaption>By the minute${trends?.truncated ? '; more ended than are counted here' : ''}</figcaption><div aria-hidden="true" ${ref(this.#ended.mount)}></div></figure>
        <details id="hour-table"><summary>Both as a table</summary><div class="scroll"><table>
          <thead><tr><th>Minute</th><th class="num">Succeeded</th><th class="num">Dead</th><th class="num">Other</th><th class="num">Prompts</th><th class="num">Half faster</th><th class="num">95 % faster</th></tr></thead>
          <tbody>${busy.map((minute) => html`<tr><td>${absolute(minute.at)}</td><td class="num">${minute.succeeded}</td><td class="num">${minute.dead}</td><td class="num">${minute.other}</td>
            <td class="num">${minute.prompt?.count ?? 0}</td><td class="num">${duration(minute.prompt?.p50)}</td><td class="num">${duration(minute.prompt?.p95)}</td></tr>`)}</tbody></table></div></details></section>`;
  }

  #lately(now) {
    if (!this.#failures) {
      return nothing;
    }
    const go = onPlainClick((href) => this.#console.go(href));
    return html`<section><h2>Dead letters</h2>
      ${this.#failures.length
        ? html`<ul class="failures">${this.#failures.slice(0, FAILURES_SHOWN).map(
            ({ fingerprint, message, count, newest }) => html`<li data-failure=${fingerprint}><b class="num">${count}×</b><span class="wrap"><a href=${jobsAddress({ q: `state:dead failure:${fingerprint}` })} @click=${go}>${message}</a> <span class="quiet">${ago(newest, now)}</span></span></li>`,
          )}</ul><p><a href="/console/failures" @click=${go}>All of them</a></p>`
        : html`<p class="quiet">No job is dead.</p>`}</section>`;
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
