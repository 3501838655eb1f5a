// The tabs in the middle: terminals, and files that are looked at.
import { html, nothing, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { bytes, duration } from '../common/format.js';
import { icon } from '../common/view.js';
import { fileUrl, readFile } from './files.js';
import { nextTerminal, stageWords } from './protocol.js';
import { Screen } from './screen.js';

const TERMINALS_AT_MOST = 8;

export class Tabs {
  #projectId;
  #strip;
  #terminals;
  #viewer;
  #on;
  /** In the order of the strip: {key, name, kind, …}; a terminal's key is "t:main", a file's "f:src/a". */
  #tabs = [];
  #active = null;

  constructor({ projectId, strip, terminals, viewer, changed, onSave, onNotice, onAttached, onLeave }) {
    this.#projectId = projectId;
    this.#strip = strip;
    this.#terminals = terminals;
    this.#viewer = viewer;
    this.#on = { changed, onSave, onNotice, onAttached, onLeave };
    new ResizeObserver(() => this.fit()).observe(terminals);
    addEventListener('online', () => this.#wake());
    document.addEventListener('visibilitychange', () => document.hidden || this.#wake());
  }

  start() {
    ['main', ...this.#remembered()].forEach((name) => this.#addTerminal(name));
    this.#activate('t:main');
  }

  /** The connection that the page speaks of: the terminal that is seen, or was seen last. */
  get connection() {
    const tab = this.#terminalTab();
    return { state: tab?.state ?? 'connecting', ...tab?.details };
  }

  get shownFile() {
    const tab = this.#tab(this.#active);
    return tab?.kind === 'file' ? tab.name : null;
  }

  reconnect() {
    this.#terminalTab()?.screen.connection.connect();
    this.#terminalTab()?.screen.focus();
  }

  fit() {
    this.#terminalTab()?.screen.fit();
  }

  async showFile(file) {
    const key = `f:${file}`;
    let tab = this.#tab(key);
    if (!tab) {
      tab = { key, name: file, kind: 'file' };
      this.#tabs.push(tab);
    }
    this.#activate(key);
    try {
      tab.content = await readFile(this.#projectId, file);
    } catch (error) {
      tab.content = { note: error.message };
    }
    this.#draw();
  }

  #tab(key) {
    return this.#tabs.find((tab) => tab.key === key);
  }

  #terminalTab() {
    const tab = this.#tab(this.#active);
    return tab?.kind === 'terminal' ? tab : (this.#tab(this.#lastTerminal) ?? this.#tab('t:main'));
  }

  #lastTerminal = 't:main';

  #addTerminal(name) {
    const pane = document.createElement('div');
    pane.className = 'pane';
    pane.id = `pane-${name}`;
    pane.setAttribute('role', 'tabpanel');
    pane.setAttribute('aria-label', `Terminal ${name}. Control F6 leaves it.`);
    pane.hidden = true;
    const host = document.createElement('div');
    host.className = 'screen';
    const progress = document.createElement('div');
    progress.className = 'warm';
    progress.setAttribute('role', 'status');
    pane.append(host, progress);
    this.#terminals.append(pane);

    const tab = { key: `t:${name}`, name, kind: 'terminal', pane, progress, state: 'connecting', details: {}, stages: [] };
    tab.screen = new Screen({
      projectId: this.#projectId,
      name,
      host,
      onLeave: this.#on.onLeave,
      on: {
        state: (state, details) => this.#onState(tab, state, details),
        progress: (message) => {
          tab.stages = [...tab.stages.filter(({ stage }) => stage !== message.stage), message];
          this.#drawProgress(tab);
        },
        save: this.#on.onSave,
        notice: this.#on.onNotice,
        exit: () => {},
      },
    });
    this.#tabs.push(tab);
    return tab;
  }

  #onState(tab, state, details) {
    tab.state = state;
    tab.details = details;
    if (state === 'connecting') {
      tab.stages = [];
    }
    if (state === 'attached') {
      this.#on.onAttached();
    }
    this.#drawProgress(tab);
    this.#draw();
  }

  #drawProgress(tab) {
    const isWaiting = tab.state === 'warming' || (tab.state === 'connecting' && !tab.wasAttached);
    tab.wasAttached ||= tab.state === 'attached';
    tab.progress.hidden = !isWaiting;
    const last = tab.stages.length - 1;
    render(
      isWaiting
        ? html`<div><p class="warm-title">${icon('spin')}${tab.state === 'warming' ? 'Your container is warming up' : 'Connecting'}</p>
            <ol>${tab.stages.map(({ stage, millis }, i) => html`<li class=${i === last ? 'now' : ''}>${icon(i === last ? 'ring' : 'check')}<span>${stageWords(stage)}</span><span class="quiet">${duration(millis)}</span></li>`)}</ol>
            ${tab.state === 'warming' ? html`<p class="quiet">You can type already; it is sent once the shell is there.</p>` : nothing}</div>`
        : nothing,
      tab.progress,
    );
  }

  #activate(key) {
    this.#active = key;
    const tab = this.#tab(key);
    const isFile = tab.kind === 'file';
    if (!isFile) {
      this.#lastTerminal = key;
    }
    this.#terminals.hidden = isFile;
    this.#viewer.hidden = !isFile;
    for (const other of this.#tabs) {
      if (other.kind === 'terminal') {
        other.pane.hidden = other !== tab;
      }
    }
    if (!isFile) {
      // Opened when first seen: a hidden terminal has no size.
      if (!tab.isOpened) {
        tab.isOpened = true;
        tab.screen.open();
      }
      tab.screen.fit();
      tab.screen.focus();
    }
    this.#draw();
  }

  #newTerminal() {
    const tab = this.#addTerminal(nextTerminal(this.#terminalNames()));
    this.#remember();
    this.#activate(tab.key);
  }

  #close(tab) {
    const at = this.#tabs.indexOf(tab);
    this.#tabs.splice(at, 1);
    if (tab.kind === 'terminal') {
      tab.screen.dispose();
      tab.pane.remove();
      this.#remember();
    }
    if (this.#active === tab.key) {
      this.#activate(this.#tabs[Math.max(0, at - 1)].key);
    } else {
      this.#draw();
    }
  }

  #terminalNames() {
    return this.#tabs.filter(({ kind }) => kind === 'terminal').map(({ name }) => name);
  }

  #remembered() {
    try {
      const names = JSON.parse(localStorage.getItem(`terminals:${this.#projectId}`) ?? '[]');
      return names.filter((name) => /^t\d{1,3}$/.test(name)).slice(0, TERMINALS_AT_MOST - 1);
    } catch {
      return [];
    }
  }

  #remember() {
    try {
      const names = this.#terminalNames().filter((name) => name !== 'main');
      localStorage.setItem(`terminals:${this.#projectId}`, JSON.stringify(names));
    } catch {
      // Without storage the tabs are not there after a reload; the terminals are.
    }
  }

  /** The network is back, or somebody looks again: no need to wait out the countdown. */
  #wake() {
    this.#tabs
      .filter(({ kind, state }) => kind === 'terminal' && state === 'reconnecting')
      .forEach(({ screen }) => screen.connection.connect());
  }

  #onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      const at = this.#tabs.findIndex(({ key }) => key === this.#active);
      this.#activate(this.#tabs[(at + step + this.#tabs.length) % this.#tabs.length].key);
      this.#strip.querySelector('[aria-selected="true"]').focus();
    }
  }

  #draw() {
    const isFull = this.#terminalNames().length >= TERMINALS_AT_MOST;
    render(
      html`<div role="tablist" aria-label="Open terminals and files" @keydown=${(event) => this.#onKey(event)}>
          ${repeat(this.#tabs, ({ key }) => key, (tab) => this.#tabView(tab))}
        </div>
        <button id="new-terminal" class="plain" type="button" aria-label="New terminal" title="New terminal" ?disabled=${isFull} @click=${() => this.#newTerminal()}>${icon('plus')}</button>`,
      this.#strip,
    );
    const tab = this.#tab(this.#active);
    render(tab?.kind === 'file' ? this.#fileView(tab) : nothing, this.#viewer);
    this.#on.changed();
  }

  #tabView(tab) {
    const isActive = tab.key === this.#active;
    const label = tab.kind === 'file' ? tab.name.split('/').pop() : tab.name;
    return html`<span class="tab ${isActive ? 'active' : ''}">
      <button type="button" role="tab" aria-selected=${isActive} tabindex=${isActive ? 0 : -1} aria-controls=${tab.kind === 'file' ? 'viewer' : `pane-${tab.name}`}
        data-terminal=${tab.kind === 'terminal' ? tab.name : nothing} data-file=${tab.kind === 'file' ? tab.name : nothing} title=${tab.name}
        @click=${() => this.#activate(tab.key)}>${tab.kind === 'file' ? icon('file') : nothing}${label}</button>
      ${tab.name === 'main' && tab.kind === 'terminal' ? nothing : html`<button class="plain" type="button" aria-label="Close ${label}" @click=${() => this.#close(tab)}>${icon('cross')}</button>`}
    </span>`;
  }

  #fileView({ name, content }) {
    return html`<div class="file-head"><span class="mono wrap">${name}</span>
        <span class="quiet">${content && Number.isFinite(content.size) && !content.cut ? bytes(content.size) : nothing}</span>
        <a href=${fileUrl(this.#projectId, name)} download=${name.split('/').pop()}>Download</a>
        <button type="button" class="plain" aria-label="Read ${name} anew" title="Read anew" @click=${() => this.showFile(name)}>${icon('again')}</button></div>
      ${!content ? html`<p class="quiet tree-note">Loading…</p>` : content.note ? html`<p class="quiet tree-note">${content.note}</p>` : html`<pre tabindex="0">${content.text}</pre>${content.cut ? html`<p class="quiet tree-note">Only the first ${bytes(1024 * 1024)} are shown.</p>` : nothing}`}`;
  }
}
