// Small pieces that all pages are made of. lit-html writes data as text, never as markup.
import { html, nothing, svg } from 'lit-html';
import { absolute, relative } from './format.js';
import { look } from './states.js';

const SHAPES = {
  dot: svg`<circle cx="8" cy="8" r="4.5" fill="currentColor"/>`,
  ring: svg`<circle cx="8" cy="8" r="4.5"/>`,
  clock: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.8V8l2.2 1.6"/>`,
  pause: svg`<path d="M5.5 3.5v9M10.5 3.5v9"/>`,
  check: svg`<path d="M3 8.5l3.4 3.4L13 4.8"/>`,
  cross: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
  minus: svg`<path d="M3.5 8h9"/>`,
  alert: svg`<path d="M8 2.2l6.2 11.3H1.8z"/><path d="M8 6.4v3.2M8 11.4v.2"/>`,
  again: svg`<path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.8h-2.8"/>`,
  spin: svg`<path d="M8 2.5A5.5 5.5 0 1 1 2.5 8" class="spin"/>`,
  plus: svg`<path d="M8 3v10M3 8h10"/>`,
  folder: svg`<path d="M1.8 12.8V3.6h4.4l1.4 1.8h6.6v7.4z"/>`,
  file: svg`<path d="M3.5 1.8h5.6l3.4 3.4v9h-9zM9 2v3.4h3.4"/>`,
  link: svg`<path d="M6.5 9.5l3-3M7 4.8l1.4-1.4a2.6 2.6 0 0 1 3.7 3.7L10.8 8.5M9 11.2l-1.4 1.4a2.6 2.6 0 0 1-3.7-3.7l1.4-1.4"/>`,
  lock: svg`<rect x="3.5" y="7" width="9" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>`,
  diff: svg`<path d="M8 2.5v6M5 5.5h6M5 12.5h6"/>`,
  more: svg`<path d="M3.5 8h.2M8 8h.2M12.5 8h.2"/>`,
  newFile: svg`<path d="M3.5 1.8h5.6l3.4 3.4v3M9 2v3.4h3.4M3.5 1.8v12.4h4M12 10v5M9.5 12.5h5"/>`,
  newFolder: svg`<path d="M14.2 8V5.4H7.6L6.2 3.6H1.8v9.2h5.6M12 9.5v5M9.5 12h5"/>`,
  fold: svg`<path d="M6 4l4 4-4 4"/>`,
};

export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${SHAPES[name] ?? SHAPES.ring}</svg>`;
}

/** Icon, word and colour of a state. */
export function chip(states, state) {
  const { icon: shape, word, tone, hint } = look(states, state);
  return html`<span class="chip tone-${tone}" title=${hint || nothing}>${icon(shape)}<span>${word}</span></span>`;
}

/** Relative, with the exact time on hover. */
export function ago(instant, now = Date.now()) {
  const words = relative(instant, now);
  return words ? html`<time datetime=${instant} title=${absolute(instant)}>${words}</time>` : nothing;
}

export function empty(title, ...more) {
  return html`<div class="empty"><h2>${title}</h2>${more}</div>`;
}

/** Follows a link within the page; with a modifier key it stays the browser's own. */
export function onPlainClick(follow) {
  return (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    follow(event.currentTarget.getAttribute('href'));
  };
}
