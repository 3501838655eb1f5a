// The workspace as a tree; each folder is asked for when it is opened.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { get, path, query, raw } from '../common/api.js';
import { bytes } from '../common/format.js';
import { icon } from '../common/view.js';
import { askDelete, askNew, askRename, fileUrl } from './fileorders.js';
import { openMenu } from './menu.js';

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

/** @returns {text} or, for what an editor would damage, {note} */
export function asText(data) {
  if (data.includes(0)) {
    return { note: 'This is no text file: download it, or use the terminal.' };
  }
  try {
    // Not one byte may differ when it is written again, a byte order mark included.
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data) };
  } catch {
    return { note: 'This text is not in UTF-8: download it, or use the terminal.' };
  }
}

/** @returns {text, etag, size} or {note, etag, size}; a Problem of status 304 where it is the version of that ETag */
export async function readFile(projectId, file, known = null) {
  const response = await raw(fileUrl(projectId, file), known ? { 'If-None-Match': known } : {});
  const etag = response.headers.get('ETag');
  const reader = response.body.getReader();
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    chunks.push(value);
    length += value.length;
    if (length > SHOWN_AT_MOST) {
      await reader.cancel();
      return { note: `This file is larger than ${bytes(SHOWN_AT_MOST)}: download it, or use the terminal.`, etag, size: null };
    }
  }
  const data = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return { ...asText(data), etag, size: length };
}

export class Files {
  #projectId;
  #changed;
  #openFile;
  #moved;
  #removed;
  /** folder path → {entries, problem, isOpen}; '' is the top. */
  #folders = new Map();
  /** folder path → the last time it was asked for */
  #asked = new Map();

  /** @param on {changed, openFile(path), moved(from, to), removed(path)} */
  constructor({ projectId, on }) {
    this.#projectId = projectId;
    this.#changed = on.changed;
    this.#openFile = on.openFile;
    this.#moved = on.moved;
    this.#removed = on.removed;
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
    const asked = Symbol(folder);
    this.#asked.set(folder, asked);
    let found;
    try {
      const answer = await get(path`/api/projects/${this.#projectId}/files` + query({ path: folder ? `${folder}/` : '/' }));
      found = { entries: entriesOf(answer, folder) };
    } catch (error) {
      found = { problem: error.message };
    }
    // One that comes late says how it was before the last one was asked.
    if (this.#asked.get(folder) === asked) {
      const { isOpen, entries } = this.#folders.get(folder) ?? {};
      this.#folders.set(folder, { isOpen, entries, ...found });
      this.#changed();
    }
  }

  #toggle(folder) {
    const isOpen = !this.#folders.get(folder)?.isOpen;
    this.#folders.set(folder, { ...this.#folders.get(folder), isOpen });
    this.#changed();
    if (isOpen) {
      this.#load(folder);
    }
  }

  /** The tree anew, with a folder opened. */
  async #show(folder) {
    for (let at = folder; at; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
      this.#folders.set(at, { ...this.#folders.get(at), isOpen: true });
    }
    await this.reload();
  }

  #new(folder, kind) {
    askNew(this.#projectId, folder, kind, async (made) => {
      await this.#show(kind === 'folder' ? made : parentOf(made));
      if (kind === 'file') {
        this.#openFile(made);
      }
    });
  }

  #rename(entry) {
    askRename(this.#projectId, entry, async (to) => {
      this.#moved(entry.path, to);
      await this.#show(parentOf(to));
    });
  }

  #delete(entry) {
    askDelete(this.#projectId, entry, async () => {
      this.#removed(entry.path);
      this.#folders.delete(entry.path);
      await this.reload();
    });
  }

  #menu(entry, button, at) {
    const folder = entry.kind === 'folder' ? entry.path : parentOf(entry.path);
    openMenu(button, at, [
      ...(entry.kind === 'file' ? [['Open', () => this.#openFile(entry.path)]] : []),
      ['New file here…', () => this.#new(folder, 'file')],
      ['New folder here…', () => this.#new(folder, 'folder')],
      ['Rename… (F2)', () => this.#rename(entry)],
      ['Delete… (Del)', () => this.#delete(entry)],
    ]);
  }

  #onKey(event, entry) {
    const act = { F2: () => this.#rename(entry), Delete: () => this.#delete(entry) }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  /** Arrows go from row to row, as in other trees. */
  #onArrow(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const rows = [...event.currentTarget.querySelectorAll('.entry > button:first-child:not(:disabled)')];
    const at = rows.indexOf(event.target);
    if (step && at >= 0) {
      event.preventDefault();
      rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
    }
  }

  view(shownFile) {
    return html`<div class="panel-head">
        <h2>Files</h2>
        <span><button id="new-file" class="plain" type="button" aria-label="New file" title="New file" @click=${() => this.#new('', 'file')}>${icon('newFile')}</button>
        <button id="new-folder" class="plain" type="button" aria-label="New folder" title="New folder" @click=${() => this.#new('', 'folder')}>${icon('newFolder')}</button>
        <button class="plain" type="button" aria-label="Read the files anew" title="Read the files anew" @click=${() => this.reload()}>${icon('again')}</button></span>
      </div>
      <div class="tree" @keydown=${(event) => this.#onArrow(event)}>${this.#list('', shownFile)}</div>`;
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
      return html`<p class="quiet tree-note">${folder ? 'Empty' : 'No files yet. Make one here, or in the terminal.'}</p>`;
    }
    return html`<ul>${repeat(entries, ({ path: full }) => full, (entry) => this.#entry(entry, shownFile))}</ul>`;
  }

  #entry(entry, shownFile) {
    const { name, path: full, kind, size } = entry;
    const isFolder = kind === 'folder';
    const isOpen = isFolder && Boolean(this.#folders.get(full)?.isOpen);
    const act = { folder: () => this.#toggle(full), file: () => this.#openFile(full) }[kind] ?? (() => {});
    const onMenu = (event) => {
      event.preventDefault();
      this.#menu(entry, event.currentTarget.querySelector('button'), event);
    };
    return html`<li>
      <div class="entry" @contextmenu=${onMenu}>
        <button type="button" aria-expanded=${isFolder ? isOpen : nothing} aria-disabled=${isFolder || kind === 'file' ? nothing : 'true'} aria-current=${full === shownFile ? 'true' : nothing}
          data-path=${full} title=${kind === 'file' && Number.isFinite(size) ? bytes(size) : nothing} @keydown=${(event) => this.#onKey(event, entry)}
          @click=${act}><span class="fold">${isFolder ? icon('fold') : nothing}</span>${icon({ folder: 'folder', file: 'file' }[kind] ?? 'link')}<span>${name}</span></button>
        <button type="button" class="more-of" aria-label="More for ${name}" aria-haspopup="menu" @click=${(event) => this.#menu(entry, event.currentTarget)}>${icon('more')}</button>
      </div>
      ${isOpen ? this.#list(full, shownFile) : nothing}
    </li>`;
  }
}

function parentOf(path) {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
