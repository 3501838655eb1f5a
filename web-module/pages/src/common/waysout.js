// A project that needs a person: the reason, and every way out. None of them needs a container.
import { html, nothing } from 'lit-html';
import { del, get, path, post, put, query } from './api.js';
import { openDialog } from './dialog.js';
import { parseRemote } from './remote.js';
import { icon } from './view.js';

/** Whether a person has to do something before this project's work can go on to its remote. */
export function needsPerson(project, lastSave = project?.lastSave) {
  return lastSave?.state === 'blocked' || project?.state === 'attention';
}

export function reasonOf(project, lastSave = project?.lastSave) {
  return lastSave?.message || 'A save needs a person. The work is kept on this server.';
}

/**
 * @param done is told a sentence once something was set going
 * @param failed is told a sentence where it was not
 */
export function waysOut(project, { done, failed }) {
  const isRemote = Boolean(parseRemote(project.remoteUrl));
  const attempt = (work) => async () => {
    try {
      done(await work());
    } catch (error) {
      failed(error.message);
    }
  };
  return html`<div class="ways" role="group" aria-label="Ways out for ${project.name}">
    <button type="button" class="retry" @click=${attempt(() => retry(project))}>${icon('again')}Try again</button>
    ${isRemote ? html`<button type="button" class="new-credential" @click=${() => credentialDialog({ host: hostOf(project.remoteUrl), isFixed: true, done })}>New credential</button>` : nothing}
    <button type="button" class="other-remote" @click=${() => otherRemote(project, done)}>Push elsewhere</button>
    <a class="button" href=${path`/api/projects/${project.id}/archive`} download>Download zip</a>
    <button type="button" class="risky discard" @click=${() => confirmDiscard(project, done)}>Discard</button>
  </div>`;
}

async function retry(project) {
  const { jobs = [] } = await get('/api/jobs' + query({ project: project.id, kind: 'persist', state: 'DEAD', limit: 1 }));
  if (jobs.length) {
    await post(path`/api/jobs/${jobs[0].id}/retry`, { reason: 'asked for on the page' });
  } else {
    await post(path`/api/projects/${project.id}/persist`, {});
  }
  return 'Trying again.';
}

function hostOf(remoteUrl) {
  return parseRemote(remoteUrl)?.host ?? '';
}

/** Stores a credential; whatever waited for it goes on by itself. */
export function credentialDialog({ host = '', isFixed = false, done }) {
  openDialog({
    title: host ? `Credential for ${host}` : 'Store a credential',
    action: 'Store',
    busy: 'Storing…',
    body: html`<label>Host <input name="host" required value=${host} ?readonly=${isFixed} placeholder="github.com" autocomplete="off" spellcheck="false" /></label>
      <label>User name <input name="username" autocomplete="off" spellcheck="false" placeholder="not needed with a token" /></label>
      <label>Token or password <input name="secret" type="password" required autocomplete="off" ?autofocus=${isFixed} /></label>
      <p class="quiet">Kept encrypted, sent to that host only, never shown again, and never put into a container. Saves that waited for it go on by themselves.</p>`,
    async submit({ host: typed, username, secret }) {
      const name = parseRemote(typed)?.host ?? typed.trim();
      await put(path`/api/credentials/${name}`, { ...(username ? { username } : {}), secret });
      done(`The credential for ${name} is stored. What waited for it goes on.`);
    },
  });
}

export function forgetCredential(host) {
  return del(path`/api/credentials/${host}`);
}

function otherRemote(project, done) {
  openDialog({
    title: 'Push to another remote',
    action: 'Push there',
    busy: 'Checking…',
    body: html`<label>Address <input name="remoteUrl" type="url" required placeholder="https://github.com/you/other.git" autocomplete="off" spellcheck="false" autofocus /></label>
      <label>User name <input name="username" autocomplete="off" spellcheck="false" placeholder="not needed with a token" /></label>
      <label>Token or password <input name="secret" type="password" autocomplete="off" placeholder="as stored" /></label>
      <p class="quiet">From now on the project is saved there. The repository must exist; nothing in it is overwritten.</p>`,
    async submit({ remoteUrl, username, secret }) {
      const remote = parseRemote(remoteUrl);
      if (!remote) {
        throw new Error('The address must begin with https:// and name a host.');
      }
      const credential = { username: username || remote.username, secret: secret || remote.secret };
      if (credential.secret) {
        await put(path`/api/credentials/${remote.host}`, { ...(credential.username ? { username: credential.username } : {}), secret: credential.secret });
      }
      await put(path`/api/projects/${project.id}/remote`, { remoteUrl: remote.url });
      done(`Saves of ${project.name} go to ${remote.host} from now on.`);
    },
  });
}

function confirmDiscard(project, done) {
  openDialog({
    title: `Discard ${project.name}?`,
    action: 'Discard for good',
    busy: 'Discarding…',
    danger: true,
    body: html`<p>What is not in the remote is lost: the files on this server, the snapshots${project.remoteUrl ? '' : ', the built-in repository'} and the container. This cannot be undone. Download the zip first if in doubt.</p>
      <label>Type the project's name to confirm <input name="confirmed" required autocomplete="off" spellcheck="false" autofocus /></label>`,
    async submit({ confirmed }) {
      if (confirmed.trim() !== project.name) {
        throw new Error('That is not the name of this project.');
      }
      await del(`${path`/api/projects/${project.id}`}?discard=true`);
      done(`${project.name} is being discarded.`);
    },
  });
}
