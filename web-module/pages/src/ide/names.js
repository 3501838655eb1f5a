// Names that a person gives to terminals; the server knows them as "main", "t2", "t3", …

const LONGEST = 40;

export class TerminalNames {
  #key;
  #store;
  #names;

  constructor(projectId, store = globalThis.localStorage) {
    this.#key = `terminal-names:${projectId}`;
    this.#store = store;
    this.#names = this.#read();
  }

  #read() {
    try {
      const read = JSON.parse(this.#store?.getItem(this.#key) ?? '{}');
      return new Map(Object.entries(read && typeof read === 'object' ? read : {}).filter(([, name]) => typeof name === 'string'));
    } catch {
      return new Map();
    }
  }

  of(terminal) {
    return this.#names.get(terminal) ?? terminal;
  }

  /** An empty name gives the terminal its own back. */
  rename(terminal, typed) {
    const name = String(typed ?? '').replace(/\s+/g, ' ').trim().slice(0, LONGEST);
    if (name && name !== terminal) {
      this.#names.set(terminal, name);
    } else {
      this.#names.delete(terminal);
    }
    try {
      this.#store?.setItem(this.#key, JSON.stringify(Object.fromEntries(this.#names)));
    } catch {
      // Without storage the name lasts as long as the page.
    }
  }

  forget(terminal) {
    this.rename(terminal, '');
  }
}
