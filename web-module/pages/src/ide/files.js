// The workspace as a read-only tree; each folder is asked for when it is opened.
import { html, nothing } from 'lit-html';
import { get, path, query, raw } from '../common/api.js';
import { bytes } from '../common/format.js';
import { icon } from '../common/view.js';

export const SHOWN_AT_MOST = 1024 * 1024;

/** A listing as entries {name, path, kind, size}, folders first; `kind` is folder, file or other. */
export function entriesOf(answer, folder) {
  const listed = answer?.entries ?? answer?.files ?? [];
  const kinds = { dir: 'folder', directory: 'folder', tree: 'folder', folder: 'folder', file: 'file', blob: 'file' };
  return (Array.isArray(listed) ? listed : [])
    .map((entry) => {
      const full = String(entry.path ?? '').replace(/\/+$/, '');
      const name = String(entry.name ?? full.split('/').pop()).replace(/\/+$/, '');
      const told = entry.type ?? entry.kind ?? (entry.directory || entry.folder ? 'folder' : 'file');
      return { name, path: folder ? `${folder}/${name}` : name, kind: kinds[told] ?? 'other', size: entry.size };
    })
    .filter(({ name }) => name && name !== '.' && name !== '..' && !name.includes('/'))
    .sort((a, b) => (b.kind === 'folder') - (a.kind === 'folder') || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

export function fileUrl(projectId, file) {
  const segments = file.split('/').map(encodeURIComponent).join('/');
  return path`/api/projects/${projectId}/files/` + segments;
}

/** @returns {text} or, for what is no text, {note}; `cut` where only the beginning is shown */
export function asText(data, isCut) {
  if (data.subarray(0, 8192).includes(0)) {
    return { note: 'This is no text file. Use the terminal, or download it.' };
  }
  return { text: new TextDecoder().decode(data), cut: isCut };
}

export async function readFile(projectId, file) {
  const response = await raw(fileUrl(projectId, file));
  const reader = response.body.getReader();
  const chunks = [];
  let length = 0;
  let isCut = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    chunks.push(value);
    length += value.length;
    if (length > SHOWN_AT_MOST) {
      isCut = true;
      await reader.cancel();
      break;
    }
  }
  const data = new Uint8Array(Math.min(length, SHOWN_AT_MOST));
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, data.length - at);
    data.set(part, at);
    at += part.length;
  }
  return { ...asText(data, isCut), size: length };
}

export class Files {
  #projectId;
  #changed;
  #openFile;
  /** folder path → {entries, problem, isOpen}; '' is the top. */
  #folders = new Map();

  constructor({ projectId, changed, openFile }) {
    this.#projectId = projectId;
    this.#changed = changed;
    this.#openFile = openFile;
  }

  /** Asks anew for every folder that is open. */
  async reload() {
    this.#folders.set('', { ...this.#folders.get(''), isOpen: true });
    await Promise.all([...this.#folders].filter(([, { isOpen }]) => isOpen).map(([folder]) => this.#load(folder)));
  }

  get isLoaded() {
    return this.#folders.has('');
  }

  async #load(folder) {
    const known = this.#folders.get(folder) ?? {};
    try {
      const answer = await get(path`/api/projects/${this.#projectId}/files` + query({ path: folder ? `${folder}/` : '/' }));
      this.#folders.set(folder, { isOpen: known.isOpen, entries: entriesOf(answer, folder) });
    } catch (error) {
      this.#folders.set(folder, { isOpen: known.isOpen, entries: known.entries, problem: error.message });
    }
    this.#changed();
  }

  #toggle(folder) {
    const isOpen = !this.#folders.get(folder)?.isOpen;
    this.#folders.set(folder, { ...this.#folders.get(folder), isOpen });
    this.#changed();
    if (isOpen) {
      this.#load(folder);
    }
  }

  view(shownFile) {
    return html`<div class="panel-head">
        <h2>Files</h2>
        <button class="plain" type="button" aria-label="Read the files anew" title="Read the files anew" @click=${() => this.reload()}>${icon('again')}</button>
      </div>
      <div class="tree">${this.#list('', shownFile)}</div>`;
  }

  #list(folder, shownFile) {
    const { entries, problem } = this.#folders.get(folder) ?? {};
    if (problem && !entries) {
      return html`<p class="quiet tree-note">${problem}</p>`;
    }
    if (!entries) {
      return html`<p class="quiet tree-note">Loading…</p>`;
    }
    if (!entries.length) {
      return html`<p class="quiet tree-note">${folder ? 'Empty' : 'No files yet. Make one in the terminal.'}</p>`;
    }
    return html`<ul>${entries.map((entry) => this.#entry(entry, shownFile))}</ul>`;
  }

  #entry({ name, path: full, kind, size }, shownFile) {
    if (kind === 'folder') {
      const isOpen = Boolean(this.#folders.get(full)?.isOpen);
      return html`<li>
        <button type="button" aria-expanded=${isOpen} @click=${() => this.#toggle(full)}><span class="fold">${icon('fold')}</span>${icon('folder')}<span>${name}</span></button>
        ${isOpen ? this.#list(full, shownFile) : nothing}
      </li>`;
    }
    return html`<li>
      <button type="button" ?disabled=${kind !== 'file'} title=${Number.isFinite(size) ? bytes(size) : nothing} aria-current=${full === shownFile ? 'true' : nothing}
        @click=${() => this.#openFile(full)}><span class="fold"></span>${icon(kind === 'file' ? 'file' : 'link')}<span>${name}</span></button>
    </li>`;
  }
}
