// What stands above an editor: the file's name, whether it is written, and what a person has to decide.
import { html, nothing } from 'lit-html';
import { bytes } from '../common/format.js';
import { icon } from '../common/view.js';
import { fileUrl } from './fileorders.js';

const KEYS = 'Tab indents. Escape, then Tab, leaves the editor; Ctrl-F6 leaves it, too. Ctrl-S writes at once, Ctrl-F finds.';

/** @param note instead of a text; `on`: {theirs, mine, both, again} */
export function documentView({ projectId, path, editing, note, size, isBeside, on }) {
  const { state, words } = written(editing, size);
  return html`<div class="file-head"><span class="mono wrap">${path}</span>
      <span class="quiet" data-written=${state}>${words}</span>
      ${note ? nothing : html`<span class="quiet hint" title=${KEYS}>Esc, Tab leaves</span>`}
      <a href=${fileUrl(projectId, path)} download=${path.split('/').pop()}>Download</a></div>
    <div role="alert">${bar(editing, isBeside, on)}</div>
    ${note ? html`<p class="quiet tree-note">${note}</p>` : nothing}`;
}

function written(editing, size) {
  if (!editing) {
    return { state: '', words: Number.isFinite(size) ? bytes(size) : '' };
  }
  if (editing.theirs) {
    return { state: 'conflict', words: 'Changed outside' };
  }
  if (editing.problem) {
    return { state: 'problem', words: 'Not written yet' };
  }
  return editing.isDirty || editing.isWriting ? { state: 'pending', words: 'Writing…' } : { state: 'written', words: 'Written' };
}

function bar(editing, isBeside, on) {
  if (editing?.theirs) {
    return conflict(editing.theirs, isBeside, on);
  }
  if (editing?.problem && editing.isDirty) {
    const goesOn = editing.isStuck ? 'Your text is kept here.' : 'Your text is kept here, and is tried again by itself.';
    return html`<div class="banner tone-bad" data-bar="problem">${icon('alert')}<span>Not written: ${editing.problem.replace(/[.\s]+$/, '')}. ${goesOn}</span>
      <button type="button" @click=${on.again}>Try again</button></div>`;
  }
  return nothing;
}

function conflict({ gone, note }, isBeside, on) {
  const words = isBeside
    ? 'Theirs stands above yours, without line numbers. Choose in each place, then keep what stands here.'
    : gone
      ? 'This file was removed or renamed outside.'
      : note
        ? `This file was changed outside, to something that is no text to edit. ${note}`
        : 'This file was changed outside while you edited it. Both are kept until you choose.';
  const theirs = gone ? 'Close it' : isBeside ? 'Take all of theirs' : 'Take theirs';
  const mine = gone ? 'Write it again' : isBeside ? 'Keep what stands here' : 'Keep mine';
  return html`<div class="banner tone-warn" data-bar="conflict">${icon('alert')}<span>${words}</span>
    <button type="button" data-take="theirs" title=${gone || note ? nothing : 'Undo brings yours back'} @click=${on.theirs}>${theirs}</button>
    <button type="button" data-take="mine" @click=${on.mine}>${mine}</button>
    ${gone || note || isBeside ? nothing : html`<button type="button" data-take="both" @click=${on.both}>Show both</button>`}</div>`;
}
