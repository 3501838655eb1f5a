// The timeline beside the terminal: saves and snapshots by day and hour, and the way back to each of them.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { get, path, query } from '../common/api.js';
import { plural } from '../common/format.js';
import { isBeside, shortRef } from '../common/saving.js';
import { look, SAVE_STATES } from '../common/states.js';
import { empty, icon } from '../common/view.js';
import { byDayAndHour, clock } from './days.js';
import { change } from './patch.js';

const TRIGGERS = {
  disconnect: 'when the last tab closed',
  manual: 'asked for',
  stop: 'before a stop',
  zombie: 'by the cleanup',
  shutdown: 'before a shutdown',
  snapshot: 'snapshot',
  restore: 'before a restore',
};

export class Timeline {
  #projectId;
  #on;
  #saves = [];
  #next = null;
  #problem = null;
  #withSnapshots = true;
  #opened = null;
  /** save id → {files, truncated, problem} */
  #diffs = new Map();

  /** @param on {changed, restore(save, file), showPatch(save, file)} */
  constructor({ projectId, on }) {
    this.#projectId = projectId;
    this.#on = on;
  }

  /** The newest that is no snapshot, of what is listed. */
  get newest() {
    return this.#saves.find(({ trigger }) => trigger !== 'snapshot') ?? null;
  }

  /** Reads the newest; what was read beyond them stays. */
  async load(cursor = null) {
    try {
      const answer = await get(
        path`/api/projects/${this.#projectId}/saves` + query({ limit: 50, cursor, snapshots: this.#withSnapshots ? null : 'false' }),
      );
      const listed = answer.saves ?? [];
      const ids = new Set(listed.map(({ id }) => id));
      if (cursor) {
        this.#saves = [...this.#saves.filter(({ id }) => !ids.has(id)), ...listed];
        this.#next = answer.next ?? null;
      } else {
        const oldest = listed.at(-1)?.at ?? '';
        const older = this.#saves.filter((save) => !ids.has(save.id) && save.at < oldest);
        this.#saves = [...listed, ...older];
        this.#next = older.length ? this.#next : (answer.next ?? null);
      }
      this.#problem = null;
    } catch (error) {
      this.#problem = error.message;
    }
    this.#on.changed();
  }

  async #toggle(save) {
    this.#opened = this.#opened === save.id ? null : save.id;
    this.#on.changed();
    if (this.#opened) {
      await this.#loadDiff(save);
    }
  }

  async #loadDiff(save) {
    this.#diffs.delete(save.id);
    try {
      const answer = await get(path`/api/projects/${this.#projectId}/saves/${save.id}/diff`);
      this.#diffs.set(save.id, { files: answer.files ?? [], truncated: answer.truncated === true });
    } catch (error) {
      this.#diffs.set(save.id, { files: [], problem: error.message });
    }
    this.#on.changed();
  }

