// Keeps one terminal connected: ticket, socket, progress, attach, and back again after every loss.
import { backoff, meaningOf, parseMessage, pieces, Stream, terminalUrl } from './protocol.js';

/** What is typed while there is no connection is kept, but no novel. */
const TYPED_AHEAD_AT_MOST = 4 * 1024;
/** The answer to a handshake or the first message must come within this. */
const OPEN_WITHIN = 20_000;
/** New tickets that are tried before the sign-in counts as over. */
const SIGN_INS_AT_MOST = 3;
/** A connection that held this long was a good one: the next wait is short again. */
const GOOD_AFTER = 10_000;

/**
 * States: connecting, warming (progress is told), attached, reconnecting (with a time), closed.
 *
 * @param ticket gives a one-use ticket; throws {status, message, retryAfter}
 * @param size gives {cols, rows}
 * @param on {state, output, reset, save, workspace, notice, exit, progress, typed}: what the page makes of it
 * @param world sockets and timers, others in tests
 */
export class Connection {
  #projectId;
  #terminal;
  #ticket;
  #size;
  #on;
  #world;
  #stream = new Stream();
  #socket = null;
  #attempt = 0;
  #turn = 0;
  #timer = null;
  #attachedAt = 0;
  #asked = null;
  #sentSize = '';
  #typed = [];
  #typedLength = 0;
  state = 'closed';

