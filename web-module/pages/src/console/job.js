// One job: what it is, why it waits, what it did, and what can be done about it.
import { html, nothing } from 'lit-html';
import { get, path, post } from '../common/api.js';
import { openDialog } from '../common/dialog.js';
import { absolute, duration, words } from '../common/format.js';
import { coalesce } from '../common/live.js';
import { say } from '../common/shell.js';
import { isFinal, jobActions, JOB_STATES, look } from '../common/states.js';
import { ago, chip, icon, onPlainClick } from '../common/view.js';
import { jobsAddress } from './address.js';
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
    if (!this.#isClosed) {
      this.#console.draw();
    }
  }

  #ask(action) {
    const { word, text, done, needsReason } = ACTIONS[action];
    openDialog({
      title: `${word}: ${this.#job.kind}`,
      action: word,
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
      ${job.waitingFor && !isFinal(job.state) ? html`<p class="banner tone-wait">${icon('clock')}<span><strong>Why it waits:</strong> ${job.waitingFor}</span></p>` : nothing}
      ${job.error ? this.#error(job.error) : nothing}
      ${this.#facts(job, now)} ${this.#timeline(job, now)} ${this.#attempts(job, now)} ${this.#events(job, now)}`;
  }

  #error(error) {
    const text = typeof error === 'object' ? [error.class ?? error.type, error.message].filter(Boolean).join(': ') : String(error);
    const [first, ...rest] = text.split('\n');
    return html`<div class="banner tone-bad">${icon('alert')}<span><strong>${first}</strong>
      ${rest.length ? html`<details><summary>All of it</summary><pre>${text}</pre></details>` : nothing}</span></div>`;
  }

  #facts(job, now) {
    const open = onPlainClick((href) => this.#console.go(href));
    const facts = [
      ['Project', job.projectId && html`<a class="mono" href=${jobsAddress({ project: job.projectId })} @click=${open}>${job.projectId}</a>`],
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

  #timeline(job, now) {
    const drawn = timeline(job, isFinal(job.state) ? Date.parse(job.finishedAt ?? '') || now : now);
    if (!drawn) {
      return nothing;
    }
    return html`<section><h2>Timeline</h2>
      <table class="timeline"><tbody>${drawn.bars.map(
        ({ label, kind, from, to, millis }) => html`<tr>
          <th scope="row">${label}</th>
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
