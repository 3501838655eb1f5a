import { html, nothing, render } from 'lit-html';
import { get, path, post, query } from '../common/api.js';
import { openDialog } from '../common/dialog.js';
import { shortId } from '../common/format.js';
import { badge, newer, saveOf } from '../common/saving.js';
import { brand, isOpen, openShell, say } from '../common/shell.js';
import { isFinal, look, SAVE_STATES } from '../common/states.js';
import { ago, icon } from '../common/view.js';
import { Files } from './files.js';
import { savesView } from './saves.js';
import { Tabs } from './tabs.js';

const projectId = decodeURIComponent(location.pathname.replace(/\/+$/, '').split('/').pop() ?? '');
const { main, header } = openShell('ide', { bare: true });

const CONNECTION_WORDS = {
  connecting: 'Connecting',
  warming: 'Warming up',
  attached: 'Connected',
  reconnecting: 'Reconnecting',
  closed: 'Disconnected',
};

const isWide = matchMedia('(min-width: 1000px)');
let project = null;
let lastSave = null;
let saves = [];
let savesNext = null;
let savesProblem = null;
/** The job of a save that was asked for and has not ended. */
let savingJob = null;
let panel = { files: isWide.matches, saves: false };

render(
  html`<div id="banner" role="status" aria-live="polite"></div>
    <div class="work">
      <aside id="files" aria-label="Files"></aside>
      <section class="center" aria-label="Terminals and files">
        <div id="tabs" class="tabs"></div>
        <div id="terminal"></div>
        <div id="viewer" hidden></div>
      </section>
      <aside id="saves" aria-label="Saves"></aside>
    </div>`,
  main,
);
const at = (id) => document.getElementById(id);

const files = new Files({ projectId, changed: draw, openFile });
const tabs = new Tabs({
  projectId,
  strip: at('tabs'),
  terminals: at('terminal'),
  viewer: at('viewer'),
  changed: draw,
  onSave,
  onNotice: (sentence) => say(sentence, 'warn'),
  onAttached: () => {
    refresh();
    if (panel.files) {
      files.reload();
    }
  },
  onLeave: () => at('save-state')?.focus(),
});

function openFile(file) {
  // A narrow window has room for one of the two.
  if (!isWide.matches) {
    panel = { ...panel, files: false };
  }
  tabs.showFile(file);
}

function onSave(message) {
  const heard = saveOf(message);
  if (!heard) {
    return;
  }
  lastSave = newer(lastSave, heard);
  if (heard.state === 'saved' && heard.trigger !== 'snapshot' && project) {
    project.unsaved = false;
  }
  draw();
  refreshSoon();
}

async function refresh() {
  try {
    ({ project } = await get(path`/api/projects/${projectId}`));
    lastSave = newer(lastSave, project.lastSave);
    document.title = `${project.name} · CodeBlocking`;
  } catch (error) {
    if (error.status === 404) {
      project = null;
    }
  }
  draw();
}

async function loadSaves(cursor = null) {
  try {
    const answer = await get(path`/api/projects/${projectId}/saves` + query({ limit: 30, cursor }));
    const listed = answer.saves ?? [];
    saves = cursor ? [...saves, ...listed] : listed;
    savesNext = answer.next ?? null;
    savesProblem = null;
    lastSave = newer(lastSave, saves[0]);
  } catch (error) {
    savesProblem = error.message;
  }
  draw();
}

let soon = null;
function refreshSoon() {
  soon ??= setTimeout(() => {
    soon = null;
    refresh();
    loadSaves();
    if (panel.files) {
      files.reload();
    }
  }, 400);
}

/** @returns the job once it has ended; null when it is not heard of within a minute */
async function ended(jobId) {
  for (let tries = 0; jobId && tries < 60; tries += 1) {
    await new Promise((go) => setTimeout(go, tries < 5 ? 300 : 1_000));
    const job = await get(path`/api/jobs/${jobId}`).then((answer) => answer.job, () => null);
    if (job && isFinal(job.state)) {
      return job;
    }
  }
  return null;
}

async function saveNow() {
  const asked = Symbol('save');
  savingJob = asked;
  draw();
  try {
    const { jobId } = await post(path`/api/projects/${projectId}/persist`, {});
    const job = await ended(jobId);
    if (!job) {
      say('The save is still waiting for its turn; it goes on by itself.', 'warn');
    } else if (job.state === 'DEAD') {
      say(`The save did not succeed: ${reason(job)}`, 'bad');
    }
  } catch (error) {
    say(error.message, 'bad');
  }
  await Promise.all([refresh(), loadSaves()]);
  if (savingJob === asked) {
    savingJob = null;
  }
  draw();
}

async function fetchRemote() {
  try {
    const { jobId } = await post(path`/api/projects/${projectId}/fetch`);
    say('Fetching from the remote…');
    const job = await ended(jobId);
    if (job?.state === 'SUCCEEDED') {
      const branch = project?.branch ? `origin/${project.branch}` : 'origin/…';
      say(`Fetched. Look with “git log ..${branch}”, merge with “git merge ${branch}”.`, 'good');
    } else {
      say(job ? `The fetch did not succeed: ${reason(job)}` : 'The fetch is still under way.', 'warn');
    }
  } catch (error) {
    say(error.message, 'bad');
  }
}

function reason(job) {
  const told = job.error;
  return (typeof told === 'object' ? told?.message : told) || job.waitingFor || 'no reason was given';
}

function stop() {
  openDialog({
    title: 'Stop this project?',
    action: 'Save and stop',
    busy: 'Stopping…',
    body: html`<p>The work is saved first, then the container stops. Programs that run in it end. Opening the project again starts a new one.</p>`,
    submit: () => post(path`/api/projects/${projectId}/stop`),
  });
}

