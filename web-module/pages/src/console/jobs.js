// The table of jobs: filtered by the URL, its rows updated in place.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { get, path, query } from '../common/api.js';
import { duration, plural, shortId } from '../common/format.js';
import { coalesce } from '../common/live.js';
import { JOB_KINDS, JOB_STATES, look } from '../common/states.js';
import { ago, chip, empty, icon, onPlainClick } from '../common/view.js';
import { fits, jobAddress, jobsAddress } from './address.js';
import { askMany, BULK } from './bulk.js';
import { csvButton } from './csv.js';
import { Selection } from './selection.js';

const TABS = ['', 'SCHEDULED', 'READY', 'BLOCKED', 'RUNNING', 'RETRYING', 'DEAD', 'SUCCEEDED'];
const PAGE_SIZE = 50;
const ONE_BY_ONE_AT_MOST = 20;
const HELP = [
  ['state:dead,retrying', 'in one of these states'],
  ['kind:persist', 'of this kind'],
  ['project:… user:… id:…', 'by id, several by comma'],
  ['error:"no such host"', 'the error contains it'],
  ['age:>5m age:<2h', 'accepted before, or since: s, m, h, d'],
];

export class Jobs {
  #console;
  #filter;
  #jobs = new Map();
  #next = null;
  #pages = 0;
  #unseen = new Set();
  #counts = null;
  /** The server takes an action on many from an operator only. */
  #mayActOnMany = false;
  #selection = new Selection();
  #isPointedAt = false;
  #problem = null;
  #turn = 0;
  #heard = coalesce(400, (ids) => this.#update(ids));

  constructor(console, filter) {
    this.#console = console;
    this.#filter = filter;
  }

  close() {
    this.#turn += 1;
    this.#heard.cancel();
  }

  onEvent(event) {
    const id = event.jobId ?? (event.event === 'job' ? event.id : null);
    if (id) {
      this.#heard.add(id);
    }
  }

  /** Anew from the top; with `more`, the next page below. */
  async load(more = false) {
    const turn = ++this.#turn;
    try {
      const answer = await get(`/api/jobs${query({ ...this.#filter, limit: PAGE_SIZE, cursor: more ? this.#next : null })}`);
      if (turn !== this.#turn) {
        return;
      }
      const listed = (answer.jobs ?? []).map((job) => [job.id, job]);
      this.#jobs = new Map(more ? [...this.#jobs, ...listed] : listed);
      this.#next = answer.next ?? null;
      this.#pages = more ? this.#pages + 1 : 1;
      this.#problem = null;
      this.#selection.keep(this.#jobs.keys());
      if (!more) {
        this.#unseen.clear();
      }
    } catch (error) {
      if (turn !== this.#turn) {
        return;
      }
      this.#problem = error.message;
    }
    this.#console.draw();
    this.#count();
  }

