// Prewarms on a hunch: a project that is looked at, before it is clicked. The server has a budget for
// it and refuses what is over; a click never waits for a hunch.

/** A pointer that only passes by is no hunch. */
export const DWELL_MILLIS = 150;
/** The same project is not asked for again within this. */
export const AGAIN_MILLIS = 60_000;

export class Intent {
  #ask;
  #world;
  #timer = null;
  #askedAt = new Map();
  #quietUntil = 0;

  /** @param ask sends the hunch; throws a Problem, with retryAfter in seconds where it is over the budget */
  constructor(ask, world = {}) {
    this.#ask = ask;
    this.#world = { now: () => Date.now(), setTimeout: (work, millis) => setTimeout(work, millis), clearTimeout: (timer) => clearTimeout(timer), ...world };
  }

  /** The pointer or the focus is on a project. */
  look(project) {
    this.leave();
    if (this.#mayAsk(project)) {
      this.#timer = this.#world.setTimeout(() => this.#send(project), DWELL_MILLIS);
    }
  }

  leave() {
    this.#world.clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Somebody opens the dashboard: the project that is most likely the reason. */
  likely(projects) {
    const project = mostLikely(projects, this.#world.now());
    if (project && this.#mayAsk(project)) {
      this.#send(project);
    }
  }

  #mayAsk(project) {
    const now = this.#world.now();
    return project.state === 'cold' && now >= this.#quietUntil && now - (this.#askedAt.get(project.id) ?? -Infinity) >= AGAIN_MILLIS;
  }

  async #send(project) {
    this.#askedAt.set(project.id, this.#world.now());
    try {
      await this.#ask(project);
    } catch (problem) {
      // Over the budget, or an older server that takes no hunches: be quiet for as long as it says.
      this.#quietUntil = this.#world.now() + (problem.retryAfter ?? 60) * 1_000;
    }
  }
}

const RECENT_MILLIS = 24 * 3_600_000;

/** What was worked on last, and not long ago: the newest save says it; null where nothing stands out. */
export function mostLikely(projects, now) {
  const worked = projects
    .filter(({ lastSave, state }) => lastSave?.at && state !== 'attention')
    .map((project) => ({ project, at: Date.parse(project.lastSave.at) }))
    .sort((a, b) => b.at - a.at);
  return worked.length && now - worked[0].at < RECENT_MILLIS ? worked[0].project : null;
}
