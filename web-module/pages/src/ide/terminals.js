// The terminals of a project as the server has them, and as this browser remembers them.
import { del, get, path } from '../common/api.js';

export const TERMINALS_AT_MOST = 8;
const NAME = /^[A-Za-z0-9_-]{1,32}$/;

/** Names that are open in the container; none where the server does not tell. */
export async function openTerminals(projectId) {
  try {
    return namesIn(await get(path`/api/projects/${projectId}/terminals`));
  } catch {
    return [];
  }
}

/** {terminals: [{name}]} or {terminals: ["main"]} → names. */
export function namesIn(answer) {
  const listed = Array.isArray(answer?.terminals) ? answer.terminals : [];
  return listed.map((one) => (typeof one === 'string' ? one : (one?.name ?? one?.terminal))).filter((name) => NAME.test(String(name ?? '')));
}

/** Ends its shell; that there was none is as good. */
export async function closeForGood(projectId, name) {
  try {
    await del(path`/api/projects/${projectId}/terminals/${name}`);
  } catch (error) {
    if (error.status !== 404) {
      throw error;
    }
  }
}

export class RememberedTabs {
  #key;

  constructor(projectId) {
    this.#key = `terminals:${projectId}`;
  }

  get names() {
    try {
      const names = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      return names.filter((name) => NAME.test(name) && name !== 'main');
    } catch {
      return [];
    }
  }

  put(names) {
    try {
      localStorage.setItem(this.#key, JSON.stringify(names.filter((name) => name !== 'main')));
    } catch {
      // Without storage the tabs are not there after a reload; the terminals are.
    }
  }
}
