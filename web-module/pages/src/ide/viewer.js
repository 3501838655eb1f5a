// What has changed in a file since a save, looked at beside terminals.
import { html, nothing } from 'lit-html';
import { get, path, query } from '../common/api.js';
import { icon } from '../common/view.js';
import { clock } from './days.js';
import { LINES_AT_MOST, patchLines } from './patch.js';

/** @returns {patch}, or {note} where there is none */
export async function readPatch(projectId, { save, name }) {
  try {
    return await get(path`/api/projects/${projectId}/saves/${save.id}/diff` + query({ path: name }));
  } catch (error) {
    return { note: error.message };
  }
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
