// What the dashboard asks before it acts.
import { html, nothing } from 'lit-html';
import { del, fireAndForget, path, post, put } from '../common/api.js';
import { openDialog } from '../common/dialog.js';
import { parseRemote } from '../common/remote.js';
import { RepoPicker } from './repos.js';

export function environmentField(environments, chosen = null) {
  return html`<label>Environment
    <select name="environment">${environments.map((name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}</select>
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
  let isGitHub = false;
  const dialog = openDialog({
    title: 'New Project',
    action: 'Create and open',
    busy: 'Creating…',
    body: () => html`<label>Name <input name="name" required maxlength="100" autocomplete="off" spellcheck="false" autofocus /></label>
      ${environmentField(environments)}
      <fieldset>
        <legend>Its repository</legend>
        <label class="check"><input type="radio" name="provider" value="" checked @change=${turn} /><span>On this server <small>It can be cloned from here.</small></span></label>
        <label class="check"><input type="radio" name="provider" value="github" @change=${turn} /><span>On GitHub <small>Made there with your credential for GitHub.</small></span></label>
        <label class="check nested" ?hidden=${!isGitHub}><input type="checkbox" name="private" checked /><span>Private: only you and whom you invite see it</span></label>
      </fieldset>`,
    submit: ({ name, environment, provider, private: isPrivate }) =>
      create({ name: name.trim(), environment, ...(provider ? { provider, private: isPrivate === 'on' } : {}) }),
  });
  function turn(event) {
    isGitHub = event.target.value === 'github';
    dialog.redraw();
  }
}

export function importRepo(environments) {
  let nameIsTyped = false;
  let environmentIsChosen = false;
  const fields = (form) => form.elements;
  const onUrl = (event) => {
    const { form } = event.target;
    const remote = parseRemote(event.target.value);
    if (remote && !nameIsTyped) {
      fields(form).name.value = remote.name;
    }
    if (remote?.secret || remote?.username) {
      event.target.value = remote.url;
      fields(form).username.value = remote.username;
      fields(form).secret.value = remote.secret;
      form.querySelector('details').open = true;
    }
  };
  const picker = new RepoPicker({
    environments,
    changed: () => dialog.redraw(),
    picked(repo, environment) {
      const form = dialog.querySelector('form');
      fields(form).remoteUrl.value = repo.cloneUrl;
      fields(form).branch.value = '';
      if (!nameIsTyped) {
        fields(form).name.value = repo.name;
      }
      if (environment && !environmentIsChosen) {
        fields(form).environment.value = environment;
      }
      fields(form).name.focus();
    },
  });
  const dialog = openDialog({
    title: 'Import Repo',
    action: 'Import and open',
    busy: 'Starting the import…',
    body: () => html`${picker.view()}
      <label>Address
        <input name="remoteUrl" type="url" required placeholder="https://github.com/you/project.git" autocomplete="off" spellcheck="false" autofocus @input=${onUrl} />
      </label>
      <label>Name <input name="name" required maxlength="100" autocomplete="off" spellcheck="false" @input=${() => (nameIsTyped = true)} /></label>
      <div class="pair">
        <label>Branch <input name="branch" placeholder="the default branch" autocomplete="off" spellcheck="false" /></label>
        <label @change=${() => (environmentIsChosen = true)}>Environment
          <select name="environment">${environments.map((name) => html`<option value=${name}>${name}</option>`)}</select></label>
      </div>
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
  picker.load();
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
        <span>Discard instead: save nothing${project.remoteUrl ? nothing : ', and remove the built-in repository too'}. This cannot be undone.</span></label>`,
    async submit({ discard }) {
      await del(path`/api/projects/${project.id}` + (discard ? '?discard=true' : ''));
      done(discard ? `${project.name} is being deleted.` : `${project.name} is saved, then deleted.`);
    },
  });
}
