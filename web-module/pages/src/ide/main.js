import { html, nothing, render } from 'lit-html';
import { get, path, post } from '../common/api.js';
import { ended, reason, retryAt } from '../common/jobs.js';
import { newer, saveOf } from '../common/saving.js';
import { brand, isOpen, openShell, say } from '../common/shell.js';
import { PROJECT_STATES } from '../common/states.js';
import { chip, icon } from '../common/view.js';
import { needsPerson, reasonOf, waysOut } from '../common/waysout.js';
import { connectionView, importView } from './banner.js';
import { Files } from './files.js';
import { Notices } from './notices.js';
import { askStop, fetchRemote } from './orders.js';
import { askRestore, undoRestore } from './restore.js';
import { Safety } from './safety.js';
import { saveLine, spoken } from './saveline.js';
import { Tabs } from './tabs.js';
import { Timeline } from './timeline.js';

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
/** A save that was asked for on this page and has not ended. */
let savingJob = null;
let panel = { files: isWide.matches, saves: false };
const safety = new Safety();

render(
  html`<div id="standing" role="status" aria-live="polite"></div>
    <div class="work">
      <aside id="files" aria-label="Files"></aside>
      <section class="center" aria-label="Terminals and files">
        <div id="tabs" class="tabs"></div>
        <div class="over"><div id="banner" role="status" aria-live="polite"></div>
          <div id="notices" role="status" aria-live="polite"></div></div>
        <div id="terminal"></div>
        <div id="editors" hidden></div>
        <div id="viewer" hidden></div>
      </section>
      <aside id="saves" aria-label="Timeline"></aside>
    </div>
    <div id="save-spoken" class="unseen" role="status" aria-live="polite"></div>`,
  main,
);
const at = (id) => document.getElementById(id);

const files = new Files({
  projectId,
  on: { changed: draw, openFile, moved: (from, to) => tabs.moved(from, to), removed: (gone) => tabs.removed(gone) },
});
const notices = new Notices({ changed: draw, say: (words) => say(words, 'warn'), keep: () => post(path`/api/projects/${projectId}/keep`) });
const timeline = new Timeline({ projectId, on: { changed: onTimeline, restore: askForRestore, showPatch } });
const tabs = new Tabs({
  projectId,
  strip: at('tabs'),
  terminals: at('terminal'),
  editors: at('editors'),
  viewer: at('viewer'),
  on: {
    changed() {
      safety.edited(tabs.isPending);
      draw();
    },
    save: onSave,
    notice: (message) => notices.hear(message),
    workspace(message) {
      safety.heard(message);
      tabs.lookAtFiles();
      if (project && message.state !== undefined) {
        project.unsaved = message.state !== 'saved';
      }
      // It comes when what was typed or printed has had its effect.
      if (panel.files) {
        files.reload();
      }
      draw();
    },
    typed() {
      const before = safety.state;
      safety.typed();
      if (safety.state !== before) {
        drawTop();
      }
    },
    attached() {
      refresh();
      tabs.lookAtFiles();
      if (panel.files) {
        files.reload();
      }
    },
    lost: () => safety.lost(),
    leave: () => at('save-state')?.focus(),
  },
});

function openFile(file) {
  // A narrow window has room for one of the two.
  if (!isWide.matches) {
    panel = { ...panel, files: false };
  }
  tabs.showFile(file);
}

function showPatch(save, file) {
  if (!isWide.matches) {
    panel = { ...panel, saves: false };
  }
  tabs.showPatch(save, file);
}

function onTimeline() {
  lastSave = newer(lastSave, timeline.newest);
  draw();
}

function onSave(message) {
  const heard = saveOf(message);
  if (!heard) {
    return;
  }
  if (heard.trigger !== 'snapshot') {
    lastSave = newer(lastSave, heard);
    if (heard.state === 'saved' && project) {
      project.unsaved = false;
    }
  }
  draw();
  tabs.lookAtFiles();
  refreshSoon();
}

