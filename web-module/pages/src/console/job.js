// One job: what it is, why it waits, what it did, and what can be done about it.
import { html, nothing } from 'lit-html';
import { get, path, post } from '../common/api.js';
import { commitHref } from '../common/remote.js';
import { openDialog } from '../common/dialog.js';
import { absolute, duration, shortId, words } from '../common/format.js';
import { coalesce } from '../common/live.js';
import { say } from '../common/shell.js';
import { isFinal, jobActions, JOB_STATES, look } from '../common/states.js';
import { ago, chip, icon, onPlainClick } from '../common/view.js';
import { jobAddress, jobsAddress } from './address.js';
import { asCurl, peoplesActs, savedAs, whyItWaits, withLinks } from './about.js';
import { timeline } from './timeline.js';

const ACTIONS = {
  retry: { word: 'Retry now', text: 'It runs again as soon as a worker is free.', done: 'The job runs again.' },
  cancel: { word: 'Cancel', text: 'It ends without an effect. Work in the workspace is not touched.', done: 'The job is being cancelled.' },
  resolve: { word: 'Resolve', text: 'It counts as dealt with. Say how, for those who come after you.', done: 'The job is resolved.', needsReason: true },
};

export class Job {
  #console;
  #id;
  #job = null;
  #problem = null;
  #project = null;
  #container = null;
  #queue = null;
  #isClosed = false;
  #heard = coalesce(250, () => this.load());

  constructor(console, id) {
    this.#console = console;
    this.#id = id;
  }

  close() {
    this.#isClosed = true;
    this.#heard.cancel();
  }

  onEvent(event) {
    if ([event.jobId, event.id].includes(this.#id)) {
      this.#heard.add(this.#id);
    }
  }

  async load() {
    try {
      this.#job = (await get(path`/api/jobs/${this.#id}`)).job;
      this.#problem = null;
    } catch (error) {
      this.#problem = error.message;
    }
    this.#draw();
    if (this.#job) {
      await this.#loadAround(this.#job);
      this.#draw();
    }
  }

  #draw() {
    if (!this.#isClosed) {
      this.#console.draw();
    }
  }