  constructor({ projectId, terminal, ticket, size, on, world = {} }) {
    this.#projectId = projectId;
    this.#terminal = terminal;
    this.#ticket = ticket;
    this.#size = size;
    this.#on = on;
    this.#world = {
      WebSocket: globalThis.WebSocket,
      page: globalThis.location?.href,
      setTimeout: (work, millis) => setTimeout(work, millis),
      clearTimeout: (timer) => clearTimeout(timer),
      now: () => Date.now(),
      random: () => Math.random(),
      ...world,
    };
  }

  /** Connects, or tries at once instead of waiting. */
  async connect() {
    const turn = this.#begin();
    this.#become('connecting');
    let ticket;
    try {
      ticket = await this.#ticket();
    } catch (problem) {
      if (turn === this.#turn) {
        this.#refused(problem);
      }
      return;
    }
    if (turn === this.#turn) {
      this.#open(turn, ticket);
    }
  }

  /** Ends it for good; nothing is heard of it afterwards. */
  close() {
    this.#begin();
    this.state = 'closed';
  }

  type(bytes) {
    this.#on.typed();
    if (this.state === 'attached') {
      this.#send(bytes);
    } else if (this.#typedLength + bytes.length <= TYPED_AHEAD_AT_MOST && this.state !== 'closed') {
      this.#typed.push(bytes);
      this.#typedLength += bytes.length;
    }
  }

  resize() {
    const { cols, rows } = this.#size();
    if (this.state === 'attached' && this.#sentSize !== `${cols}x${rows}`) {
      this.#sentSize = `${cols}x${rows}`;
      this.#socket.send(JSON.stringify({ type: 'resize', cols, rows }));
    }
  }

  /** The screen has taken the output up to here. */
  #written(mark) {
    const ack = this.state === 'attached' ? this.#stream.written(mark) : null;
    if (ack !== null) {
      this.#socket.send(JSON.stringify({ type: 'ack', offset: ack }));
    }
  }

  /** Whatever an earlier turn still has under way is not listened to any more. */
  #begin() {
    this.#turn += 1;
    this.#world.clearTimeout(this.#timer);
    this.#timer = null;
    const old = this.#socket;
    this.#socket = null;
    if (old) {
      old.onopen = old.onmessage = old.onclose = old.onerror = null;
      old.close();
    }
    return this.#turn;
  }

  #open(turn, ticket) {
    const { cols, rows } = this.#size();
    this.#asked = this.#stream.offset;
    this.#sentSize = `${cols}x${rows}`;
    const socket = new this.#world.WebSocket(
      terminalUrl(this.#world.page, {
        projectId: this.#projectId,
        terminal: this.#terminal,
        cols,
        rows,
        offset: this.#asked,
        shell: this.#stream.shell,
        ticket,
      }),
    );
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#timer = this.#world.setTimeout(() => this.#lost(meaningOf(1006)), OPEN_WITHIN);
    socket.onmessage = ({ data }) => {
      if (turn !== this.#turn) {
        return;
      }
      if (typeof data === 'string') {
        this.#hear(parseMessage(data));
      } else {
        const mark = this.#stream.receive(data.byteLength);
        this.#on.output(new Uint8Array(data), () => this.#written(mark));
      }
    };
    socket.onclose = ({ code, reason }) => {
      if (turn === this.#turn) {
        this.#lost(meaningOf(code, reason));
      }
    };
  }

  #hear(message) {
    switch (message?.type) {
      case 'progress':
        this.#disarm();
        this.#become('warming');
        this.#on.progress(message);
        break;
      case 'attached':
        this.#disarm();
        this.#attached(message);
        break;
      case 'save':
        this.#on.save(message);
        break;
      case 'workspace':
        this.#on.workspace(message);
        break;
      case 'notice':
        this.#on.notice(message);
        break;
      case 'exit':
        this.#stream.forget();
        this.#on.exit(message.code);
        break;
      default:
      // Something a newer server says: no harm in not knowing it.
    }
  }

  #disarm() {
    this.#world.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #attached({ offset, warm, shell, screen }) {
    const isElsewhere = this.#stream.attach(offset, shell);
    this.#attachedAt = this.#world.now();
    if (isElsewhere) {
      this.#on.reset();
    }
    if (screen) {
      // The modes of the place where the output begins; these bytes are not counted.
      this.#on.output(new TextEncoder().encode(screen), () => {});
    }
    this.#become('attached', { warm, fresh: this.#asked === null || isElsewhere });
    this.resize();
    // Typed for the shell that was seen; another one must not get it.
    const typed = isElsewhere && this.#asked !== null ? [] : this.#typed;
    this.#typed = [];
    this.#typedLength = 0;
    typed.forEach((bytes) => this.#send(bytes));
  }

  #send(bytes) {
    pieces(bytes).forEach((piece) => this.#socket.send(piece));
  }

  /** No ticket: as far as it goes, the same as the close code of that name. */
  #refused(problem) {
    const { status, message, retryAfter } = problem;
    // No answer at all, a limit, or a server in trouble pass by themselves; anything else does not.
    const passes = !status || status === 429 || status >= 500;
    const meaning = meaningOf({ 401: 4401, 404: 4404, 409: 4409, 429: 4429 }[status] ?? 1006);
    this.#lost({
      ...meaning,
      words: status ? message : meaning.words,
      next: passes ? 'later' : 'never',
      wait: retryAfter ? retryAfter * 1_000 : undefined,
    });
  }

  #lost(meaning) {
    this.#begin();
    if (this.#attachedAt && this.#world.now() - this.#attachedAt >= GOOD_AFTER) {
      this.#attempt = 0;
    }
    this.#attachedAt = 0;
    const isHopeless = meaning.signIn && this.#attempt >= SIGN_INS_AT_MOST;
    if (meaning.next === 'never' || isHopeless) {
      this.#attempt = 0;
      this.#stream.forget();
      this.#typed = [];
      this.#typedLength = 0;
      this.#become('closed', meaning);
      return;
    }
    // "At once" only once: a line that is too slow each time must not spin.
    const isAtOnce = meaning.next === 'now' && this.#attempt === 0;
    const wait = isAtOnce ? 0 : (meaning.wait ?? backoff(this.#attempt, this.#world.random()));
    this.#attempt += 1;
    this.#become('reconnecting', { ...meaning, until: this.#world.now() + wait });
    this.#timer = this.#world.setTimeout(() => this.connect(), wait);
  }

  #become(state, details = {}) {
    this.state = state;
    this.#on.state(state, details);
  }
}
