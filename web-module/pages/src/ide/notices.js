// What the server has to say to whoever is here: each kind once, until it is read or answered.
import { html } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { icon } from '../common/view.js';

const LOOKS = {
  idle: { icon: 'clock', tone: 'warn' },
  quota: { icon: 'alert', tone: 'warn' },
  rescue: { icon: 'link', tone: 'wait' },
  restart: { icon: 'again', tone: 'wait' },
};

export class Notices {
  #all = [];
  #changed;
  #say;
  #keep;

  /**
   * @param changed something is to be drawn anew
   * @param say for what need not stay on the screen
   * @param keep answers "Keep it"; throws a Problem
   */
  constructor({ changed, say, keep }) {
    this.#changed = changed;
    this.#say = say;
    this.#keep = keep;
  }

  /** A message {message, kind?, action?}; one of the same kind takes the place of the one before. */
  hear({ message, kind = null, action = null }) {
    const words = String(message ?? '');
    if (!words) {
      return;
    }
    if (!LOOKS[kind] && !action) {
      this.#say(words);
      return;
    }
    const one = { key: kind ?? words, message: words, kind, action };
    this.#all = [...this.#all.filter(({ key }) => key !== one.key), one];
    this.#changed();
  }

  dismiss(key) {
    this.#all = this.#all.filter((one) => one.key !== key);
    this.#changed();
  }

  get all() {
    return this.#all;
  }

  async #onKeep(one) {
    try {
      await this.#keep();
      this.dismiss(one.key);
      this.#say('Kept. It stays while you are here.');
    } catch (error) {
      this.#say(error.message);
    }
  }

  view() {
    return repeat(this.#all, ({ key }) => key, (one) => {
      const { icon: shape, tone } = LOOKS[one.kind] ?? { icon: 'alert', tone: 'warn' };
      return html`<p class="banner tone-${tone}" data-notice=${one.kind ?? ''}>${icon(shape)}<span>${one.message}</span>
        ${one.action === 'keep' ? html`<button type="button" class="primary keep" @click=${() => this.#onKeep(one)}>Keep it</button>` : ''}
        <button type="button" class="plain" aria-label="Dismiss this notice" @click=${() => this.dismiss(one.key)}>${icon('cross')}</button></p>`;
    });
  }
}
