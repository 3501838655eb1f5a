// The tabs in the middle: terminals, files that are looked at, and what has changed in them.
import { html, nothing, render } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { get, path, query } from '../common/api.js';
import { say } from '../common/shell.js';
import { icon } from '../common/view.js';
import { readFile } from './files.js';
import { TerminalNames } from './names.js';
import { nextTerminal } from './protocol.js';
import { Screen } from './screen.js';
import { closeForGood, openTerminals, RememberedTabs, TERMINALS_AT_MOST } from './terminals.js';
import { fileView, patchView } from './viewer.js';
import { warmView } from './warm.js';

export class Tabs {
  #projectId;
  #strip;
  #terminals;
  #viewer;
  #on;
  #names;
  #remembered;
  /** In the order of the strip: {key, name, kind, …}; a terminal's key is "t:main", a file's "f:src/a", a patch's "p:<save>:src/a". */
  #tabs = [];
  #active = null;
  #lastTerminal = 't:main';
  /** The key of the terminal that is being given a name. */
  #naming = null;

  /** @param on {changed, save, notice, workspace, typed, attached, lost, leave}: what the page makes of it */
  constructor({ projectId, strip, terminals, viewer, on }) {
    this.#projectId = projectId;
    this.#strip = strip;
    this.#terminals = terminals;
    this.#viewer = viewer;
    this.#on = on;
    this.#names = new TerminalNames(projectId);
    this.#remembered = new RememberedTabs(projectId);
    new ResizeObserver(() => this.fit()).observe(terminals);
    addEventListener('online', () => this.#wake());
    document.addEventListener('visibilitychange', () => document.hidden || this.#wake());
  }

  start() {
    ['main', ...this.#remembered.names.slice(0, TERMINALS_AT_MOST - 1)].forEach((name) => this.#addTerminal(name));
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

  showFile(file) {
    return this.#show({ key: `f:${file}`, name: file, kind: 'file' }, () => readFile(this.#projectId, file));
  }

  /** What has changed in a file since a save. */
  showPatch(save, file) {
    return this.#show({ key: `p:${save.id}:${file}`, name: file, kind: 'patch', save }, () =>
      get(path`/api/projects/${this.#projectId}/saves/${save.id}/diff` + query({ path: file })),
    );
  }

  async #show(wanted, read) {
    let tab = this.#tab(wanted.key);
    if (!tab) {
      tab = wanted;
      this.#tabs.push(tab);
    }
    tab.read = read;
    this.#activate(tab.key);
    await this.#read(tab);
  }

  async #read(tab) {
    try {
      tab.content = await tab.read();
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

  #addTerminal(name) {
    const pane = document.createElement('div');
    pane.className = 'pane';
    pane.id = `pane-${name}`;
    pane.setAttribute('role', 'tabpanel');
    pane.setAttribute('aria-label', `Terminal ${this.#names.of(name)}. Control F6 leaves it.`);
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
      onLeave: this.#on.leave,
      on: {
        state: (state, details) => this.#onState(tab, state, details),
        progress: (message) => {
          tab.stages = [...tab.stages.filter(({ stage }) => stage !== message.stage), message];
          this.#drawProgress(tab);
        },
        save: this.#on.save,
        notice: this.#on.notice,
        workspace: this.#on.workspace,
        typed: this.#on.typed,
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
      this.#on.attached();
      if (tab.name === 'main') {
        this.#findOthers();
      }
    } else if (!this.#tabs.some((other) => other.state === 'attached')) {
      this.#on.lost();
    }
    this.#drawProgress(tab);
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

  #drawProgress(tab) {
    const view = warmView({ state: tab.state, stages: tab.stages, isBack: Boolean(tab.wasAttached) });
    tab.wasAttached ||= tab.state === 'attached';
    tab.progress.hidden = view === nothing;
    render(view, tab.progress);
  }

  #activate(key) {
    this.#active = key;
    const tab = this.#tab(key);
    const isTerminal = tab.kind === 'terminal';
    this.#terminals.hidden = !isTerminal;
    this.#viewer.hidden = isTerminal;
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

  #close(tab) {
    const at = this.#tabs.indexOf(tab);
    this.#tabs.splice(at, 1);
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
      tab.pane.setAttribute('aria-label', `Terminal ${this.#names.of(tab.name)}. Control F6 leaves it.`);
    }
    this.#draw();
    this.#strip.querySelector('[aria-selected="true"]')?.focus();
  }

  #draw() {
    const isFull = this.#terminalNames().length >= TERMINALS_AT_MOST;
    render(
      html`<div role="tablist" aria-label="Open terminals and files" @keydown=${(event) => this.#onKey(event)}>
          ${repeat(this.#tabs, ({ key }) => key, (tab) => (this.#naming === tab.key ? this.#namingView(tab) : this.#tabView(tab)))}
        </div>
        <button id="new-terminal" class="plain" type="button" aria-label="New terminal" title="New terminal" ?disabled=${isFull} @click=${() => this.#newTerminal()}>${icon('plus')}</button>`,
      this.#strip,
    );
    const tab = this.#tab(this.#active);
    const again = () => this.#read(tab);
    const views = { file: () => fileView(this.#projectId, tab, again), patch: () => patchView(tab, again) };
    render(views[tab?.kind]?.() ?? nothing, this.#viewer);
    this.#on.changed();
  }

  #tabView(tab) {
    const isActive = tab.key === this.#active;
    const isTerminal = tab.kind === 'terminal';
    const label = isTerminal ? this.#names.of(tab.name) : tab.name.split('/').pop();
    const isLost = isTerminal && tab.wasAttached && ['reconnecting', 'connecting', 'closed'].includes(tab.state);
    return html`<span class="tab ${isActive ? 'active' : ''}">
      <button type="button" role="tab" aria-selected=${isActive} tabindex=${isActive ? 0 : -1} aria-controls=${isTerminal ? `pane-${tab.name}` : 'viewer'}
        data-terminal=${isTerminal ? tab.name : nothing} data-file=${tab.kind === 'file' ? tab.name : nothing} data-state=${isTerminal ? tab.state : nothing}
        title=${isTerminal ? `${label}${isLost ? ', reconnecting' : ''} (F2 or double click renames it)` : tab.name}
        @click=${() => this.#activate(tab.key)} @dblclick=${() => isTerminal && this.#startNaming(tab.key)}>${isTerminal ? (isLost ? icon('again') : nothing) : icon(tab.kind === 'patch' ? 'diff' : 'file')}<span>${label}</span></button>
      ${tab.name === 'main' && isTerminal ? nothing : html`<button class="plain" type="button" aria-label="Close ${label}" title=${isTerminal ? 'Close for good: its shell ends' : 'Close'} @click=${() => this.#close(tab)}>${icon('cross')}</button>`}
    </span>`;
  }

  #namingView(tab) {
    const onKey = (event) => {
      event.stopPropagation();
      if (event.key === 'Enter') {
        this.#named(tab, event.target.value);
      } else if (event.key === 'Escape') {
        this.#named(tab, null);
      }
    };
    return html`<span class="tab active naming"><input aria-label="Name of terminal ${tab.name}" maxlength="40" .value=${this.#names.of(tab.name)}
      @keydown=${onKey} @blur=${(event) => this.#named(tab, event.target.value)} /></span>`;
  }
}
