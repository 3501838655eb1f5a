// What stands where the terminal will be, until it is there.
import { html, nothing } from 'lit-html';
import { duration } from '../common/format.js';
import { icon } from '../common/view.js';
import { stageWords } from './protocol.js';

/** @param tab {state, stages}; `isBack`: it was attached before, and its screen stays visible */
export function warmView({ state, stages, isBack }) {
  const isWaiting = state === 'warming' || (state === 'connecting' && !isBack);
  if (!isWaiting) {
    return nothing;
  }
  const last = stages.length - 1;
  return html`<div><p class="warm-title">${icon('spin')}${state === 'warming' ? 'Your container is warming up' : 'Connecting'}</p>
    <ol>${stages.map(({ stage, millis }, i) => html`<li class=${i === last ? 'now' : ''}>${icon(i === last ? 'ring' : 'check')}<span>${stageWords(stage)}</span><span class="quiet">${duration(millis)}</span></li>`)}</ol>
    ${state === 'warming' ? html`<p class="quiet">You can type already; it is sent once the shell is there.</p>` : nothing}</div>`;
}