  async #count() {
    const overview = await get('/api/overview').catch(() => null);
    this.#counts = overview?.jobs ?? this.#counts;
    this.#mayActOnMany = overview ? overview.roles?.includes('operator') === true : this.#mayActOnMany;
    this.#console.draw();
  }

  /** At the top of one page the list itself is read again; whoever reads further down, points or selects is not disturbed. */
  async #update(ids) {
    const isAtTop = window.scrollY < 80 && this.#pages <= 1 && !this.#isPointedAt && this.#selection.isEmpty;
    if (isAtTop) {
      return this.load();
    }
    const turn = this.#turn;
    const shown = ids.filter((id) => this.#jobs.has(id)).slice(0, ONE_BY_ONE_AT_MOST);
    ids.filter((id) => !this.#jobs.has(id)).forEach((id) => this.#unseen.add(id));
    const fresh = await Promise.all(shown.map((id) => get(path`/api/jobs/${id}`).then(({ job }) => job, () => null)));
    if (turn === this.#turn) {
      fresh.filter(Boolean).forEach((job) => this.#jobs.set(job.id, job));
      this.#console.draw();
    }
  }

  #go(change) {
    this.#console.go(jobsAddress({ ...this.#filter, ...change }));
  }

  view(now) {
    const jobs = [...this.#jobs.values()];
    return html`<div class="head"><h1>Jobs</h1>${csvButton()}</div>
      ${this.#tabs()} ${this.#filters()} ${this.#mayActOnMany ? this.#many() : nothing}
      ${this.#problem ? html`<p class="banner tone-bad" role="alert">${icon('alert')}<span>${this.#problem}</span><button type="button" @click=${() => this.load()}>Try again</button></p>` : nothing}
      ${this.#unseen.size
        ? html`<p class="pill"><button type="button" @click=${() => { scrollTo({ top: 0 }); this.load(); }}>${plural(this.#unseen.size, 'new job')} – show</button></p>`
        : nothing}
      ${!this.#pages ? html`<p class="quiet">${this.#problem ? nothing : 'Loading…'}</p>` : jobs.length ? this.#table(jobs, now) : this.#none()}
      ${this.#next ? html`<p class="more"><button type="button" @click=${() => this.load(true)}>More</button></p>` : nothing}`;
  }

  #tabs() {
    const states = TABS.includes(this.#filter.state ?? '') ? TABS : [...TABS, this.#filter.state];
    return html`<nav class="states" aria-label="State of the jobs">
      ${states.map((state) => {
        const count = state ? this.#counts?.[state] : null;
        const { icon: shape, word, tone } = look(JOB_STATES, state);
        return html`<a href=${jobsAddress({ ...this.#filter, state })} aria-current=${(this.#filter.state ?? '') === state ? 'true' : nothing}
          class="tone-${state ? tone : 'calm'}" @click=${onPlainClick((href) => this.#console.go(href))}>
          ${state ? icon(shape) : nothing}${state ? word : 'All'}${Number.isFinite(count) ? html` <b>${count}</b>` : nothing}</a>`;
      })}
    </nav>`;
  }

  #filters() {
    const more = Object.keys(JOB_STATES).filter((state) => !TABS.includes(state));
    const isMore = more.includes(this.#filter.state);
    const submit = (event) => {
      event.preventDefault();
      this.#go(Object.fromEntries(new FormData(event.target.closest('form'))));
    };
    return html`<form class="toolbar" role="search" @submit=${submit}>
      <select name="kind" aria-label="Kind" @change=${submit}>
        <option value="" ?selected=${!this.#filter.kind}>Any kind</option>
        ${JOB_KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === this.#filter.kind}>${kind}</option>`)}
      </select>
      <select aria-label="Further states" @change=${(event) => this.#go({ state: event.target.value })}>
        <option value="" ?selected=${!isMore}>Further states</option>
        ${more.map((state) => html`<option value=${state} ?selected=${state === this.#filter.state}>${look(JOB_STATES, state).word}</option>`)}
      </select>
      <input name="q" type="search" placeholder=${'state:dead kind:persist error:"text" age:>5m'} aria-label="Search" aria-describedby="search-help" spellcheck="false" autocapitalize="off" .value=${this.#filter.q ?? ''} />
      <button type="submit">Filter</button>
      ${['project', 'user'].filter((name) => this.#filter[name]).map(
        (name) => html`<a class="tag" href=${jobsAddress({ ...this.#filter, [name]: '' })} aria-label="Without ${name} ${this.#filter[name]}" @click=${onPlainClick((href) => this.#console.go(href))}>${name} ${this.#filter[name]} ${icon('cross')}</a>`,
      )}
      ${Object.keys(this.#filter).length ? html`<a href="/console/jobs" @click=${onPlainClick((href) => this.#console.go(href))}>Clear</a>` : nothing}
      <details id="search-help"><summary>How to search</summary>
        <p>Words are looked for in errors and ids. All of what you write must fit; in quotes, it is text.</p>
        <dl class="facts">${HELP.map(([example, meaning]) => html`<div><dt class="mono">${example}</dt><dd>${meaning}</dd></div>`)}</dl></details>
    </form>`;
  }

  /** What can be done with the rows that are ticked, or with all that the filter fits. */
  #many() {
    const { size, isAll } = this.#selection;
    const ask = (action) => askMany({
      action,
      filter: isAll ? this.#filter : { q: `id:${[...this.#selection.ids].join(',')}` },
      what: isAll ? 'all that match the filter' : plural(size, 'selected job'),
      done: () => {
        this.#selection.clear();
        this.load();
      },
    });
    return html`<div class="toolbar many" role="group" aria-label="Selected jobs">
      ${Object.entries(BULK).map(([action, { word }]) => html`<button type="button" data-bulk=${action} ?disabled=${!size && !isAll} @click=${() => ask(action)}>${word}</button>`)}
      <span class="quiet" role="status">${isAll ? 'All that match are selected' : size ? `${size} selected` : 'None selected'}</span>
      <button type="button" id="select-all-matching" aria-pressed=${isAll} @click=${() => { isAll ? this.#selection.clear() : this.#selection.all(); this.#console.draw(); }}>All that match the filter</button>
    </div>`;
  }

  #none() {
    return Object.keys(this.#filter).length
      ? empty('No job matches', html`<p>Fewer filters show more.</p>`)
      : empty('No jobs yet', html`<p>Each start, save, stop and import is a job, and stays here with its history. Open a project to see the first.</p>`);
  }

  #table(jobs, now) {
    const point = (isPointedAt) => () => (this.#isPointedAt = isPointedAt);
    const shown = jobs.map(({ id }) => id);
    return html`<div class="scroll" @pointerenter=${point(true)} @pointerleave=${point(false)} @focusin=${point(true)} @focusout=${point(false)}><table class="jobs">
      <thead><tr>${this.#mayActOnMany
        ? html`<th class="tick"><input type="checkbox" aria-label="All on this page" .checked=${this.#selection.hasAll(shown)} .indeterminate=${!this.#selection.hasAll(shown) && this.#selection.size > 0}
            @change=${({ target }) => { this.#selection.tick(shown, target.checked); this.#console.draw(); }} /></th>`
        : nothing}<th>State</th><th>Kind</th><th>Project</th><th>User</th><th class="num">Attempt</th><th class="num">Wait</th><th class="num">Run</th><th>Created</th><th>Why</th></tr></thead>
      <tbody>${repeat(jobs, ({ id }) => id, (job) => this.#row(job, now))}</tbody>
    </table></div>`;
  }

  #row(job, now) {
    const open = (href) => this.#console.go(href);
    return html`<tr data-job-id=${job.id} data-state=${job.state} data-kind=${job.kind} class=${fits(job, this.#filter) ? '' : 'gone'}>
      ${this.#mayActOnMany
        ? html`<td class="tick"><input type="checkbox" aria-label="Select ${job.kind} ${shortId(job.id)}" .checked=${this.#selection.has(job.id)}
            @change=${({ target }) => { this.#selection.tick([job.id], target.checked); this.#console.draw(); }} /></td>`
        : nothing}
      <td>${chip(JOB_STATES, job.state)}</td>
      <td><a href=${jobAddress(job.id)} @click=${onPlainClick(open)}>${job.kind}</a></td>
      <td class="mono">${job.projectId ? html`<a href=${jobsAddress({ q: `project:${job.projectId}` })} title="All jobs of ${job.projectId}" @click=${onPlainClick(open)}>${shortId(job.projectId)}</a>` : '–'}</td>
      <td>${job.userId ?? '–'}</td>
      <td class="num">${job.attempt ?? 0}${job.maxAttempts ? `/${job.maxAttempts}` : nothing}</td>
      <td class="num">${duration(job.waitMillis)}</td>
      <td class="num">${duration(job.runMillis)}</td>
      <td>${ago(job.createdAt, now)}</td>
      <td class="why" title=${why(job) || nothing}>${why(job)}</td>
    </tr>`;
  }
}

/** The first line that explains the state. */
export function why({ error, waitingFor }) {
  const told = waitingFor || (error && typeof error === 'object' ? error.message : error) || '';
  return String(told).split('\n')[0];
}
