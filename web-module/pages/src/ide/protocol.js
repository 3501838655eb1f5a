// The terminal's protocol (contract §4) as plain values: no socket, no clock, no page.

export const ACK_EVERY = 64 * 1024;
/** Well below what any server takes as one frame; a large paste is sent in pieces. */
export const SEND_AT_MOST = 16 * 1024;

/**
 * What a closed connection means to the person, and what happens next.
 * `next`: 'now' and 'later' reconnect by themselves, 'never' waits for the person.
 */
export function meaningOf(code, reason = '') {
  const because = (words, next) => ({ words: reason ? `${words} ${sentence(reason)}` : words, next, code });
  switch (code) {
    case 1000:
      return { words: 'The shell has ended.', next: 'never', code };
    case 1001:
      return { words: 'The server is going away for a moment. Your container and your work stay.', next: 'later', code };
    case 4401:
      // Or only the ticket is too old, after a sleep for instance: the next one shows which.
      return { words: 'The server did not accept the sign-in.', next: 'now', code, signIn: true };
    case 4404:
      return { words: 'There is no such project, or it is not yours.', next: 'never', code };
    case 4409:
      return because('The project is being stopped; its work is saved first.', 'never');
    case 4408:
      return { words: 'The connection was too slow to follow. It goes on where it was.', next: 'now', code };
    case 4429:
      return because('A limit is reached.', 'later');
    case 4500:
      return because('The terminal could not be opened.', 'never');
    case 1008:
    case 1009:
      return because('The server refused what this page sent.', 'later');
    default:
      return { words: 'The connection was lost. Your container goes on; nothing is lost.', next: 'later', code };
  }
}

function sentence(words) {
  const trimmed = words.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** 0.5 s, 1 s, 2 s … 30 s, each ±20 %, so that many tabs do not come back in one moment. */
export function backoff(attempt, random = Math.random()) {
  const base = Math.min(30_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(base * (0.8 + 0.4 * random));
}

export function terminalUrl(page, { projectId, terminal, cols, rows, offset, shell, ticket }) {
  const url = new URL(`/ws/terminal/${encodeURIComponent(projectId)}`, page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = new URLSearchParams({
    terminal,
    cols,
    rows,
    ...(offset === null || offset === undefined ? {} : { offset, ...(shell ? { shell } : {}) }),
    ...(ticket ? { ticket } : {}),
  });
  return url.href;
}

/** Counts the bytes of one terminal, so that a reconnect goes on exactly where it was. */
export class Stream {
  #received = null;
  #acked = 0;
  /** Grows whenever the screen begins anew: marks of before count no more. */
  #epoch = 0;
  /** Whose bytes these are: the same offset of another shell is another place. */
  #shell = null;

  /** What to ask for: null at first, since there is nothing to go on from. */
  get offset() {
    return this.#received;
  }

  get shell() {
    return this.#shell;
  }

  /** @returns whether what is on the screen is of another place in the stream, and must go */
  attach(offset, shell = null) {
    const at = Number.isSafeInteger(offset) && offset >= 0 ? offset : 0;
    const isFirst = this.#received === null && this.#epoch === 0;
    const isSame = this.#received === at && (this.#shell === null || this.#shell === shell);
    this.#shell = shell;
    if (!isSame) {
      this.#received = at;
      this.#epoch += 1;
    }
    // The server counts what this connection has acknowledged, not what an earlier one had.
    this.#acked = at;
    return !isSame && !isFirst;
  }

  /** @returns a mark, to be handed back once the screen has taken these bytes */
  receive(count) {
    this.#received = (this.#received ?? 0) + count;
    return { epoch: this.#epoch, end: this.#received };
  }

  /** @returns the offset to acknowledge now, or null while it is too little to be worth a message */
  written({ epoch, end }) {
    if (epoch !== this.#epoch || end - this.#acked < ACK_EVERY) {
      return null;
    }
    this.#acked = end;
    return end;
  }

  /** After the shell ended, the next one's bytes are others. */
  forget() {
    this.#received = null;
    this.#shell = null;
    this.#epoch += 1;
  }
}

/** Text from the server as a message; null when it is none. */
export function parseMessage(text) {
  try {
    const message = JSON.parse(text);
    return message && typeof message === 'object' && typeof message.type === 'string' ? message : null;
  } catch {
    return null;
  }
}

export function pieces(data, size = SEND_AT_MOST) {
  const made = [];
  for (let at = 0; at < data.length; at += size) {
    made.push(data.subarray(at, at + size));
  }
  return made;
}

/** An answer that a terminal gives to a program's question (device attributes, cursor, colours). */
export function isReport(data) {
  // eslint-disable-next-line no-control-regex
  return /^(\x1b\[[?>=]?[\d;]*[cnRt]|\x1b\[\?[\d;]*\$y|\x1b[P\]][^\x07\x1b]*(\x07|\x1b\\))+$/.test(data);
}

/** Names are the server's to know: "main", then "t2", "t3", … */
export function nextTerminal(names) {
  let n = 2;
  while (names.includes(`t${n}`)) {
    n += 1;
  }
  return `t${n}`;
}

const STAGES = {
  queued: 'Waiting for its turn',
  waiting: 'Waiting for its turn',
  claimed: 'Taking a container',
  creating: 'Making a container',
  starting: 'Starting the container',
  attaching: 'Opening the terminal',
  ready: 'Ready',
};

export function stageWords(stage) {
  const name = String(stage ?? '');
  if (Object.hasOwn(STAGES, name)) {
    return STAGES[name];
  }
  const spaced = name.replace(/[_-]+/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').trim();
  return spaced ? spaced.charAt(0).toUpperCase() + spaced.slice(1) : 'Working';
}