  /** What the job is about; where the caller may not see it, or it is gone, the page does without. */
  async #loadAround({ projectId, kind, state }) {
    const without = () => null;
    const [project, containers, queues] = await Promise.all([
      projectId ? get(path`/api/projects/${projectId}`).catch(without) : null,
      projectId ? get('/api/containers').catch(without) : null,
      isFinal(state) ? null : get('/api/queues').catch(without),
    ]);
    this.#project = project?.project ?? null;
    this.#container = containers?.containers?.find((one) => one.projectId === projectId) ?? null;
    this.#queue = queues?.queues?.find(({ name }) => name === laneOfKind(kind)) ?? null;
  }

  #ask(action) {
    const { word, text, done, needsReason } = ACTIONS[action];
    openDialog({
      title: `${word}: ${this.#job.kind}`,
      action: action === 'cancel' ? 'Cancel the job' : word,
      danger: action === 'cancel',
      body: html`<p>${text}</p><label>Reason <input name="reason" ?required=${needsReason} maxlength="500" autocomplete="off" autofocus /></label>`,
      submit: async ({ reason }) => {
        await post(path`/api/jobs/${this.#id}/` + action, { reason: reason.trim() });
        say(done, 'good');
        await this.load();
      },
    });
  }

  view(now) {
    const job = this.#job;
    const back = html`<p class="crumb"><a href="/console/jobs" @click=${onPlainClick((href) => this.#console.go(href))}>Jobs</a> / <span class="mono">${this.#id}</span></p>`;
    if (!job) {
      return html`${back}<p class=${this.#problem ? 'banner tone-bad' : 'quiet'}>${this.#problem ? html`${icon('alert')}<span>${this.#problem}</span>` : 'Loading…'}</p>`;
    }
    return html`${back}
      <div class="head" data-job-id=${job.id} data-state=${job.state}>
        <h1>${job.kind} ${chip(JOB_STATES, job.state)}</h1>
        <div class="actions">${jobActions(job.state).map((action) => html`<button type="button" data-action=${action} @click=${() => this.#ask(action)}>${ACTIONS[action].word}</button>`)}</div>
      </div>
      ${this.#waits(job)}
      ${job.error ? this.#error(job.error) : nothing}
      ${this.#facts(job, now)} ${this.#timeline(job, now)} ${this.#attempts(job, now)} ${this.#acts(job, now)} ${this.#events(job, now)} ${this.#curl(job)}`;
  }

  #waits(job) {
    const why = whyItWaits(job, this.#queue);
    if (!why) {
      return nothing;
    }
    const open = onPlainClick((href) => this.#console.go(href));
    return html`<p class="banner tone-wait" id="why-it-waits">${icon('clock')}<span class="wrap"><strong>Why it waits:</strong> ${withLinks(why).map(
      ({ text, jobId }) => (jobId ? html`<a class="mono" href=${jobAddress(jobId)} title=${jobId} @click=${open}>${shortId(jobId)}</a>` : text),
    )}</span></p>`;
  }

  /** Workers come and go by themselves; this is what persons did. */
  #acts(job, now) {
    const acts = peoplesActs(job);
    if (!acts.length) {
      return nothing;
    }
    return html`<section id="acts"><h2>Who did what</h2><ul class="plain-list">${acts.map(
      ({ at, actor, act, reason }) => html`<li><strong class="wrap">${actor}</strong> ${act} ${ago(at, now)}${reason ? html`: <span class="wrap">${reason}</span>` : nothing}</li>`,
    )}</ul></section>`;
  }

  #curl(job) {
    const calls = ['', ...jobActions(job.state)].map((action) => [action || 'look', asCurl(location.origin, job.id, action)]);
    return html`<section><details id="as-curl"><summary>As curl</summary>${calls.map(
      ([name, line]) => html`<div class="copy"><pre>${line}</pre><button type="button" aria-label="Copy the call: ${name}" @click=${() => copy(line)}>Copy</button></div>`,
    )}</details></section>`;
  }

  #error(error) {
    const text = typeof error === 'object' ? [error.class ?? error.type, error.message].filter(Boolean).join(': ') : String(error);
    const [first, ...rest] = text.split('\n');
    return html`<div class="banner tone-bad">${icon('alert')}<span><strong>${first}</strong>
      ${rest.length ? html`<details><summary>All of it</summary><pre>${text}</pre></details>` : nothing}</span></div>`;
  }

  #facts(job, now) {
    const open = onPlainClick((href) => this.#console.go(href));
    const saved = savedAs(job);
    const facts = [
      ['Project', job.projectId && html`<a href="/ide/${encodeURIComponent(job.projectId)}" title=${job.projectId}>${this.#project?.name ?? shortId(job.projectId)}</a> · <a href=${jobsAddress({ q: `project:${job.projectId}` })} @click=${open}>its jobs</a>`],
      ['Container', this.#container && html`<a class="mono" href="/console/containers" @click=${open}>${this.#container.name ?? shortId(this.#container.id)}</a>`],
      ['Commit', saved && this.#commit(saved)],
      ['User', job.userId],
      ['Outcome', job.outcome && words(job.outcome)],
      ['Attempt', `${job.attempt ?? 0}${job.maxAttempts ? ` of ${job.maxAttempts}` : ''}`],
      ['Created', job.createdAt && ago(job.createdAt, now)],
      [job.runAt && Date.parse(job.runAt) > now ? 'Runs' : 'Due', job.runAt && !isFinal(job.state) && ago(job.runAt, now)],
      ['Waited', duration(job.waitMillis)],
      ['Ran', duration(job.runMillis)],
      ['Finished', job.finishedAt && ago(job.finishedAt, now)],
    ];
    return html`<dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  }

  #commit({ commit, ref }) {
    const href = commitHref(this.#project?.remoteUrl, commit);
    const short = html`<span class="mono" title=${commit}>${commit.slice(0, 10)}</span>`;
    return html`${href ? html`<a href=${href} rel="noreferrer">${short}</a>` : short} <span class="quiet">on ${ref.replace('refs/heads/', '')}</span>`;
  }

  #timeline(job, now) {
    const drawn = timeline(job, isFinal(job.state) ? Date.parse(job.finishedAt ?? '') || now : now);
    if (!drawn) {
      return nothing;
    }
    return html`<section><h2>Timeline</h2>
      <table class="timeline"><tbody>${drawn.bars.map(
        ({ label, kind, from, to, millis }) => html`<tr>
          <th scope="row">${BAR_ENDS[kind] ? html`<span class="tone-${BAR_ENDS[kind].tone} chip" title=${BAR_ENDS[kind].word}>${icon(BAR_ENDS[kind].icon)}</span> ` : nothing}${label}${BAR_ENDS[kind] ? html`<span class="unseen">, ${BAR_ENDS[kind].word}</span>` : nothing}</th>
          <td class="bar"><svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class=${kind} x=${from * 1000} y="0" width=${Math.max(3, (to - from) * 1000)} height="10" rx="1"></rect></svg></td>
          <td class="num">${duration(millis)}</td></tr>`,
      )}</tbody></table>
      <p class="quiet axis"><span>${absolute(new Date(drawn.start).toISOString())}</span><span>${duration(drawn.end - drawn.start)}</span></p></section>`;
  }

  #attempts({ attempts }, now) {
    if (!attempts?.length) {
      return nothing;
    }
    return html`<section><h2>Attempts</h2><div class="scroll"><table>
      <thead><tr><th class="num">#</th><th>Node</th><th>Started</th><th class="num">Wait</th><th class="num">Run</th><th>Result</th><th>Error</th></tr></thead>
      <tbody>${attempts.map(
        (one) => html`<tr><td class="num">${one.attempt}</td><td class="mono">${one.node ?? '–'}</td><td>${ago(one.startedAt, now)}</td>
          <td class="num">${duration(one.waitMillis)}</td><td class="num">${duration(one.runMillis)}</td><td>${one.result ?? 'running'}</td><td class="wrap">${one.error ?? nothing}</td></tr>`,
      )}</tbody></table></div></section>`;
  }

  #events({ events }, now) {
    if (!events?.length) {
      return nothing;
    }
    const state = (name) => (name ? look(JOB_STATES, name).word : nothing);
    return html`<section><h2>History</h2><div class="scroll"><table>
      <thead><tr><th>When</th><th>From</th><th>To</th><th>By</th><th>Reason</th></tr></thead>
      <tbody>${events.map(
        ({ at, from, to, actor, reason }) => html`<tr><td>${ago(at, now)}</td><td>${state(from)}</td><td>${state(to)}</td><td>${actor ?? nothing}</td><td class="wrap">${reason ?? nothing}</td></tr>`,
      )}</tbody></table></div></section>`;
  }
}

const BAR_ENDS = {
  done: { icon: 'check', word: 'done', tone: 'good' },
  failed: { icon: 'cross', word: 'failed', tone: 'bad' },
  running: { icon: 'spin', word: 'running', tone: 'busy' },
};

const LANES = { prewarm: 'prewarm', persist: 'persist', stop: 'stop', sweep: 'stop', delete: 'stop' };

function laneOfKind(kind) {
  return LANES[kind] ?? 'import';
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say('Copied.', 'good');
  } catch {
    say('The browser does not let this page copy: select the text instead.', 'warn');
  }
}
