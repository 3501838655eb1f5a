// Lifelines: one row for each project on a common axis of time, from its container to its saves.
import { html, nothing, svg } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { get, query } from '../common/api.js';
import { absolute, plural } from '../common/format.js';
import { coalesce } from '../common/live.js';
import { ago, empty, icon, onPlainClick } from '../common/view.js';
import { WINDOWS } from './address.js';
import { marks, ticks } from './marks.js';

const BANDS = { container: [3, 9], session: [15, 5], job: [24, 9], save: [42, 0] };
const PATHS = {
  dot: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  diamond: 'M0 -5.5L5.5 0L0 5.5L-5.5 0z',
  cross: 'M-4 -4L4 4M4 -4L-4 4',
  dash: 'M-4 0H4',
};
const WORDS = { 15: '15 min', 60: '1 h', 360: '6 h' };

export class Lifelines {
  #console;
  #minutes;
  #data = null;
  #problem = null;
  #isTable = false;
  #isClosed = false;
  #heard = coalesce(1_500, () => this.load());

  constructor(console, minutes) {
    this.#console = console;
    this.#minutes = minutes;
  }

  close() {
    this.#isClosed = true;
    this.#heard.cancel();
  }

  onEvent() {
    this.#heard.add('lifelines');
  }

  async load() {
    try {
      this.#data = await get(`/api/lifelines${query({ minutes: this.#minutes })}`);
      this.#problem = null;
    } catch (error) {
      this.#problem = error.message;
    }
    if (!this.#isClosed) {
      this.#console.draw();
    }
  }

  view(now) {
    const data = this.#data;
    const go = onPlainClick((href) => this.#console.go(href));
    return html`<div class="head"><h1>Lifelines</h1></div>
      <nav class="states" aria-label="How far back">${WINDOWS.map(
        (minutes) => html`<a href="/console/lifelines?minutes=${minutes}" aria-current=${minutes === this.#minutes ? 'true' : nothing} @click=${go}>${WORDS[minutes]}</a>`,
      )}</nav>
      ${this.#problem ? html`<p class="banner tone-bad" role="alert">${icon('alert')}<span>${this.#problem}</span><button type="button" @click=${() => this.load()}>Try again</button></p>` : nothing}
      ${!data
        ? html`<p class="quiet">${this.#problem ? nothing : 'Loading…'}</p>`
        : data.lifelines.length
          ? html`${this.#legend()}${data.truncated ? html`<p class="quiet">There was more than can be drawn: a shorter window shows all of it.</p>` : nothing}
              ${this.#isTable ? this.#table(data, now, go) : this.#picture(data, go)}`
          : empty('Nothing happened', html`<p>No project was worked on in the last ${WORDS[this.#minutes]}.</p>`)}`;
  }

  #legend() {
    const entry = (drawn, words) => html`<span><svg class="mark" width="26" height="12" aria-hidden="true">${drawn}</svg>${words}</span>`;
    const shape = (name, tone) => entry(svg`<svg x="13" y="6" overflow="visible"><path class="tone-${tone} ${name}" d=${PATHS[name]}></path></svg>`, { dot: 'saved', diamond: 'saved here', cross: 'failed, blocked' }[name]);
    const bar = (look, tone, words) => entry(svg`<rect class="tone-${tone} ${look}" x="0" y=${look === 'thin' ? 4 : 2} width="26" height=${look === 'thin' ? 3 : 8} rx="2"></rect>`, words);
    return html`<p class="legend">${bar('bar', 'good', 'container')}${bar('bar', 'wait', 'session')}${bar('thin', 'calm', 'waiting, grace')}${bar('bar', 'busy', 'job at work')}${shape('dot', 'good')}${shape('diamond', 'wait')}${shape('cross', 'bad')}
      <button type="button" id="lifelines-table" aria-pressed=${this.#isTable} @click=${() => { this.#isTable = !this.#isTable; this.#console.draw(); }}>As a table</button></p>`;
  }

  #picture({ from, to, lifelines }, go) {
    const axis = ticks(from, to);
    return html`<div class="lifelines">
      <div class="life-axis" aria-hidden="true"><span class="quiet">UTC</span><svg height="18" width="100%">${axis.map(({ at, word }) => svg`<text x="${at}%" y="13" text-anchor=${at > 95 ? 'end' : at < 5 ? 'start' : 'middle'}>${word}</text>`)}</svg></div>
      ${repeat(lifelines, ({ projectId }) => projectId, (line) => html`<div class="life" data-project=${line.projectId} role="group" aria-label="Project ${line.name}">
        <a class="life-name" href="/ide/${encodeURIComponent(line.projectId)}" title="${line.name}, of ${line.userId}">${line.name}</a>
        <svg class="track" height="50" width="100%">
          ${axis.map(({ at }) => svg`<line class="tick" x1="${at}%" x2="${at}%" y1="0" y2="50"></line>`)}
          ${marks(line, from, to).map((mark) => this.#mark(mark, go))}
        </svg></div>`)}
    </div>`;
  }

  #mark({ band, look, tone, shape, from, to, start, label, href }, go) {
    const [y, height] = BANDS[band];
    const words = `${label}, ${absolute(new Date(start).toISOString())}`;
    const drawn =
      look === 'mark'
        ? svg`<svg x="${from}%" y=${band === 'save' ? y : y + height / 2} overflow="visible"><rect class="reach" x="-8" y="-8" width="16" height="16"></rect><path class=${shape} d=${PATHS[shape]}></path></svg>`
        : svg`<rect class=${look} x="${from}%" y=${look === 'thin' ? y + height / 2 - 1.5 : y} width="${Math.max(0.25, to - from)}%" height=${look === 'thin' ? 3 : height} rx="2"></rect>`;
    return svg`<a class="tone-${tone}" href=${href} data-band=${band} aria-label=${words} @click=${go}><title>${words}</title>${drawn}</a>`;
  }

  #table({ from, to, lifelines }, now, go) {
    const rows = lifelines.flatMap((line) => marks(line, from, to).map((mark) => ({ ...mark, line })));
    rows.sort((one, other) => other.start - one.start);
    return html`<p class="quiet">${plural(rows.length, 'mark')}, the latest first</p><div class="scroll"><table>
      <thead><tr><th>When</th><th>Project</th><th>What</th></tr></thead>
      <tbody>${rows.map(({ start, line, label, href }) => html`<tr><td>${ago(new Date(start).toISOString(), now)}</td><td>${line.name}</td><td class="wrap"><a href=${href} @click=${go}>${label}</a></td></tr>`)}</tbody></table></div>`;
  }
}
