// The user's repositories at GitHub, searched as one types.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { get, query } from '../common/api.js';
import { ago, icon } from '../common/view.js';
import { credentialDialog } from '../common/waysout.js';
import { environmentFor } from './languages.js';

const TYPING_MILLIS = 250;

export class RepoPicker {
  #environments;
  #changed;
  #picked;
  #repos = null;
  #next = null;
  #problem = null;
  #typed = '';
  #timer = null;
  #turn = 0;
  #chosen = null;

  /** @param picked is told the repository and the environment that its language asks for */
  constructor({ environments, changed, picked }) {
    this.#environments = environments;
    this.#changed = changed;
    this.#picked = picked;
  }

  /** Answers that come late, of what is no longer searched for, are not shown. */
  async load(cursor = null) {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const answer = await get('/api/github/repos' + query({ q: this.#typed.trim(), cursor }));
      if (turn === this.#turn) {
        this.#repos = cursor ? [...this.#repos, ...(answer.repos ?? [])] : (answer.repos ?? []);
        this.#next = answer.next ?? null;
        this.#problem = null;
      }
    } catch (error) {
      if (turn === this.#turn) {
        this.#problem = error;
      }
    }
    if (turn === this.#turn) {
      this.#changed();
    }
  }

  #onType(event) {
    this.#typed = event.target.value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.load(), TYPING_MILLIS);
  }

  /** Enter takes the first one; it must not send the form. */
  #onKey(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (this.#repos?.length) {
        this.#pick(this.#repos[0]);
      }
    }
  }

  #pick(repo) {
    this.#chosen = repo.cloneUrl;
    this.#picked(repo, environmentFor(repo.language, this.#environments));
    this.#changed();
  }

  view() {
    return html`<section class="picker" aria-label="Your repositories at GitHub">
      <label>Yours at GitHub
        <input type="search" id="repo-search" placeholder="Search as you type" autocomplete="off" spellcheck="false" @input=${(event) => this.#onType(event)} @keydown=${(event) => this.#onKey(event)} /></label>
      <div class="repos" aria-live="polite">${this.#list()}</div>
    </section>`;
  }

  #list() {
    if (this.#problem) {
      return html`<p class="quiet">${this.#problem.message}
        <button type="button" class="add-github" @click=${() => credentialDialog({ host: 'github.com', done: () => this.load() })}>Store a credential</button></p>`;
    }
    if (!this.#repos) {
      return html`<p class="quiet" aria-busy="true">Asking GitHub…</p>`;
    }
    if (!this.#repos.length) {
      return html`<p class="quiet">${this.#typed ? `None of your repositories matches “${this.#typed}”.` : 'You have no repository there.'}</p>`;
    }
    return html`<ul>${repeat(this.#repos, ({ cloneUrl }) => cloneUrl, (repo) => this.#row(repo))}
      ${this.#next ? html`<li><button type="button" class="link" @click=${() => this.load(this.#next)}>More</button></li>` : nothing}</ul>`;
  }

  #row(repo) {
    return html`<li><button type="button" class="link" data-repo=${repo.fullName} aria-pressed=${this.#chosen === repo.cloneUrl} title=${repo.description ?? nothing} @click=${() => this.#pick(repo)}>
      <span class="repo-name">${icon(repo.private ? 'lock' : 'file')}<span>${repo.fullName}</span></span>
      <span class="quiet">${[repo.language, repo.private ? 'private' : null].filter(Boolean).join(' · ')}</span><span class="quiet">${ago(repo.updatedAt)}</span></button></li>`;
  }
}