  #turnSnapshots(event) {
    this.#withSnapshots = event.target.checked;
    this.#saves = [];
    this.load();
  }

  view(now) {
    const shown = this.#withSnapshots ? this.#saves : this.#saves.filter(({ trigger }) => trigger !== 'snapshot');
    return html`<div class="panel-head"><h2>Timeline</h2>
        <label class="check"><input id="with-snapshots" type="checkbox" .checked=${this.#withSnapshots} @change=${(event) => this.#turnSnapshots(event)} />Snapshots</label></div>
      ${this.#problem ? html`<p class="quiet tree-note">${this.#problem}</p>` : nothing}
      ${shown.length || this.#problem ? nothing : empty('Nothing saved yet', html`<p>Your work is saved when the last tab of this project closes, or with <strong>Save now</strong>. Snapshots are taken while you work.</p>`)}
      ${byDayAndHour(shown, now).map(({ day, hours }) => html`<section class="day"><h3>${day}</h3>
        ${hours.map(({ hour, saves }) => html`<div class="hour"><span class="quiet hour-name">${hour}</span>
          <ol>${repeat(saves, ({ id }) => id, (save) => this.#row(save))}</ol></div>`)}</section>`)}
      ${this.#next ? html`<p class="more"><button type="button" @click=${() => this.load(this.#next)}>Earlier</button></p>` : nothing}`;
  }

  #row(save) {
    const isOpen = this.#opened === save.id;
    const isSnapshot = save.trigger === 'snapshot';
    const { icon: shape, word, tone, hint } = isSnapshot
      ? { icon: 'clock', word: 'Snapshot', tone: 'calm', hint: 'Kept on this server.' }
      : look(SAVE_STATES, save.state);
    return html`<li data-save-id=${save.id} data-state=${save.state} data-trigger=${save.trigger}>
      <button type="button" class="save-line" aria-expanded=${isOpen} @click=${() => this.#toggle(save)}>
        <span class="fold">${icon('fold')}</span><span class="chip tone-${tone}" title=${hint || nothing}>${icon(shape)}<span>${word}</span></span>
        <time class="quiet" datetime=${save.at}>${clock(save.at)}</time></button>
      <p class="quiet save-facts">${save.commit ? html`<span class="mono" title=${save.commit}>${save.commit.slice(0, 7)}</span>` : nothing}${isSnapshot ? nothing : html` · <span class="mono wrap">${shortRef(save.ref)}</span> · ${TRIGGERS[save.trigger] ?? save.trigger}`}${changeWords(save.files?.changed)}</p>
      ${save.message && !isSnapshot ? html`<p class=${save.state === 'blocked' ? 'reason' : 'wrap quiet'}>${save.message}</p>` : nothing}
      ${isBeside(save) ? html`<p class="quiet">Beside its branch: <strong>Fetch</strong>, merge inside, and the next save lands on the branch again.</p>` : nothing}
      ${skippedView(save.files?.skipped ?? save.skipped ?? [])}
      ${isOpen ? this.#opening(save) : nothing}
    </li>`;
  }

  #opening(save) {
    const diff = this.#diffs.get(save.id);
    if (!diff) {
      return html`<p class="quiet" aria-busy="true">Comparing with now…</p>`;
    }
    if (diff.problem) {
      return html`<p class="quiet">${diff.problem}</p>`;
    }
    if (!diff.files.length) {
      return html`<p class="quiet">Nothing has changed since.</p>`;
    }
    return html`<div class="since"><p class="quiet">${plural(diff.files.length, 'file')}${diff.truncated ? ' and more' : ''} changed since</p>
      <ul>${diff.files.map((file) => this.#file(save, file))}</ul>
      <p><button type="button" class="restore-all" @click=${() => this.#on.restore(save, null)}>${icon('again')}Restore everything</button></p></div>`;
  }

  #file(save, { path: file, change: kind }) {
    const { mark, words, tone } = change(kind);
    return html`<li><button type="button" class="link" title="${file} ${words}" data-path=${file} @click=${() => this.#on.showPatch(save, file)}>
        <span class="mark tone-${tone}" aria-label=${words}>${mark}</span><span class="mono">${file}</span></button>
      <button type="button" class="plain" aria-label="Restore ${file}" title="Restore this file" @click=${() => this.#on.restore(save, file)}>${icon('again')}</button></li>`;
  }
}

export function skippedView(skipped) {
  if (!skipped.length) {
    return nothing;
  }
  return html`<details><summary>${plural(skipped.length, 'entry', 'entries')} not saved</summary>
    <ul class="skipped">${skipped.map((entry) => html`<li><span class="mono wrap">${entry.path}</span> <span class="quiet">${entry.reason}</span></li>`)}</ul></details>`;
}

/** `changed` is a count, or the list of paths. */
function changeWords(changed) {
  const count = Array.isArray(changed) ? changed.length : changed;
  return Number.isInteger(count) ? ` · ${plural(count, 'file')}` : '';
}
