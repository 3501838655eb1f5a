// One tab in the strip: its name, its state, and the way to close it.
import { html, nothing } from 'lit-html';
import { icon } from '../common/view.js';

/** A close button stands between the tabs, so that the list of tabs can only own them. */
export const tabId = (key) => `tab-${encodeURIComponent(key)}`;

/** @param label what it is called; `isPending`: what was typed in it has not been written */
export function tabButton(tab, { id, isActive, isPending, label, activate, rename, close }) {
  const isTerminal = tab.kind === 'terminal';
  const isLost = isTerminal && tab.wasAttached && ['reconnecting', 'connecting', 'closed'].includes(tab.state);
  const isFixed = isTerminal && tab.name === 'main';
  const shape = isTerminal ? (isLost ? 'again' : null) : isPending ? 'dot' : tab.kind === 'patch' ? 'diff' : 'file';
  const onMiddle = (event) => {
    if (event.button === 1 && !isFixed) {
      event.preventDefault();
      close();
    }
  };
  const title = isTerminal ? `${label}${isLost ? ', reconnecting' : ''} (F2 or double click renames it)` : `${tab.name}${isPending ? ', not written yet' : ''} (Delete or middle click closes it)`;
  return html`<span class="tab ${isActive ? 'active' : ''}" @auxclick=${onMiddle}>
    <button id=${id} type="button" role="tab" aria-selected=${isActive} tabindex=${isActive ? 0 : -1} aria-controls=${isTerminal ? `pane-${tab.name}` : tab.kind === 'file' ? 'editors' : 'viewer'}
      data-terminal=${isTerminal ? tab.name : nothing} data-file=${tab.kind === 'file' ? tab.name : nothing} data-state=${isTerminal ? tab.state : nothing} data-pending=${isPending ? '' : nothing}
      title=${title} @click=${activate} @dblclick=${rename}>${shape ? icon(shape) : nothing}<span>${label}</span>${isPending ? html`<span class="unseen">, not written yet</span>` : nothing}</button>
    ${isFixed ? nothing : html`<button class="plain" type="button" aria-label="Close ${label}" title=${isTerminal ? 'Close for good: its shell ends' : 'Close'} @click=${close}>${icon('cross')}</button>`}
  </span>`;
}

/** @param named is given what was typed; null: it was given up */
export function tabNaming(tab, name, named) {
  const onKey = (event) => {
    event.stopPropagation();
    if (event.key === 'Enter') {
      named(event.target.value);
    } else if (event.key === 'Escape') {
      named(null);
    }
  };
  return html`<span class="tab active naming"><input aria-label="Name of terminal ${tab.name}" maxlength="40" .value=${name}
    @keydown=${onKey} @blur=${(event) => named(event.target.value)} /></span>`;
}
