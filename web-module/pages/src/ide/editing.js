// What becomes of an edited file: when it is written, and what each answer means. No text is ever dropped here:
// it is on the server, or it is still in the editor.

/** After the last key. */
export const QUIET_MILLIS = 1_000;

const RETRY_MILLIS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Time cures neither a file that is too large nor a path that is not allowed. */
const LASTING = new Set([400, 403, 404, 413]);

export class Editing {
  /** What the server holds, as far as is known, and the name of that version. */
  #base;
  #etag;
  #text;
  #failures = 0;
  /** What was sent and not answered: it may have arrived all the same. */
  #unanswered = [];
  /** What somebody else made of it: {text, etag}, {gone: true} or {note, etag}; null: nothing. */
  theirs = null;
  /** Why it was not written, in words. */
  problem = '';
  isWriting = false;
  #isRefused = false;

  constructor({ text, etag }) {
    this.#base = text;
    this.#text = text;
    this.#etag = etag;
  }

  get text() {
    return this.#text;
  }

  get base() {
    return this.#base;
  }

  get etag() {
    return this.#etag;
  }

  /** Something in the editor has not reached the server. */
  get isDirty() {
    return this.#text !== this.#base;
  }

  /** Whether only a person can say what happens next. */
  get isStuck() {
    return this.theirs !== null || this.#isRefused;
  }

  typed(text) {
    this.#text = text;
    if (this.#isRefused) {
      this.#isRefused = false;
      this.problem = '';
    }
  }

  /** What is to be written now: {text, etag}, where no etag means that nothing may be there; null: nothing. */
  next() {
    if (this.isWriting || this.isStuck || !this.isDirty) {
      return null;
    }
    this.isWriting = true;
    return { text: this.#text, etag: this.#etag };
  }

  /**
   * The server's answer to what `next` told.
   *
   * @returns 'done', 'more' (there is more to write by now), 'look' (read what is there, and tell `saw`), 'wait' or 'refused'
   */
  answered(sent, { status, etag = null, words = '' }) {
    this.isWriting = false;
    if (status === 201 || status === 204) {
      this.#base = sent.text;
      this.#etag = etag;
      this.#unanswered = [];
      this.#failures = 0;
      this.problem = '';
      return this.isDirty ? 'more' : 'done';
    }
    if (status === 412) {
      return 'look';
    }
    this.problem = words;
    if (LASTING.has(status)) {
      this.#isRefused = true;
      return 'refused';
    }
    this.#failures += 1;
    this.#unanswered = [...this.#unanswered, sent.text].slice(-5);
    return 'wait';
  }

  get retryMillis() {
    return RETRY_MILLIS[Math.min(Math.max(this.#failures, 1), RETRY_MILLIS.length) - 1];
  }

  /** Somebody asks to try again at once. */
  retry() {
    this.#isRefused = false;
  }

  /**
   * What is there now: {text, etag}, {gone: true} or {note, etag} for what cannot be edited.
   *
   * @returns 'same', 'reload' (the editor takes the new text), 'more' (write again) or 'ask'
   */
  saw(found) {
    if (this.isWriting || (!found.gone && found.etag === this.#etag)) {
      this.theirs = this.isWriting ? this.theirs : null;
      return this.isDirty && !this.isWriting ? 'more' : 'same';
    }
    if (found.text !== undefined && [this.#base, this.#text, ...this.#unanswered].includes(found.text)) {
      // Only its time is new; or it is what was written from here, and the answer was lost.
      this.#base = found.text;
      this.#etag = found.etag;
      this.theirs = null;
      this.#failures = 0;
      this.problem = '';
      return this.isDirty ? 'more' : 'same';
    }
    if (found.text !== undefined && !this.isDirty) {
      this.#take(found);
      return 'reload';
    }
    this.theirs = found;
    return 'ask';
  }

  /** Theirs it is. @returns the text for the editor */
  takeTheirs() {
    this.#take(this.theirs);
    return this.#text;
  }

  #take({ text, etag }) {
    this.#base = text;
    this.#text = text;
    this.#etag = etag;
    this.theirs = null;
    this.problem = '';
    this.#failures = 0;
  }

  /** What is in the editor is written over theirs, which was seen. */
  keepMine() {
    const { text = null, etag = null } = this.theirs;
    this.#base = text;
    this.#etag = etag;
    this.theirs = null;
  }
}

/** One step to the right, as the text has it; where it has none, as is usual for a file of that name. */
export function indentOf(text, name) {
  const steps = [...text.matchAll(/^(\t| {2,8})\S/gm)].map(([, step]) => step);
  if (steps.includes('\t')) {
    return '\t';
  }
  if (steps.length > 0) {
    return ' '.repeat(Math.min(...steps.map(({ length }) => length)));
  }
  return /\.(py|java|rs|c|h|cpp|cs|php)$/.test(name) ? '    ' : '  ';
}

/** How the lines of a text end; null: in more than one way, so that a return is a character like others. */
export function lineBreakOf(text) {
  const returns = text.split('\r').length - 1;
  if (returns === 0) {
    return '\n';
  }
  const windows = text.split('\r\n').length - 1;
  return returns === windows && text.split('\n').length - 1 === windows ? '\r\n' : null;
}

/** The one place that changed, so that cursor and undo stay where they are. */
export function changeBetween(before, after) {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) {
    from += 1;
  }
  let left = before.length;
  let right = after.length;
  while (left > from && right > from && before[left - 1] === after[right - 1]) {
    left -= 1;
    right -= 1;
  }
  return { from, to: left, insert: after.slice(from, right) };
}
