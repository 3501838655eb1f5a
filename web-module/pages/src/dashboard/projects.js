// One project as a row of the dashboard.
import { html, nothing } from 'lit-html';
import { path } from '../common/api.js';
import { plural } from '../common/format.js';
import { safeHref, shortRemote } from '../common/remote.js';
import { badge, branchOf, isBeside, waiting } from '../common/saving.js';
import { PROJECT_STATES, SAVE_STATES } from '../common/states.js';
import { ago, chip, icon } from '../common/view.js';
import { needsPerson, reasonOf, waysOut } from '../common/waysout.js';

/** Whoever needs a person stands first; the rest keeps its order. */
export function inOrder(projects) {
  return [...projects.filter((project) => needsPerson(project)), ...projects.filter((project) => !needsPerson(project))];
}

export function matches(project, search) {
  const wanted = search.trim().toLowerCase();
  const has = (text) => String(text ?? '').toLowerCase().includes(wanted);
  return !wanted || [project.name, project.remoteUrl, project.environment, project.branch, project.state].some(has);
}

export function projectRow(project, actions, now) {
  const { id, name, state } = project;
  const href = `/ide/${encodeURIComponent(id)}`;
  const isUp = Boolean(project.container) || ['running', 'grace', 'frozen', 'warming'].includes(state);
  const looks = { look: () => actions.look(project), leave: () => actions.leave(project) };
  return html`<li class="project ${needsPerson(project) ? 'needy' : ''}" data-project-id=${id} data-state=${state}
    @pointerenter=${looks.look} @pointerleave=${looks.leave} @focusin=${looks.look} @focusout=${looks.leave}>
    <div class="what">
      <h2><a href=${href} @click=${() => actions.open(project)}>${name}</a></h2>
      <p class="quiet">${facts(project)}</p>
    </div>
    <div class="how">
      ${chip(PROJECT_STATES, state)}
      ${project.sessions ? html`<span class="quiet">${plural(project.sessions, 'session')}</span>` : nothing}
    </div>
    <div class="save">${saved(project, now)}</div>
    <div class="actions">
      <a class="button primary" href=${href} @click=${() => actions.open(project)} aria-label="Open ${name}">Open</a>
      <button type="button" ?disabled=${!isUp || state === 'stopping'} aria-label="Stop ${name}" @click=${() => actions.stop(project)}>Stop</button>
      <a class="button" href=${path`/api/projects/${id}/archive`} download aria-label="Download ${name} as a zip">Zip</a>
      <button type="button" class="risky" aria-label="Delete ${name}" @click=${() => actions.delete(project)}>Delete</button>
    </div>
    ${state === 'frozen' ? html`<p class="aside quiet">${icon('pause')}<span>Asleep with its programs and terminals as they were; opening it wakes them in a moment.</span></p>` : nothing}
    ${importing(project)}
    ${needsPerson(project) ? html`<div class="aside attention" role="group" aria-label="${name} needs you"><span class="reason">${reasonOf(project)}</span>${waysOut(project, actions.told)}</div>` : nothing}
  </li>`;
}

function facts({ environment, remoteUrl, branch }) {
  const href = safeHref(remoteUrl);
  const remote = shortRemote(remoteUrl);
  return html`<span class="tag">${environment}</span>
    ${remoteUrl ? html`<span class="remote">${href ? html`<a href=${href} rel="noreferrer noopener" target="_blank">${remote}</a>` : remote}</span>` : html`<span>built-in repository</span>`}
    ${branch ? html`<span class="mono">${branch}</span>` : nothing}`;
}

function saved({ lastSave, unsaved }, now) {
  const state = badge({ lastSave, unsaved, saving: false });
  if (!state) {
    return html`<span class="quiet">Nothing to save yet</span>`;
  }
  return html`${chip(SAVE_STATES, state)}
    ${lastSave ? html`<span class="quiet">${state === 'unsaved' ? 'last save ' : ''}${lastSave.commit ? html`<span class="mono" title=${lastSave.commit}>${lastSave.commit.slice(0, 7)}</span> · ` : nothing}${ago(lastSave.at, now)}</span>` : nothing}
    ${state === 'savedLocally' && lastSave.retryAt ? html`<span class="quiet">${waiting(lastSave, now)}</span>` : nothing}
    ${isBeside(lastSave) ? html`<span class="quiet">beside ${branchOf(lastSave)}; fetch and merge to get back</span>` : nothing}`;
}

/** `progress` may be a number from 0 to 1, a percentage or words. */
function importing({ import: clone }) {
  if (!clone || clone.state === 'done') {
    return nothing;
  }
  if (clone.state === 'failed') {
    return html`<p class="import tone-bad">${icon('alert')}<span>Import failed: ${clone.error ?? 'no reason was given'}</span></p>`;
  }
  const share = typeof clone.progress === 'number' ? (clone.progress > 1 ? clone.progress / 100 : clone.progress) : null;
  const words = clone.state === 'queued' ? 'Import is queued' : 'Importing';
  return html`<p class="import tone-busy">${icon('spin')}<span>${words}${share === null ? (clone.progress ? `: ${clone.progress}` : '') : `: ${Math.round(share * 100)}\u00a0%`}</span>
    ${share === null ? nothing : html`<progress max="1" .value=${share}></progress>`}</p>`;
}
