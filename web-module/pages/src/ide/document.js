// One open file: reads it, shows it in an editor, and writes what is typed by itself.
import { render } from 'lit-html';
import { putText } from '../common/api.js';
import { documentView } from './documentview.js';
import { Editing, QUIET_MILLIS } from './editing.js';
import { fileUrl } from './fileorders.js';
import { readFile } from './files.js';

export class Document {
  #projectId;
  #on;
  #host;
  #frame;
  #code = null;
  #editing = null;
  #timer = null;
  #draft;
  #isBeside = false;
  #isLooking = false;
  #note = '';
  #size = null;
  #isAsked = false;
  #isClosed = false;
  path;
  cursor;
  pane;

  /**
   * @param known {cursor, draft} of an earlier visit; a draft {base, etag, text} never reached the server
   * @param on {changed, leave, close}
   */
  constructor({ projectId, path, known = {}, on }) {
    this.#projectId = projectId;
    this.#on = on;
    this.path = path;
    this.cursor = known.cursor ?? 0;
    this.#draft = known.draft ?? null;
    this.pane = document.createElement('div');
    this.pane.className = 'document';
    this.pane.setAttribute('role', 'tabpanel');
    this.#frame = document.createElement('div');
    this.#host = document.createElement('div');
    this.#host.className = 'code';
    this.pane.append(this.#frame, this.#host);
    this.#note = 'Loading…';
    this.#draw();
  }

  get isPending() {
    return this.#editing ? this.#editing.isDirty : this.#draft !== null;
  }

  /** What has not reached the server, to be kept over a reload. */
  get draft() {
    const { base, etag, text } = this.#editing ?? this.#draft ?? {};
    return this.isPending ? { base, etag, text } : null;
  }

  /** Once. */
  async load() {
    if (this.#isAsked) {
      return;
    }
    this.#isAsked = true;
    try {
      const found = await readFile(this.#projectId, this.path);
      if (!this.#isClosed) {
        await this.#loaded(found);
      }
    } catch (error) {
      if (this.#draft && error.status === 404) {
        await this.#loaded({ gone: true });
        return;
      }
      this.#note = error.message;
      // Asked again when it is looked at again.
      this.#isAsked = false;
      this.#draw();
    }
  }

  async #loaded(found) {
    this.#size = found.size ?? null;
    if (found.note && !this.#draft) {
      this.#note = found.note;
      this.#draw();
      return;
    }
    const { Code } = await import('./code.js');
    if (this.#isClosed) {
      return;
    }
    const draft = this.#draft;
    this.#draft = null;
    this.#editing = new Editing(draft ? { text: draft.base, etag: draft.etag } : found);
    if (draft) {
      this.#editing.typed(draft.text);
    }
    this.#note = '';
    this.#code = new Code({
      host: this.#host,
      name: this.path,
      text: this.#editing.text,
      cursor: this.cursor,
      on: {
        typed: (now) => this.#typed(now),
        save: () => this.#again(),
        blur: () => this.save(),
        moved: (cursor) => {
          this.cursor = cursor;
        },
        leave: this.#on.leave,
      },
    });
    if (draft) {
      this.#follow(this.#editing.saw(found));
    }
    this.#draw();
    if (this.isShown) {
      this.#code.focus();
    }
  }

  get isShown() {
    return !this.pane.hidden;
  }

  show() {
    this.pane.hidden = false;
    this.load();
    this.#code?.focus();
    this.look();
  }

  #typed(text) {
    this.#editing.typed(text);
    this.#schedule(QUIET_MILLIS);
    this.#draw();
  }

  #schedule(millis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), millis);
  }

  /** Writes now what is to be written; `leaving`: nobody waits for the answer. */
  async save({ leaving = false } = {}) {
    const sent = this.#editing?.next();
    if (!sent) {
      return;
    }
    clearTimeout(this.#timer);
    this.#draw();
    let answer;
    try {
      const response = await putText(fileUrl(this.#projectId, this.path), sent.text, { ...sent, keepalive: leaving });
      answer = { status: response.status, etag: response.headers.get('ETag') };
    } catch (problem) {
      answer = { status: problem.status, words: problem.message };
    }
    this.#follow(this.#editing.answered(sent, answer));
  }

  #follow(todo) {
    if (todo === 'reload') {
      this.#code.take(this.#editing.text);
    } else if (todo === 'more') {
      this.#schedule(QUIET_MILLIS);
    } else if (todo === 'wait') {
      this.#schedule(this.#editing.retryMillis);
    } else if (todo === 'look') {
      this.look();
    } else if (todo === 'ask' && this.#isBeside && this.#editing.theirs.text !== undefined) {
      this.#code.showBeside(this.#editing.theirs.text);
    }
    if (!this.#editing.theirs) {
      this.#endBeside();
    }
    this.#draw();
  }

  #again() {
    this.#editing.retry();
    this.save();
  }

  /** Whether somebody else has changed it. */
  async look() {
    if (!this.#editing && (this.isShown || this.#draft)) {
      this.load();
    }
    if (!this.#editing || this.#editing.isWriting || this.#isLooking) {
      return;
    }
    this.#isLooking = true;
    let found = null;
    try {
      found = await readFile(this.#projectId, this.path, this.#editing.etag);
    } catch (error) {
      found = error.status === 404 ? { gone: true } : error.status === 304 ? { etag: this.#editing.etag } : null;
    }
    this.#isLooking = false;
    if (this.#isClosed) {
      return;
    }
    if (found && !this.#editing.isWriting) {
      this.#size = found.size ?? this.#size;
      this.#follow(this.#editing.saw(found));
    } else if (!found && this.#editing.isDirty) {
      this.#schedule(this.#editing.retryMillis);
    }
  }

  /** The server may be reached again. */
  wake() {
    this.#editing && this.isPending ? this.save() : this.look();
  }

  #takeTheirs() {
    if (this.#editing.theirs.gone) {
      this.#on.close(this);
      return;
    }
    if (this.#editing.theirs.text === undefined) {
      this.#note = this.#editing.theirs.note;
      this.#code.dispose();
      this.#code = null;
      this.#editing = null;
      this.#draw();
      return;
    }
    this.#endBeside();
    this.#code.take(this.#editing.takeTheirs());
    this.#draw();
    this.#code.focus();
  }

  #keepMine() {
    this.#endBeside();
    this.#editing.keepMine();
    this.save();
    this.#draw();
    this.#code.focus();
  }

  async #showBoth() {
    this.#isBeside = true;
    await this.#code.showBeside(this.#editing.theirs.text);
    this.#draw();
    this.#code.focus();
  }

  #endBeside() {
    if (this.#isBeside) {
      this.#isBeside = false;
      this.#code?.hideBeside();
    }
  }

  moved(path) {
    this.path = path;
    this.#draw();
  }

  dispose() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#code?.dispose();
    this.pane.remove();
  }

  #draw() {
    this.#host.hidden = Boolean(this.#note);
    this.pane.setAttribute('aria-label', this.path);
    const on = { theirs: () => this.#takeTheirs(), mine: () => this.#keepMine(), both: () => this.#showBoth(), again: () => this.#again() };
    render(documentView({ projectId: this.#projectId, path: this.path, editing: this.#editing, note: this.#note, size: this.#size, isBeside: this.#isBeside, on }), this.#frame);
    this.#on.changed();
  }
}