function draw() {
  if (!isOpen()) {
    return;
  }
  drawTop();
  drawBanner();
  at('files').hidden = !panel.files;
  at('saves').hidden = !panel.saves;
  render(panel.files ? files.view(tabs.shownFile) : nothing, at('files'));
  render(
    panel.saves
      ? savesView({ saves, problem: savesProblem, next: savesNext, more: () => loadSaves(savesNext), now: Date.now() })
      : nothing,
    at('saves'),
  );
}

function toggle(name) {
  panel = { ...panel, [name]: !panel[name] };
  // Side by side only where there is room for it.
  if (panel[name] && !isWide.matches) {
    panel[name === 'files' ? 'saves' : 'files'] = false;
  }
  draw();
  tabs.fit();
  if (panel.files && name === 'files') {
    files.reload();
  }
  if (panel.saves && name === 'saves') {
    loadSaves();
  }
}

function drawTop() {
  const { state } = tabs.connection;
  const canSave = project && project.state !== 'cold';
  render(
    html`${brand()}
      <h1 class="project-name" title=${project?.name ?? nothing}>${project?.name ?? ''}</h1>
      <span id="connection" data-state=${state}><i></i><span>${CONNECTION_WORDS[state]}</span></span>
      ${saveState()}
      <div class="tools">
        <button id="save-now" type="button" ?disabled=${!canSave || Boolean(savingJob)} @click=${saveNow}>Save now</button>
        <button id="fetch" type="button" ?disabled=${!project} title="Bring the remote's new commits to origin/*; merging is yours" @click=${fetchRemote}>Fetch</button>
        <button id="stop" type="button" ?disabled=${!canSave || project.state === 'stopping'} @click=${stop}>Stop</button>
        <span class="gap"></span>
        <button id="show-files" type="button" aria-pressed=${panel.files} aria-controls="files" @click=${() => toggle('files')}>Files</button>
        <button id="show-saves" type="button" aria-pressed=${panel.saves} aria-controls="saves" @click=${() => toggle('saves')}>Saves</button>
      </div>`,
    header,
  );
}

function saveState() {
  const state = badge({ lastSave, unsaved: project?.unsaved ?? null, saving: Boolean(savingJob) });
  const { icon: shape, word, tone, hint } = look(SAVE_STATES, state || 'saved');
  const words = state ? word : 'Nothing to save yet';
  const skipped = lastSave?.files?.skipped?.length ?? 0;
  return html`<button id="save-state" class="tone-${state ? tone : 'calm'}" type="button" data-state=${state} title=${hint || nothing} aria-expanded=${panel.saves} aria-controls="saves" @click=${() => toggle('saves')}>
    ${icon(state ? shape : 'ring')}<span aria-live="polite"><b>${words}</b>${state === 'blocked' && lastSave?.message ? html`<span class="why">: ${lastSave.message}</span>` : nothing}</span>
    ${lastSave && ['saved', 'savedLocally'].includes(state) ? html`<span class="quiet">${lastSave.commit ? html`<span class="mono">${shortId(lastSave.commit)}</span> · ` : nothing}${ago(lastSave.at)}${skipped ? ` · ${skipped} skipped` : ''}</span>` : nothing}
  </button>`;
}

function drawBanner() {
  const { state, words: told, until, signIn, code } = tabs.connection;
  const words = code === 4409 && project?.state === 'cold' ? 'The project is stopped.' : told;
  const clone = project?.import;
  const seconds = until ? Math.max(0, Math.ceil((until - Date.now()) / 1_000)) : 0;
  let banner = nothing;
  if (state === 'reconnecting') {
    banner = html`<p class="banner tone-warn">${icon('again')}<span>${words} ${seconds ? html`Next try in <span aria-hidden="true">${seconds} s</span>.` : 'Trying now…'}</span>
      <button type="button" @click=${() => tabs.reconnect()}>Try now</button></p>`;
  } else if (state === 'closed' && words) {
    banner = html`<p class="banner tone-bad">${icon('alert')}<span>${words}</span>
      ${signIn ? html`<a class="button" href="/">Sign in</a>` : html`<button type="button" class="primary" @click=${() => tabs.reconnect()}>Start again</button><a class="button" href="/">All projects</a>`}</p>`;
  } else if (clone?.state === 'failed') {
    banner = html`<p class="banner tone-bad">${icon('alert')}<span>The import failed: ${clone.error ?? 'no reason was given'} Nothing is saved to the branch until it has succeeded.</span></p>`;
  } else if (clone && clone.state !== 'done') {
    const progress = typeof clone.progress === 'number' ? `${Math.round(clone.progress > 1 ? clone.progress : clone.progress * 100)} %` : (clone.progress ?? '');
    banner = html`<p class="banner tone-busy">${icon('spin')}<span>${clone.state === 'queued' ? 'The import is queued.' : `Importing${progress ? `: ${progress}` : ''}.`} The terminal works already; nothing is saved to the branch until all files are here.</span></p>`;
  }
  render(banner, at('banner'));
}

tabs.start();
draw();
await Promise.all([refresh(), loadSaves()]);
if (panel.files && !files.isLoaded) {
  files.reload();
}

// The socket tells of saves; the rest is asked for now and then, without a stream of its own:
// a browser keeps only six HTTP/1.1 connections to one server, and people open many projects.
let beat = 0;
setInterval(() => {
  if (document.hidden || !isOpen()) {
    return;
  }
  beat += 1;
  const isImporting = ['queued', 'running'].includes(project?.import?.state);
  if (beat % (isImporting ? 2 : 10) === 0) {
    const wasImporting = isImporting;
    refresh().then(() => wasImporting && project?.import?.state === 'done' && files.reload());
  } else {
    draw();
  }
}, 1_000);
