// Dead letters: jobs that died, by how they failed. One is tried before all are.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { get, path, post } from '../common/api.js';
import { plural } from '../common/format.js';
import { coalesce } from '../common/live.js';
import { say } from '../common/shell.js';
import { isFinal, JOB_STATES } from '../common/states.js';
import { ago, chip, empty, icon, onPlainClick } from '../common/view.js';
import { jobAddress, jobsAddress } from './address.js';
import { askMany } from './bulk.js';

const LOOKS_AT_MOST = 240;

/** How the one that was tried went, and what that says of the others. */
export function verdict(job) {
  if (job.state === 'SUCCEEDED') {
    return { tone: 'good', shape: 'check', words: 'The probe succeeded: the others have a good chance.' };
  }
  if (job.state === 'DEAD') {
    return { tone: 'bad', shape: 'cross', words: `The probe died again: ${job.error ?? 'no reason was given'}` };
  }
  if (isFinal(job.state)) {
    return { tone: 'warn', shape: 'minus', words: 'The probe ended without a result.' };
  }
  const told = job.state === 'RETRYING' ? job.error : job.waitingFor;
  return { tone: 'busy', shape: 'spin', words: `The probe is on its way${told ? `: ${told}` : '.'}` };
}

export class Failures {
  #console;
  #groups = null;
  #problem = null;
  #mayActOnMany = false;
  /** By fingerprint: the job that was tried, and its group as it was, which may be gone with it. */
  #probes = new Map();
  #isClosed = false;
  #heard = coalesce(800, () => this.load());

  constructor(console) {
    this.#console = console;
  }

  close() {
    this.#isClosed = true;
    this.#heard.cancel();
  }

  onEvent({ event }) {
    if (event === 'job') {
      this.#heard.add(event);
    }
  }

  async load() {
    try {
      this.#groups = (await get('/api/jobs/failures')).failures ?? [];
      this.#problem = null;
    } catch (error) {
      this.#problem = error.message;
    }
    this.#draw();
    const overview = await get('/api/overview').catch(() => null);
    this.#mayActOnMany = overview ? overview.roles?.includes('operator') === true : this.#mayActOnMany;
    this.#draw();
  }

  #draw() {
    if (!this.#isClosed) {
      this.#console.draw();
    }
  }

  async #probe(group) {
    const { id } = group.example;
    try {
      await post(path`/api/jobs/${id}/retry`, { reason: 'a probe of its failure' });
    } catch (error) {
      say(error.message, 'bad');
      return;
    }
    this.#probes.set(group.fingerprint, { job: { ...group.example, state: 'READY', error: null }, group });
    this.#draw();
    for (let looks = 0; looks < LOOKS_AT_MOST && !this.#isClosed; looks += 1) {
      await new Promise((go) => setTimeout(go, looks < 10 ? 300 : 1_000));
      const job = await get(path`/api/jobs/${id}`).then((answer) => answer.job, () => null);
      if (job) {
        this.#probes.set(group.fingerprint, { job, group });
        this.#draw();
      }
      if (job && isFinal(job.state)) {
        break;
      }
    }
    this.load();
  }

  #all(action, { fingerprint }) {
    askMany({ action, filter: { q: `state:dead failure:${fingerprint}` }, what: 'all that failed so', done: () => this.load() });
  }

  view(now) {
    const listed = this.#groups ?? [];
    const gone = [...this.#probes.values()].map(({ group }) => ({ ...group, count: 0 })).filter(({ fingerprint }) => !listed.some((group) => group.fingerprint === fingerprint));
    const groups = [...listed, ...gone];
    return html`<div class="head"><h1>Dead letters</h1></div>
      ${this.#problem ? html`<p class="banner tone-bad" role="alert">${icon('alert')}<span>${this.#problem}</span><button type="button" @click=${() => this.load()}>Try again</button></p>` : nothing}
      ${this.#groups === null
        ? html`<p class="quiet">${this.#problem ? nothing : 'Loading…'}</p>`
        : groups.length
          ? html`<ul class="dead">${repeat(groups, ({ fingerprint }) => fingerprint, (group) => this.#group(group, now))}</ul>`
          : empty('No job is dead', html`<p>A job that only a person can help ends here, with all that failed the same way.</p>`)}`;
  }

  #group(group, now) {
    const { fingerprint, message, count, kinds, projects, oldest, newest, example } = group;
    const go = onPlainClick((href) => this.#console.go(href));
    const jobs = jobsAddress({ q: `state:dead failure:${fingerprint}` });
    const probe = this.#probes.get(fingerprint);
    const isOnItsWay = probe && !isFinal(probe.job.state);
    return html`<li data-failure=${fingerprint} data-count=${count}>
      <h2 class="wrap"><b class="num">${count}×</b> ${message}</h2>
      <p class="quiet">${kinds.join(', ')} · ${plural(projects, 'project')} · newest ${ago(newest, now)}${count > 1 ? html` · oldest ${ago(oldest, now)}` : nothing}
        ${example ? html` · <a href=${jobAddress(example.id)} @click=${go}>an example</a>` : nothing}</p>
      ${probe ? this.#verdict(probe.job, go) : nothing}
      <p class="actions">
        <button type="button" data-act="probe" ?disabled=${!count || !example || isOnItsWay} @click=${() => this.#probe(group)}>Probe one</button>
        ${this.#mayActOnMany
          ? html`<button type="button" data-act="replay" ?disabled=${!count} @click=${() => this.#all('retry', group)}>Replay all</button>
            <button type="button" data-act="resolve" ?disabled=${!count} @click=${() => this.#all('resolve', group)}>Resolve all</button>`
          : nothing}
        <a class="button" href=${jobs} @click=${go}>Show jobs</a>
      </p></li>`;
  }

  #verdict(job, go) {
    const { tone, shape, words } = verdict(job);
    return html`<p class="banner tone-${tone}" role="status" data-probe=${job.state}>${icon(shape)}<span class="wrap">${words}</span>
      ${chip(JOB_STATES, job.state)} <a href=${jobAddress(job.id)} @click=${go}>Its job</a></p>`;
  }
}
