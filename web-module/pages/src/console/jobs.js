// The table of jobs: filtered by the URL, its rows updated in place.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { get, path, query } from '../common/api.js';
import { duration, plural, shortId } from '../common/format.js';
import { coalesce } from '../common/live.js';
import { JOB_KINDS, JOB_STATES, look } from '../common/states.js';
import { ago, chip, empty, icon, onPlainClick } from '../common/view.js';
import { fits, jobAddress, jobsAddress } from './address.js';

const TABS = ['', 'SCHEDULED', 'READY', 'BLOCKED', 'RUNNING', 'RETRYING', 'DEAD', 'SUCCEEDED'];
const PAGE_SIZE = 50;
const ONE_BY_ONE_AT_MOST = 20;

export class Jobs {
  #console;
  #filter;
  #jobs = new Map();
  #next = null;
  #pages = 0;
  #unseen = new Set();
  #counts = null;
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
    this.#console.draw();
  }

  /** At the top of one page the list itself is read again; a reader further down is not disturbed. */
  async #update(ids) {
    const isAtTop = window.scrollY < 80 && this.#pages <= 1;
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
    return html`<div class="head"><h1>Jobs</h1></div>
      ${this.#tabs()} ${this.#filters()}
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
      <input name="project" placeholder="Project id" aria-label="Project id" spellcheck="false" .value=${this.#filter.project ?? ''} />
      <input name="q" type="search" placeholder="Search errors, ids" aria-label="Search" spellcheck="false" .value=${this.#filter.q ?? ''} />
      <button type="submit">Filter</button>
      ${Object.keys(this.#filter).length ? html`<a href="/console/jobs" @click=${onPlainClick((href) => this.#console.go(href))}>Clear</a>` : nothing}
    </form>`;
  }

  #none() {
    return Object.keys(this.#filter).length
      ? empty('No job matches', html`<p>Fewer filters show more.</p>`)
      : empty('No jobs yet', html`<p>Each start, save, stop and import is a job, and stays here with its history. Open a project to see the first.</p>`);
  }

  #table(jobs, now) {
    return html`<div class="scroll"><table class="jobs">
      <thead><tr><th>State</th><th>Kind</th><th>Project</th><th>User</th><th class="num">Attempt</th><th class="num">Wait</th><th class="num">Run</th><th>Created</th><th>Why</th></tr></thead>
      <tbody>${repeat(jobs, ({ id }) => id, (job) => this.#row(job, now))}</tbody>
    </table></div>`;
  }

  #row(job, now) {
    const open = (href) => this.#console.go(href);
    return html`<tr data-job-id=${job.id} data-state=${job.state} data-kind=${job.kind} class=${fits(job, this.#filter) ? '' : 'gone'}>
      <td>${chip(JOB_STATES, job.state)}</td>
      <td><a href=${jobAddress(job.id)} @click=${onPlainClick(open)}>${job.kind}</a></td>
      <td class="mono">${job.projectId ? html`<a href=${jobsAddress({ project: job.projectId })} title="All jobs of ${job.projectId}" @click=${onPlainClick(open)}>${shortId(job.projectId)}</a>` : '–'}</td>
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
