// The files that are open in editors, and what of them outlives a reload.
import { Document } from './document.js';

const OPEN_AT_MOST = 30;

export class Documents {
  #projectId;
  #host;
  #on;
  #open = new Map();
  #key;
  #known;

  /** @param on {changed, leave, closed(path)} */
  constructor({ projectId, host, on }) {
    this.#projectId = projectId;
    this.#host = host;
    this.#on = on;
    this.#key = `editors:${projectId}`;
    this.#known = this.#remembered();
    addEventListener('online', () => this.#each((one) => one.wake()));
    addEventListener('focus', () => this.look());
    addEventListener('pagehide', () => {
      this.remember();
      this.#each((one) => one.save({ leaving: true }));
    });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        this.remember();
        this.#each((one) => one.save());
      }
    });
    addEventListener('beforeunload', (event) => {
      if (this.isPending) {
        this.#each((one) => one.save());
        event.preventDefault();
        event.returnValue = true;
      }
    });
  }

  /** Of the last visit, in order. */
  get rememberedPaths() {
    return this.#known.map(({ path }) => path);
  }

  get rememberedActive() {
    return this.#known.find(({ isActive }) => isActive)?.path ?? null;
  }

  get paths() {
    return [...this.#open.keys()];
  }

  /** Whether something typed has not reached the server. */
  get isPending() {
    return [...this.#open.values()].some((one) => one.isPending);
  }

  isPendingAt(path) {
    return Boolean(this.#open.get(path)?.isPending);
  }

  open(path) {
    let found = this.#open.get(path);
    if (!found) {
      found = new Document({
        projectId: this.#projectId,
        path,
        known: this.#known.find((known) => known.path === path),
        on: { changed: () => this.#on.changed(), leave: this.#on.leave, close: (one) => this.#on.closed(one.path) },
      });
      found.pane.hidden = true;
      this.#open.set(path, found);
      this.#host.append(found.pane);
      if (found.draft) {
        // It is sent though nobody looks at it.
        found.load();
      }
    }
    return found;
  }

  /** Shows one; null: none. */
  show(path) {
    for (const [each, one] of this.#open) {
      if (each !== path) {
        one.pane.hidden = true;
      }
    }
    if (path !== null) {
      this.open(path).show();
    }
    this.remember();
  }

  close(path) {
    this.#open.get(path)?.dispose();
    this.#open.delete(path);
    this.#known = this.#known.filter((known) => known.path !== path);
    this.remember();
  }

  /** A file or folder has another path now. @returns [[before, after]] of what is open */
  moved(from, to) {
    const moves = this.paths.filter((path) => path === from || path.startsWith(`${from}/`)).map((path) => [path, to + path.slice(from.length)]);
    // In the order that they had.
    this.#open = new Map([...this.#open].map(([path, one]) => [moves.find(([before]) => before === path)?.[1] ?? path, one]));
    moves.forEach(([, after]) => this.#open.get(after).moved(after));
    this.remember();
    return moves;
  }

  /** Something may have changed outside: the one that is seen is looked at, others when they are seen. */
  look() {
    this.#each((one) => one.isShown && one.look());
  }

  #each(act) {
    [...this.#open.values()].forEach(act);
  }

  #remembered() {
    try {
      const known = JSON.parse(sessionStorage.getItem(this.#key) ?? localStorage.getItem(this.#key) ?? '[]');
      return Array.isArray(known) ? known.filter(({ path }) => typeof path === 'string').slice(0, OPEN_AT_MOST) : [];
    } catch {
      return [];
    }
  }

  remember() {
    const places = [...this.#open].slice(-OPEN_AT_MOST).map(([path, one]) => ({ path, cursor: one.cursor, isActive: one.isShown }));
    try {
      // What is open, for the next visit; what was not written, for a reload of this very tab.
      localStorage.setItem(this.#key, JSON.stringify(places));
      sessionStorage.setItem(this.#key, JSON.stringify(places.map((place) => ({ ...place, draft: this.#open.get(place.path).draft }))));
    } catch {
      // Without storage the tabs are not there after a reload; what was written is.
    }
  }
}
