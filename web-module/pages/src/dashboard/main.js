import { html, nothing, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { fireAndForget, get, path, post, query } from '../common/api.js';
import { plural } from '../common/format.js';
import { retryAt } from '../common/jobs.js';
import { coalesce, follow } from '../common/live.js';
import { drawHeader, isOpen, liveMark, openShell, say } from '../common/shell.js';
import { empty, icon } from '../common/view.js';
import { credentialDialog, needsPerson } from '../common/waysout.js';
import { confirmDelete, importRepo, newProject, stop } from './dialogs.js';
import { Intent } from './intent.js';
import { inOrder, matches, projectRow } from './projects.js';

const PAGE_SIZE = 100;
const RETRIES_AT_MOST = 10;
const { main } = openShell('dashboard');

/** Insertion order is the server's, newest first; a project that appears later goes to the top. */
let projects = new Map();
let environments = ['base', 'node', 'python', 'java'];
let next = null;
let loaded = false;
let problem = null;
let search = new URLSearchParams(location.search).get('q') ?? '';
let live = 'connecting';

const intent = new Intent(({ id }) => post(path`/api/projects/${id}/prewarm`, { intent: true }));

const actions = {
  look: (project) => intent.look(project),
  leave: () => intent.leave(),
  told: { done: (sentence) => (say(sentence, 'good'), load()), failed: (sentence) => say(sentence, 'bad') },
  open(project) {
    intent.leave();
    // The container is under way before the IDE page has loaded.
    fireAndForget(path`/api/projects/${project.id}/prewarm`);
  },
  async stop(project) {
    await attempt(() => stop(project), `${project.name} is saved, then stopped.`);
    refetch.add(project.id);
  },
  delete(project) {
    confirmDelete(project, (sentence) => {
      say(sentence);
      refetch.add(project.id);
    });
  },
};

async function attempt(work, done) {
  try {
    await work();
    say(done);
  } catch (error) {
    say(error.message, 'bad');
  }
}

async function load(cursor = null) {
  try {
    const answer = await get(`/api/projects${query({ limit: PAGE_SIZE, cursor })}`);
    const listed = (answer.projects ?? []).map((project) => [project.id, project]);
    projects = new Map(cursor ? [...projects, ...listed] : listed);
    next = answer.next ?? null;
    problem = null;
    loaded = true;
  } catch (error) {
    problem = error.message;
  }
  draw();
  addRetries([...projects.values()]);
}

/** What is only here says when it is tried again. */
async function addRetries(listed) {
  const waiting = listed.filter(({ lastSave }) => lastSave?.state === 'savedLocally').slice(0, RETRIES_AT_MOST);
  await Promise.all(waiting.map(async (project) => (project.lastSave.retryAt = await retryAt(project.id))));
  if (waiting.length) {
    draw();
  }
}

async function refetchOne(id) {
  try {
    const { project } = await get(path`/api/projects/${id}`);
    if (project) {
      await addRetries([project]);
      projects = projects.has(id) ? projects.set(id, project) : new Map([[id, project], ...projects]);
    }
  } catch (error) {
    if (error.status === 404) {
      projects.delete(id);
    }
  }
}

const refetch = coalesce(300, async (ids) => {
  if (ids.length > 10) {
    await load();
  } else {
    await Promise.all(ids.map(refetchOne));
    draw();
  }
});

function onSearch(event) {
  search = event.target.value;
  history.replaceState(null, '', `/${query({ q: search })}`);
  draw();
}

function draw() {
  if (!isOpen()) {
    return;
  }
  drawHeader('dashboard', liveMark(live));
  const all = inOrder([...projects.values()]);
  const shown = all.filter((project) => matches(project, search));
  render(
    html`<div class="head">
        <h1>Projects</h1>
        <div class="actions">
          <button id="credentials" type="button" @click=${() => credentialDialog({ done: (sentence) => (say(sentence, 'good'), load()) })}>${icon('lock')}Credentials</button>
          <button id="import-repo" type="button" @click=${() => importRepo(environments)}>${icon('link')}Import Repo</button>
          <button id="new-project" class="primary" type="button" @click=${() => newProject(environments)}>${icon('plus')}New Project</button>
        </div>
      </div>
      ${problem ? html`<p class="banner tone-bad" role="alert">${icon('alert')}<span>${problem}</span><button type="button" @click=${() => load()}>Try again</button></p>` : nothing}
      ${all.length ? toolbar(all, shown) : nothing}
      ${list(all, shown)}`,
    main,
  );
}

function toolbar(all, shown) {
  const unsaved = all.filter((project) => project.unsaved).length;
  const needy = all.filter((project) => needsPerson(project)).length;
  return html`<div class="toolbar">
    <input type="search" name="q" placeholder="Search name, repository, environment" aria-label="Search projects" .value=${search} @input=${onSearch} />
    <span class="quiet" role="status">${search ? `${shown.length} of ${plural(all.length, 'project')}` : plural(all.length, 'project')}${unsaved ? ` · ${unsaved} with unsaved changes` : ''}${needy ? html` · <strong class="needs">${needy} ${needy === 1 ? 'needs' : 'need'} you</strong>` : nothing}</span>
  </div>`;
}

function list(all, shown) {
  if (!loaded) {
    return problem ? nothing : html`<p class="quiet" aria-busy="true">Loading…</p>`;
  }
  if (!all.length) {
    return empty(
      'Start with a project',
      html`<p><strong>New Project</strong> makes an empty repository and opens a terminal in it, in about a second.</p>
        <p><strong>Import Repo</strong> clones one of yours; the terminal opens while it still clones.</p>
        <p>There is no save button to remember: when the last tab closes, the work is committed and pushed to the repository.</p>`,
    );
  }
  if (!shown.length) {
    return html`<p class="quiet">No project matches “${search}”.</p>`;
  }
  const now = Date.now();
  return html`<ul class="projects">
      ${repeat(shown, (project) => project.id, (project) => projectRow(project, actions, now))}
    </ul>
    ${next ? html`<p class="more"><button type="button" @click=${() => load(next)}>More projects</button></p>` : nothing}`;
}

draw();
await load();
intent.likely([...projects.values()]);
get('/api/overview').then(
  (overview) => {
    if (Array.isArray(overview.environments) && overview.environments.length) {
      environments = overview.environments.map((one) => (typeof one === 'string' ? one : one.name));
    }
  },
  () => {},
);
follow({
  onEvent: (event) => event.projectId && refetch.add(event.projectId),
  onRefresh: () => load(),
  onState(state) {
    live = state;
    draw();
  },
});
// Relative times grow old.
setInterval(() => !document.hidden && draw(), 5_000);
