// The tabs in the middle: terminals, files that are edited, and what has changed in them.
import { html, nothing, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { say } from '../common/shell.js';
import { icon } from '../common/view.js';
import { Documents } from './documents.js';
import { askToThrowAway } from './fileorders.js';
import { TerminalNames } from './names.js';
import { nextTerminal } from './protocol.js';
import { closeForGood, openTerminals, RememberedTabs, TERMINALS_AT_MOST } from './terminals.js';
import { tabButton, tabId, tabNaming } from './tabstrip.js';
import { labelOf, terminalTab } from './terminaltab.js';
import { patchView, readPatch } from './viewer.js';

export class Tabs {
  #projectId;
  #strip;
  #terminals;
  #editors;
  #viewer;
  #on;
  #names;
  #remembered;
  #documents;
  /** In the order of the strip: {key, name, kind, …}; a terminal's key is "t:main", a file's "f:src/a", a patch's "p:<save>:src/a". */
  #tabs = [];
  #active = null;
  #lastTerminal = 't:main';
  /** The key of the terminal that is being given a name. */
  #naming = null;

  /** @param on {changed, save, notice, workspace, typed, attached, lost, leave}: what the page makes of it */
  constructor({ projectId, strip, terminals, editors, viewer, on }) {
    this.#projectId = projectId;
    this.#strip = strip;
    this.#terminals = terminals;
    this.#viewer = viewer;
    this.#on = on;
    this.#names = new TerminalNames(projectId);
    this.#remembered = new RememberedTabs(projectId);
    this.#documents = new Documents({
      projectId,
      host: editors,
      on: { changed: () => this.#draw(), leave: on.leave, closed: (path) => this.#close(this.#tab(`f:${path}`)) },
    });
    this.#editors = editors;
    new ResizeObserver(() => this.fit()).observe(terminals);
    addEventListener('online', () => this.#wake());
    document.addEventListener('visibilitychange', () => document.hidden || this.#wake());
  }

  start() {
    ['main', ...this.#remembered.names.slice(0, TERMINALS_AT_MOST - 1)].forEach((name) => this.#addTerminal(name));
    const active = this.#documents.rememberedActive;
    this.#documents.rememberedPaths.forEach((path) => this.#addFile(path));
    this.#activate('t:main');
    if (active !== null) {
      this.showFile(active);
    }
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

  /** Whether something typed into an editor has not reached the server. */
  get isPending() {
    return this.#documents.isPending;
  }

  showFile(file) {
    this.#activate(this.#addFile(file).key);
  }

  #addFile(file) {
    let tab = this.#tab(`f:${file}`);
    if (!tab) {
      tab = { key: `f:${file}`, name: file, kind: 'file' };
      this.#tabs.push(tab);
      this.#documents.open(file);
    }
    return tab;
  }

  /** Something may have changed outside of the editors. */
  lookAtFiles() {
    this.#documents.look();
  }

  /** A file or folder has another path now. */
  moved(from, to) {
    for (const [before, after] of this.#documents.moved(from, to)) {
      const tab = this.#tab(`f:${before}`);
      this.#active = this.#active === tab.key ? `f:${after}` : this.#active;
      Object.assign(tab, { key: `f:${after}`, name: after });
    }
    this.#draw();
  }

  /** A file or folder is gone, as was wanted. */
  removed(path) {
    this.#tabs.filter(({ kind, name }) => kind === 'file' && (name === path || name.startsWith(`${path}/`))).forEach((tab) => this.#close(tab));
  }

  /** What has changed in a file since a save. */
  async showPatch(save, file) {
    const key = `p:${save.id}:${file}`;
    let tab = this.#tab(key);
    if (!tab) {
      tab = { key, name: file, kind: 'patch', save };
      this.#tabs.push(tab);
    }
    this.#activate(key);
    await this.#readPatch(tab);
  }

  async #readPatch(tab) {
    tab.content = await readPatch(this.#projectId, tab);
    this.#draw();
  }

  #tab(key) {
    return this.#tabs.find((tab) => tab.key === key);
  }

  #terminalTab() {
    const tab = this.#tab(this.#active);
    return tab?.kind === 'terminal' ? tab : (this.#tab(this.#lastTerminal) ?? this.#tab('t:main'));
  }

  #addTerminal(name) {
    const on = { ...this.#on, state: (tab) => this.#onState(tab) };
    const tab = terminalTab({ projectId: this.#projectId, name, shown: this.#names.of(name), parent: this.#terminals, on });
    this.#tabs.push(tab);
    return tab;
  }

  #onState(tab) {
    if (tab.state === 'attached') {
      this.#on.attached();
      if (tab.name === 'main') {
        this.#findOthers();
      }
    } else if (!this.#tabs.some((other) => other.state === 'attached')) {
      this.#on.lost();
    }
    this.#draw();
  }

  /** Terminals that were opened elsewhere get their tabs here, too. */
  async #findOthers() {
    const missing = (await openTerminals(this.#projectId)).filter((name) => !this.#tab(`t:${name}`));
    const room = TERMINALS_AT_MOST - this.#terminalNames().length;
    missing.slice(0, Math.max(0, room)).forEach((name) => this.#addTerminal(name));
    if (missing.length) {
      this.#remembered.put(this.#terminalNames());
      this.#draw();
    }
  }

  #activate(key) {
    this.#active = key;
    const tab = this.#tab(key);
    const isTerminal = tab.kind === 'terminal';
    this.#terminals.hidden = !isTerminal;
    this.#editors.hidden = tab.kind !== 'file';
    this.#editors.parentElement.classList.toggle('edits', tab.kind === 'file');
    this.#viewer.hidden = tab.kind !== 'patch';
    this.#documents.show(tab.kind === 'file' ? tab.name : null);
    for (const other of this.#tabs) {
      if (other.kind === 'terminal') {
        other.pane.hidden = other !== tab;
      }
    }
    if (isTerminal) {
      this.#lastTerminal = key;
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
    this.#remembered.put(this.#terminalNames());
    this.#activate(tab.key);
  }

  /** A person closes it: not what would be lost with it. */
  #askToClose(tab) {
    if (tab.kind === 'file' && this.#documents.isPendingAt(tab.name)) {
      askToThrowAway(tab.name.split('/').pop(), () => this.#close(tab));
    } else {
      this.#close(tab);
    }
  }

  #close(tab) {
    const at = this.#tabs.indexOf(tab);
    this.#tabs.splice(at, 1);
    if (tab.kind === 'file') {
      this.#documents.close(tab.name);
    }
    if (tab.kind === 'terminal') {
      tab.screen.dispose();
      tab.pane.remove();
      this.#remembered.put(this.#terminalNames());
      this.#names.forget(tab.name);
      closeForGood(this.#projectId, tab.name).catch((error) => say(`The shell of “${tab.name}” goes on: ${error.message}`, 'warn'));
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

  /** The network is back, or somebody looks again: no need to wait out the countdown. */
  #wake() {
    this.#tabs
      .filter(({ kind, state }) => kind === 'terminal' && state === 'reconnecting')
      .forEach(({ screen }) => screen.connection.connect());
  }

  #onKey(event) {
    if (this.#naming) {
      return;
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      const at = this.#tabs.findIndex(({ key }) => key === this.#active);
      this.#activate(this.#tabs[(at + step + this.#tabs.length) % this.#tabs.length].key);
      this.#strip.querySelector('[aria-selected="true"]').focus();
    } else if (event.key === 'Delete' && this.#tab(this.#active).kind !== 'terminal') {
      event.preventDefault();
      this.#askToClose(this.#tab(this.#active));
      this.#strip.querySelector('[aria-selected="true"]').focus();
    } else if (event.key === 'F2' && this.#tab(this.#active).kind === 'terminal') {
      event.preventDefault();
      this.#startNaming(this.#active);
    }
  }

  #startNaming(key) {
    this.#naming = key;
    this.#draw();
    const field = this.#strip.querySelector('input');
    field?.focus();
    field?.select();
  }

  #named(tab, typed) {
    if (this.#naming !== tab.key) {
      return;
    }
    this.#naming = null;
    if (typed !== null) {
      this.#names.rename(tab.name, typed);
      tab.pane.setAttribute('aria-label', labelOf(this.#names.of(tab.name)));
    }
    this.#draw();
    this.#strip.querySelector('[aria-selected="true"]')?.focus();
  }

  #draw() {
    const isFull = this.#terminalNames().length >= TERMINALS_AT_MOST;
    render(
      html`<div class="strip" @keydown=${(event) => this.#onKey(event)}>
          <span role="tablist" aria-label="Open terminals and files" aria-owns=${this.#tabs.map(({ key }) => tabId(key)).join(' ')}></span>
          ${repeat(this.#tabs, ({ key }) => key, (tab) => (this.#naming === tab.key ? this.#namingView(tab) : this.#tabView(tab)))}
        </div>
        <button id="new-terminal" class="plain" type="button" aria-label="New terminal" title="New terminal" ?disabled=${isFull} @click=${() => this.#newTerminal()}>${icon('plus')}</button>`,
      this.#strip,
    );
    const tab = this.#tab(this.#active);
    render(tab?.kind === 'patch' ? patchView(tab, () => this.#readPatch(tab)) : nothing, this.#viewer);
    this.#on.changed();
  }

  #tabView(tab) {
    return tabButton(tab, {
      id: tabId(tab.key),
      isActive: tab.key === this.#active,
      isPending: tab.kind === 'file' && this.#documents.isPendingAt(tab.name),
      label: tab.kind === 'terminal' ? this.#names.of(tab.name) : tab.name.split('/').pop(),
      activate: () => this.#activate(tab.key),
      rename: () => tab.kind === 'terminal' && this.#startNaming(tab.key),
      close: () => this.#askToClose(tab),
    });
  }

  #namingView(tab) {
    return tabNaming(tab, this.#names.of(tab.name), (typed) => this.#named(tab, typed));
  }
}
