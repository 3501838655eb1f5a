// What a person orders for files: make, rename, delete. Each is asked for in a dialog, which stays open on a refusal.
import { html } from 'lit-html';
import { del, path, post, putEmpty } from '../common/api.js';
import { openDialog } from '../common/dialog.js';

export function fileUrl(projectId, file) {
  const segments = file.split('/').map(encodeURIComponent).join('/');
  return path`/api/projects/${projectId}/files/` + segments;
}

/** Where it is, whatever slashes were typed around it. */
export function tidy(typed) {
  return String(typed ?? '').split('/').map((name) => name.trim()).filter(Boolean).join('/');
}

const field = (label, value) =>
  html`<label>${label}<input name="path" class="mono" .value=${value} autocomplete="off" spellcheck="false" autocapitalize="off" required /></label>`;

/** Puts the cursor behind the folder, or selects the name to be changed. */
function select(dialog, from) {
  const input = dialog.querySelector('[name=path]');
  const dot = input.value.lastIndexOf('.');
  input.setSelectionRange(from, dot > from ? dot : input.value.length);
}

export function askNew(projectId, folder, kind, done) {
  const start = folder ? `${folder}/` : '';
  const dialog = openDialog({
    title: kind === 'folder' ? 'New folder' : 'New file',
    action: 'Make it',
    body: html`${field('Path in the workspace', start)}<p class="quiet">Folders on the way are made, too.</p>`,
    submit: async ({ path: typed }) => {
      const wanted = tidy(typed);
      await putEmpty(fileUrl(projectId, wanted) + (kind === 'folder' ? '/' : '')).catch((problem) => {
        throw problem.status === 412 ? new Error(`“${wanted}” is there already.`) : problem;
      });
      done(wanted);
    },
  });
  select(dialog, start.length);
}

export function askRename(projectId, entry, done) {
  const dialog = openDialog({
    title: `Rename ${entry.name}`,
    action: 'Rename',
    body: field('New path in the workspace', entry.path),
    submit: async ({ path: typed }) => {
      const to = tidy(typed);
      if (to !== entry.path) {
        await post(fileUrl(projectId, entry.path), { moveTo: to });
        done(to);
      }
    },
  });
  select(dialog, entry.path.length - entry.name.length);
}

export function askDelete(projectId, entry, done) {
  const isFolder = entry.kind === 'folder';
  openDialog({
    title: `Delete ${entry.name}?`,
    action: 'Delete',
    busy: 'Deleting…',
    danger: true,
    body: html`<p>${isFolder ? 'The folder goes with all that is in it.' : 'The file goes.'} What a save or snapshot holds can be restored from the timeline.</p>`,
    submit: async () => {
      await del(fileUrl(projectId, entry.path) + (isFolder ? '/' : ''));
      done();
    },
  });
}

/** The tab of an edit that has not reached the server. */
export function askToThrowAway(name, close) {
  openDialog({
    title: `Close ${name}?`,
    action: 'Throw the edit away',
    danger: true,
    body: html`<p>Your last edit has not been written. It is tried again while the tab is open.</p>`,
    submit: async () => close(),
  });
}
