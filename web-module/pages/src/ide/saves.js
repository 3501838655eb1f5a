// The list of saves beside the terminal.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { plural, shortId } from '../common/format.js';
import { SAVE_STATES } from '../common/states.js';
import { ago, chip, empty } from '../common/view.js';

const TRIGGERS = {
  disconnect: 'when the last tab closed',
  manual: 'asked for',
  stop: 'before a stop',
  zombie: 'by the cleanup',
  shutdown: 'before a shutdown',
  snapshot: 'snapshot',
  restore: 'before a restore',
};

export function shortRef(ref) {
  return String(ref ?? '').replace(/^refs\/heads\//, '');
}

export function savesView({ saves, problem, next, more, now }) {
  return html`<div class="panel-head"><h2>Saves</h2></div>
    ${problem ? html`<p class="quiet tree-note">${problem}</p>` : nothing}
    ${saves.length || problem ? nothing : empty('Nothing saved yet', html`<p>Your work is saved when the last tab of this project closes, or with <strong>Save now</strong>.</p>`)}
    <ol class="saves">${repeat(saves, (save) => save.id, (save) => saveRow(save, now))}</ol>
    ${next ? html`<p class="more"><button type="button" @click=${more}>Earlier</button></p>` : nothing}`;
}

function saveRow(save, now) {
  const skipped = save.files?.skipped ?? [];
  const changed = save.files?.changed;
  return html`<li data-save-id=${save.id} data-state=${save.state}>
    <p class="save-line">${chip(SAVE_STATES, save.state)}<span class="quiet">${ago(save.at, now)}</span></p>
    <p class="quiet">${save.commit ? html`<span class="mono" title=${save.commit}>${shortId(save.commit)}</span> on ` : nothing}<span class="mono wrap">${shortRef(save.ref)}</span></p>
    <p class="quiet">${TRIGGERS[save.trigger] ?? save.trigger}${changeWords(changed)}</p>
    ${save.message ? html`<p class=${save.state === 'blocked' ? 'reason' : 'wrap'}>${save.message}</p>` : nothing}
    ${skipped.length
      ? html`<details><summary>${plural(skipped.length, 'entry', 'entries')} not saved</summary>
          <ul class="skipped">${skipped.map((entry) => html`<li><span class="mono wrap">${entry.path}</span> <span class="quiet">${entry.reason}</span></li>`)}</ul></details>`
      : nothing}
  </li>`;
}

/** `changed` is a count, or the list of paths. */
function changeWords(changed) {
  const count = Array.isArray(changed) ? changed.length : changed;
  return Number.isInteger(count) ? ` · ${plural(count, 'file')} changed` : '';
}
