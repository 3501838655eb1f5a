// The save state in the header: what the newest save is, and whether it is safe to close.
import { html, nothing } from 'lit-html';
import { badge, details, isBeside, waiting } from '../common/saving.js';
import { look, SAVE_STATES } from '../common/states.js';
import { icon } from '../common/view.js';
import { SAFETY } from './safety.js';

/**
 * @param lastSave the newest save that is no snapshot
 * @param safety of ide/safety.js
 * @param isSaving somebody asked for a save on this page
 */
export function saveLine({ lastSave, unsaved, isSaving, safety, isOpen, now, toggle }) {
  const differs = safety.state === '' ? unsaved : safety.state !== 'saved';
  const state = badge({ lastSave, unsaved: differs, saving: isSaving || safety.isSaving });
  const { icon: shape, word, tone, hint } = look(SAVE_STATES, state || 'saved');
  return html`<button id="save-state" class="tone-${state ? tone : 'calm'}" type="button" data-state=${state} title=${hint || nothing} aria-expanded=${isOpen} aria-controls="saves" @click=${toggle}>
      ${icon(state ? shape : 'ring')}<span class="save-words"><b>${state ? word : 'Nothing to save yet'}</b>${more(state, lastSave, now)}</span>
    </button>
    ${safeToClose(safety)}`;
}

/** What is read out when it changes: never the seconds that tick. */
export function spoken({ lastSave, unsaved, isSaving, safety }) {
  const differs = safety.state === '' ? unsaved : safety.state !== 'saved';
  const state = badge({ lastSave, unsaved: differs, saving: isSaving || safety.isSaving });
  if (!state || state === 'unsaved' || state === 'saving') {
    return '';
  }
  const why = state === 'blocked' ? `: ${lastSave?.message ?? ''}` : state === 'savedLocally' && lastSave?.retryAt ? ', remote unreachable' : '';
  return `${look(SAVE_STATES, state).word}${why}${isBeside(lastSave) ? ', beside the branch' : ''}`;
}

function more(state, lastSave, now) {
  if (!lastSave || state === 'saving') {
    return nothing;
  }
  if (state === 'blocked') {
    return lastSave.message ? html`<span class="why">: ${lastSave.message}</span>` : nothing;
  }
  if (state === 'savedLocally') {
    return html`<span class="quiet">, ${waiting(lastSave, now)}</span>`;
  }
  const skipped = (lastSave.files?.skipped ?? lastSave.skipped ?? []).length;
  const parts = [...details(lastSave, now), ...(isBeside(lastSave) ? ['beside the branch'] : []), ...(skipped ? [`${skipped} skipped`] : [])];
  return html`<span class="quiet">${state === 'unsaved' ? ' · last save ' : ' · '}${parts.join(' · ')}</span>`;
}

function safeToClose({ state }) {
  const { icon: shape, word, tone, hint } = SAFETY[state];
  return html`<span id="safe-to-close" class="chip tone-${tone}" data-state=${state} title=${hint}>${icon(shape)}<span>${word}</span></span>`;
}
