// The frame of each page: header, the way to sign in, and one place where things are said.
import { html, nothing, render } from 'lit-html';
import { signedOut } from './api.js';
import { icon } from './view.js';

let main = null;
let header = null;
let isSignedOut = false;

/**
 * @param current which entry of the navigation is this page's
 * @param tools what stands at the right of the header
 */
export function openShell(current, { bare = false } = {}) {
  const page = document.getElementById('page');
  render(
    html`<a class="skip" href="#main">Skip to content</a>
      <header class="top" id="top"></header>
      <main id="main" tabindex="-1"></main>
      <div id="said" class="said" role="status" aria-live="polite"></div>`,
    page,
  );
  main = document.getElementById('main');
  header = document.getElementById('top');
  if (!bare) {
    drawHeader(current);
  }
  signedOut.addEventListener('signed-out', showSignIn);
  return { main, header };
}

/** False once the page gave way to the sign-in: nothing may be drawn over it. */
export const isOpen = () => !isSignedOut;

export function brand() {
  return html`<a class="brand" href="/" aria-label="CodeBlocking, all projects">
    <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" /><path d="M8 10l6 6-6 6M17 21.5h8" /></svg>
    <span>CodeBlocking</span></a>`;
}

export function drawHeader(current, tools = nothing) {
  const link = (name, href, words) =>
    html`<a href=${href} aria-current=${current === name ? 'page' : nothing}>${words}</a>`;
  render(
    html`${brand()}
      <nav aria-label="Pages">${link('dashboard', '/', 'Projects')}${link('console', '/console', 'Console')}</nav>
      <div class="tools">${tools}</div>`,
    header,
  );
}

/** Whether what is shown follows the server by itself. */
export function liveMark(state) {
  const words = { live: 'Live', polling: 'Reconnecting', paused: 'Paused' }[state] ?? 'Connecting';
  const hint = {
    live: 'Changes appear by themselves.',
    polling: 'The stream of events is interrupted; the page asks every few seconds.',
  }[state];
  return html`<span class="live" data-live=${state} title=${hint ?? nothing}><i></i>${words}</span>`;
}

let sayTimer = 0;

/**
 * One sentence for a moment, for eyes and for screen readers.
 *
 * @param action {word, act}: what can be done about it while it stands
 */
export function say(sentence, tone = 'calm', action = null) {
  const said = document.getElementById('said');
  clearTimeout(sayTimer);
  render(
    html`<div class="note tone-${tone}">
      <span>${sentence}</span>
      ${action ? html`<button type="button" @click=${() => (render(nothing, said), action.act())}>${action.word}</button>` : nothing}
      <button class="plain" type="button" aria-label="Dismiss" @click=${() => render(nothing, said)}>${icon('cross')}</button>
    </div>`,
    said,
  );
  sayTimer = setTimeout(() => render(nothing, said), action ? 30_000 : tone === 'bad' ? 15_000 : 6_000);
}

/** A pasted link is as good as the token in it. */
export function tokenIn(pasted) {
  const text = String(pasted ?? '').trim();
  const inLink = /[?&]token=([^&#\s]+)/.exec(text);
  return inLink ? decodeURIComponent(inLink[1]) : text;
}

function showSignIn() {
  if (isSignedOut) {
    return;
  }
  isSignedOut = true;
  document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
  document.body.classList.add('signed-out');
  document.title = 'Sign in · CodeBlocking';
  // A container of its own: what the page had drawn into main stays untouched below it.
  const over = document.createElement('div');
  over.className = 'sign-in';
  main.before(over);
  main.hidden = true;
  const enter = (event) => {
    event.preventDefault();
    const token = tokenIn(new FormData(event.target).get('token'));
    if (token) {
      // Replaced, so that going back does not lead to an address with the token in it.
      location.replace(`/?token=${encodeURIComponent(token)}`);
    }
  };
  render(
    html`<section aria-labelledby="sign-in-title">
      <h1 id="sign-in-title">You are not signed in</h1>
      <p>Open the link that the server printed when it was ready, or paste a token here.</p>
      <dl>
        <dt>The Ready link</dt>
        <dd><code>Ready: http://localhost:8080/?token=…</code></dd>
        <dt>A token for a user</dt>
        <dd><code>./run token USER</code></dd>
      </dl>
      <form @submit=${enter}>
        <label>Token or link <input name="token" type="password" autocomplete="off" spellcheck="false" required autofocus /></label>
        <button class="primary" type="submit">Sign in</button>
      </form>
      <p class="quiet">A token is valid for some hours. Your work is safe: it is saved whenever the last tab closes.</p>
    </section>`,
    over,
  );
  over.querySelector('input').focus();
}
