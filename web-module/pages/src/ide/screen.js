// One terminal on the screen: xterm.js around a connection.
import { FitAddon } from '@xterm/addon-fit';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { path, post } from '../common/api.js';
import { Connection } from './connection.js';
import { isReport } from './protocol.js';

const DARK = {
  background: '#0d1014', foreground: '#d9dee6', cursor: '#7da6f8', cursorAccent: '#0d1014', selectionBackground: '#33507f',
  black: '#2b313b', red: '#f2807a', green: '#5cc487', yellow: '#e2a64c', blue: '#7da6f8', magenta: '#c792ea', cyan: '#57bccb', white: '#d9dee6',
  brightBlack: '#7c8797', brightRed: '#ff9f99', brightGreen: '#82dba5', brightYellow: '#f2c374', brightBlue: '#a3c1ff', brightMagenta: '#dbb4f5', brightCyan: '#84d6e2', brightWhite: '#ffffff',
};
const LIGHT = {
  background: '#ffffff', foreground: '#1a1f28', cursor: '#2257c5', cursorAccent: '#ffffff', selectionBackground: '#bcd3ff',
  black: '#1a1f28', red: '#b9302a', green: '#1c7a43', yellow: '#96590a', blue: '#2257c5', magenta: '#8036a8', cyan: '#0e7080', white: '#8b94a3',
  brightBlack: '#5a6473', brightRed: '#d0453f', brightGreen: '#2a9558', brightYellow: '#b3741c', brightBlue: '#3d73e0', brightMagenta: '#9a4fc2', brightCyan: '#1b8a9c', brightWhite: '#414a58',
};

/** While the past is shown again, the questions in it must not be answered into the shell. */
const REPLAY_MILLIS = 500;

const encoder = new TextEncoder();
const isDark = matchMedia('(prefers-color-scheme: dark)');

export class Screen {
  #term;
  #fit = new FitAddon();
  #host;
  #quietUntil = 0;
  connection;

  /** @param on what the page makes of the connection's state, saves and notices */
  constructor({ projectId, name, host, on, onLeave }) {
    this.#host = host;
    this.#term = new Terminal({
      cursorBlink: true,
      fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
      fontSize: 13,
      lineHeight: 1.15,
      scrollback: 10_000,
      theme: isDark.matches ? DARK : LIGHT,
    });
    this.#term.loadAddon(this.#fit);
    this.#term.loadAddon(new WebLinksAddon());
    this.#term.attachCustomKeyEventHandler((event) => this.#onKey(event, onLeave));
    this.#term.onData((data) => this.#onData(data));
    this.#term.onBinary((data) => this.connection.type(Uint8Array.from(data, (char) => char.charCodeAt(0) & 0xff)));
    isDark.addEventListener('change', this.#onTheme);

    this.connection = new Connection({
      projectId,
      terminal: name,
      ticket: async () => (await post(path`/api/projects/${projectId}/ticket`)).ticket,
      size: () => ({ cols: this.#term.cols, rows: this.#term.rows }),
      on: {
        ...on,
        state: (state, details) => {
          if (state === 'attached' && details.fresh) {
            this.#quietUntil = Date.now() + REPLAY_MILLIS;
          }
          on.state(state, details);
        },
        output: (bytes, done) => this.#term.write(bytes, done),
        // In line with what is still to be written, unlike term.reset().
        reset: () => this.#term.write('\x1bc'),
        exit: (code) => {
          this.#term.write(`\r\n\x1b[2m[the shell ended${Number.isInteger(code) ? ` with code ${code}` : ''}]\x1b[0m\r\n`);
          on.exit(code);
        },
      },
    });
  }

  /** To be called once the host is visible: sizes are measured. */
  open() {
    this.#term.open(this.#host);
    this.fit();
    this.connection.connect();
  }

  fit() {
    if (this.#host.offsetParent !== null) {
      this.#fit.fit();
      this.connection.resize();
    }
  }

  focus() {
    this.#term.focus();
  }

  dispose() {
    isDark.removeEventListener('change', this.#onTheme);
    this.connection.close();
    this.#term.dispose();
  }

  #onTheme = () => {
    this.#term.options.theme = isDark.matches ? DARK : LIGHT;
  };

  #onData(data) {
    if (Date.now() >= this.#quietUntil || !isReport(data)) {
      this.connection.type(encoder.encode(data));
    }
  }

  /** @returns whether the terminal is to take the key */
  #onKey(event, onLeave) {
    if (event.type !== 'keydown' || !event.ctrlKey) {
      return true;
    }
    // The terminal takes Tab for itself, so there is another way out by keyboard.
    if (event.key === 'F6') {
      event.preventDefault();
      onLeave();
      return false;
    }
    if (event.shiftKey && event.code === 'KeyC' && this.#term.hasSelection()) {
      event.preventDefault();
      navigator.clipboard?.writeText(this.#term.getSelection()).catch(() => {});
      return false;
    }
    // The browser pastes by itself, unless the terminal sends it as a control character.
    return !(event.shiftKey && event.code === 'KeyV');
  }
}
