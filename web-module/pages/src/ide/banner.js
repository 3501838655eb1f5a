// What is not as usual: the connection, over the terminal, which keeps its size; the import, above it.
import { html, nothing } from 'lit-html';
import { icon } from '../common/view.js';

/** @param reconnect tries at once, or starts again */
export function connectionView({ connection, project, now, reconnect }) {
  const { state, words, until, signIn, code } = connection;
  if (state === 'reconnecting') {
    const seconds = until ? Math.max(0, Math.ceil((until - now) / 1_000)) : 0;
    return html`<p class="banner tone-warn" data-banner="reconnecting">${icon('again')}<span>${words} ${seconds ? html`Next try in <span aria-hidden="true">${seconds} s</span>.` : 'Trying now…'}</span>
      <button type="button" @click=${reconnect}>Try now</button></p>`;
  }
  if (state === 'closed' && words) {
    const told = code === 4409 && project?.state === 'cold' ? words.replace('The project is being stopped; its work is saved first.', 'The project is stopped.') : words;
    return html`<p class="banner tone-bad" data-banner="closed">${icon('alert')}<span>${told}</span>
      ${signIn ? html`<a class="button" href="/">Sign in</a>` : html`<button type="button" class="primary" @click=${reconnect}>Start again</button><a class="button" href="/">All projects</a>`}</p>`;
  }
  return nothing;
}

export function importView(clone) {
  if (clone?.state === 'failed') {
    return html`<p class="banner tone-bad" data-banner="import">${icon('alert')}<span>The import failed: ${clone.error ?? 'no reason was given'} Nothing is saved to the branch until it has succeeded.</span></p>`;
  }
  if (clone && clone.state !== 'done') {
    const progress = typeof clone.progress === 'number' ? `${Math.round(clone.progress > 1 ? clone.progress : clone.progress * 100)} %` : (clone.progress ?? '');
    return html`<p class="banner tone-busy" data-banner="import">${icon('spin')}<span>${clone.state === 'queued' ? 'The import is queued.' : `Importing${progress ? `: ${progress}` : ''}.`} The terminal works already; nothing is saved to the branch until all files are here.</span></p>`;
  }
  return nothing;
}
