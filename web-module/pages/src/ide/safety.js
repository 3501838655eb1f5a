// Whether it is safe to close: true only of what the workspace holds now.
// The server looks again half a second after the last key or byte of output, and says what it saw; what was
// typed meanwhile is not in what it says.

/** Whatever is heard sooner than this after a key was seen before that key. */
export const SETTLES = 480;

export class Safety {
  #now;
  #state = '';
  #isSaving = false;
  #typedAt = -Infinity;
  #isUnsent = false;

  constructor(now = () => Date.now()) {
    this.#now = now;
  }

  /** A key went to the shell: nobody knows yet what it did. */
  typed() {
    this.#typedAt = this.#now();
    this.#state = this.#state && 'unsaved';
  }

  /** Whether an edit has not reached the server; until it has, nothing there can save it. */
  edited(isUnsent) {
    this.#isUnsent = isUnsent;
  }

  /** The server's {type: "workspace", state, saving}. */
  heard({ state, saving }) {
    this.#isSaving = saving === true;
    if (this.#now() - this.#typedAt >= SETTLES && ['saved', 'savedLocally', 'unsaved'].includes(state)) {
      this.#state = state;
    }
  }

  /** No connection: what the shell does meanwhile is not known. */
  lost() {
    this.#state = '';
    this.#isSaving = false;
  }

  /** 'unsent' only in this page, 'saved' in the remote, 'savedLocally' only on the server, 'unsaved', or '' while unknown. */
  get state() {
    if (this.#isUnsent) {
      return 'unsent';
    }
    return this.#state === 'saved' && this.#isSaving ? 'savedLocally' : this.#state;
  }

  get isSaving() {
    return this.#isSaving;
  }
}

/** Honest states, each with what closing means. */
export const SAFETY = {
  saved: { icon: 'check', word: 'Safe to close', tone: 'good', hint: 'All that is in the workspace now is in the remote, verified.' },
  savedLocally: { icon: 'check', word: 'Kept here', tone: 'wait', hint: 'All that is in the workspace now is saved on this server; it goes to the remote by itself, also when you close.' },
  unsaved: { icon: 'dot', word: 'Closing saves', tone: 'warn', hint: 'The workspace holds what no save holds yet. Closing this page saves it: nothing is lost.' },
  unsent: { icon: 'dot', word: 'Not sent yet', tone: 'bad', hint: 'An edit has not reached the server. It is sent by itself; keep this page open until it is.' },
  '': { icon: 'ring', word: 'Closing saves', tone: 'calm', hint: 'Not known at the moment. Closing this page saves whatever has changed.' },
};
