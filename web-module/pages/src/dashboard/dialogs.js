// What the dashboard asks before it acts.
import { html } from 'lit-html';
import { del, fireAndForget, path, post, put } from '../common/api.js';
import { openDialog } from '../common/dialog.js';
import { parseRemote } from '../common/remote.js';

function environmentField(environments) {
  return html`<label>Environment
    <select name="environment">${environments.map((name) => html`<option value=${name}>${name}</option>`)}</select>
    <small>The tools that are installed in its container.</small>
  </label>`;
}

/** Created, warming, and on the way to its terminal. */
async function create(wanted) {
  const { project } = await post('/api/projects', wanted);
  fireAndForget(path`/api/projects/${project.id}/prewarm`);
  location.assign(`/ide/${encodeURIComponent(project.id)}`);
}

export function newProject(environments) {
  openDialog({
    title: 'New Project',
    action: 'Create and open',
    busy: 'Creating…',
    body: html`<label>Name <input name="name" required maxlength="100" autocomplete="off" spellcheck="false" autofocus /></label>
      ${environmentField(environments)}
      <p class="quiet">Its repository is on this server and can be cloned from here.</p>`,
    submit: ({ name, environment }) => create({ name: name.trim(), environment }),
  });
}

export function importRepo(environments) {
  let nameIsTyped = false;
  const onUrl = (event) => {
    const form = event.target.form;
    const remote = parseRemote(event.target.value);
    if (remote && !nameIsTyped) {
      form.elements.name.value = remote.name;
    }
    if (remote?.secret || remote?.username) {
      event.target.value = remote.url;
      form.elements.username.value = remote.username;
      form.elements.secret.value = remote.secret;
      form.querySelector('details').open = true;
    }
  };
  openDialog({
    title: 'Import Repo',
    action: 'Import and open',
    busy: 'Starting the import…',
    body: html`<label>Address
        <input name="remoteUrl" type="url" required placeholder="https://github.com/you/project.git" autocomplete="off" spellcheck="false" autofocus @input=${onUrl} />
      </label>
      <label>Name <input name="name" required maxlength="100" autocomplete="off" spellcheck="false" @input=${() => (nameIsTyped = true)} /></label>
      <label>Branch <input name="branch" placeholder="the default branch" autocomplete="off" spellcheck="false" /></label>
      ${environmentField(environments)}
      <details>
        <summary>It is private, or I want to push to it</summary>
        <p class="quiet">Kept encrypted, sent to that host only, never shown again, and never put into a container.</p>
        <label>User name <input name="username" autocomplete="off" spellcheck="false" /></label>
        <label>Token or password <input name="secret" type="password" autocomplete="off" /></label>
      </details>`,
    async submit({ remoteUrl, name, branch, environment, username, secret }) {
      const remote = parseRemote(remoteUrl);
      if (!remote) {
        throw new Error('The address must begin with https:// and name a host.');
      }
      if (secret) {
        await put(path`/api/credentials/${remote.host}`, { ...(username ? { username } : {}), secret });
      }
      await create({
        name: name.trim(),
        environment,
        remoteUrl: remote.url,
        ...(branch.trim() ? { branch: branch.trim() } : {}),
      });
    },
  });
}

export function stop(project) {
  return post(path`/api/projects/${project.id}/stop`);
}

export function confirmDelete(project, done) {
  openDialog({
    title: `Delete ${project.name}?`,
    action: 'Delete',
    busy: 'Deleting…',
    danger: true,
    body: html`<p>The work is saved to its repository first. Then its container and its files on this server are removed. If the save does not succeed, nothing is removed.</p>
      <label class="check"><input type="checkbox" name="discard" />
        <span>Discard instead: save nothing${project.remoteUrl ? '' : ', and remove the built-in repository too'}. This cannot be undone.</span></label>`,
    async submit({ discard }) {
      await del(path`/api/projects/${project.id}` + (discard ? '?discard=true' : ''));
      done(discard ? `${project.name} is being deleted.` : `${project.name} is saved, then deleted.`);
    },
  });
}
