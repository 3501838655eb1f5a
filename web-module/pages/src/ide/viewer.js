// What is looked at beside terminals: a file, or what has changed in it since a save.
import { html, nothing } from 'lit-html';
import { bytes } from '../common/format.js';
import { icon } from '../common/view.js';
import { clock } from './days.js';
import { fileUrl, SHOWN_AT_MOST } from './files.js';
import { LINES_AT_MOST, patchLines } from './patch.js';

export function fileView(projectId, { name, content }, again) {
  return html`<div class="file-head"><span class="mono wrap">${name}</span>
      <span class="quiet">${content && Number.isFinite(content.size) && !content.cut ? bytes(content.size) : nothing}</span>
      <a href=${fileUrl(projectId, name)} download=${name.split('/').pop()}>Download</a>
      <button type="button" class="plain" aria-label="Read ${name} anew" title="Read anew" @click=${again}>${icon('again')}</button></div>
    ${!content
      ? html`<p class="quiet tree-note">Loading…</p>`
      : content.note
        ? html`<p class="quiet tree-note">${content.note}</p>`
        : html`<pre tabindex="0">${content.text}</pre>${content.cut ? html`<p class="quiet tree-note">Only the first ${bytes(SHOWN_AT_MOST)} are shown.</p>` : nothing}`}`;
}

export function patchView({ name, save, content }, again) {
  const lines = content?.patch === undefined ? [] : patchLines(content.patch);
  return html`<div class="file-head"><span class="mono wrap">${name}</span><span class="quiet">since ${clock(save.at)}</span>
      <button type="button" class="plain" aria-label="Compare ${name} anew" title="Compare anew" @click=${again}>${icon('again')}</button></div>
    ${!content
      ? html`<p class="quiet tree-note">Comparing…</p>`
      : content.note
        ? html`<p class="quiet tree-note">${content.note}</p>`
        : lines.length
          ? html`<pre class="patch" tabindex="0">${lines.map(({ kind, text }) => html`<span class=${kind}>${text}\n</span>`)}</pre>${lines.length === LINES_AT_MOST ? html`<p class="quiet tree-note">Only the first ${LINES_AT_MOST} lines are shown.</p>` : nothing}`
          : html`<p class="quiet tree-note">No difference that text could show.</p>`}`;
}