async function refresh() {
  try {
    ({ project } = await get(path`/api/projects/${projectId}`));
    lastSave = newer(lastSave, project.lastSave);
    if (lastSave?.state === 'savedLocally') {
      lastSave = { ...lastSave, retryAt: (await retryAt(projectId)) ?? lastSave.retryAt };
    }
    document.title = `${project.name} · CodeBlocking`;
  } catch (error) {
    if (error.status === 404) {
      project = null;
    }
  }
  draw();
}

let soon = null;
function refreshSoon() {
  soon ??= setTimeout(() => {
    soon = null;
    refresh();
    if (panel.saves) {
      timeline.load();
    }
    if (panel.files) {
      files.reload();
    }
  }, 400);
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
  await Promise.all([refresh(), timeline.load()]);
  if (savingJob === asked) {
    savingJob = null;
  }
  draw();
}

function askForRestore(save, file) {
  askRestore({
    projectId,
    save,
    file,
    started: (what) => say(`Restoring ${what}…`),
    done: (outcome) => restored(outcome, file ?? 'everything'),
  });
}

function restored({ undo, problem }, what) {
  if (problem) {
    say(`The restore did not succeed: ${problem}`, 'bad');
  } else {
    say(`Restored ${what}.`, 'good', undo ? { word: 'Undo', act: () => undoRestore({ projectId, save: undo, done: (outcome) => restored(outcome, 'what was there before') }) } : null);
  }
  timeline.load();
  refresh();
  if (panel.files) {
    files.reload();
  }
}

function draw() {
  if (!isOpen()) {
    return;
  }
  drawTop();
  render(connectionView({ connection: tabs.connection, project, now: Date.now(), reconnect: () => tabs.reconnect() }), at('banner'));
  render(html`${importView(project?.import)}${attention()}`, at('standing'));
  render(notices.view(), at('notices'));
  at('files').hidden = !panel.files;
  at('saves').hidden = !panel.saves;
  render(panel.files ? files.view(tabs.shownFile) : nothing, at('files'));
  render(panel.saves ? timeline.view(Date.now()) : nothing, at('saves'));
}

function attention() {
  if (!project || !needsPerson(project, lastSave)) {
    return nothing;
  }
  const told = { done: (words) => (say(words, 'good'), refreshSoon()), failed: (words) => say(words, 'bad') };
  return html`<div class="banner tone-bad" data-banner="attention">${icon('alert')}<span>${reasonOf(project, lastSave)}</span>${waysOut(project, told)}</div>`;
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
    timeline.load();
  }
}

function drawTop() {
  const { state } = tabs.connection;
  const canSave = project && project.state !== 'cold';
  const facts = { lastSave, unsaved: project?.unsaved ?? null, isSaving: Boolean(savingJob), safety };
  const words = spoken(facts);
  if (at('save-spoken').textContent !== words) {
    at('save-spoken').textContent = words;
  }
  render(
    html`${brand()}
      <h1 class="project-name" title=${project?.name ?? nothing}>${project?.name ?? ''}</h1>
      <span id="connection" data-state=${state}><i></i><span>${CONNECTION_WORDS[state]}</span></span>
      ${project && !['running', 'attention'].includes(project.state) && state !== 'warming' ? html`<span id="project-state" data-state=${project.state}>${chip(PROJECT_STATES, project.state)}</span>` : nothing}
      ${saveLine({ ...facts, isOpen: panel.saves, now: Date.now(), toggle: () => toggle('saves') })}
      <div class="tools">
        <button id="save-now" type="button" ?disabled=${!canSave || Boolean(savingJob)} @click=${saveNow}>Save now</button>
        <button id="fetch" type="button" ?disabled=${!project} title="Bring the remote's new commits to origin/*; merging is yours" @click=${() => fetchRemote(projectId, project.branch)}>Fetch</button>
        <button id="stop" type="button" ?disabled=${!canSave || project.state === 'stopping'} @click=${() => askStop(projectId)}>Stop</button>
        <span class="gap"></span>
        <button id="show-files" type="button" aria-pressed=${panel.files} aria-controls="files" @click=${() => toggle('files')}>Files</button>
        <button id="show-saves" type="button" aria-pressed=${panel.saves} aria-controls="saves" @click=${() => toggle('saves')}>Timeline</button>
      </div>`,
    header,
  );
}

tabs.start();
draw();
await refresh();
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
