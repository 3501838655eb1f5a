// What the save badge says, and whether it is safe to close: the one place where it is decided.
import { relative } from './format.js';

/** `message` is a save from the terminal's socket or from the project; wrapped or plain. */
export function saveOf(message) {
  const save = message?.save && typeof message.save === 'object' ? message.save : message;
  return save && typeof save.state === 'string' ? save : null;
}

/**
 * @param lastSave the newest save that is no snapshot
 * @param unsaved whether the workspace differs from the remote; null while unknown
 * @param saving whether a save that was asked for has not ended
 * @returns one of saved, savedLocally, blocked, saving, unsaved, or '' where there is nothing to say yet
 */
export function badge({ lastSave, unsaved, saving }) {
  if (saving || lastSave?.state === 'saving') {
    return 'saving';
  }
  if (lastSave?.state === 'blocked') {
    return 'blocked';
  }
  // Kept here and on its way: more exact than "unsaved", which is true as well until it is pushed.
  if (lastSave?.state === 'savedLocally') {
    return 'savedLocally';
  }
  if (unsaved === true) {
    return 'unsaved';
  }
  // Where nothing was ever saved, "Saved" would be a word too many.
  return lastSave ? 'saved' : '';
}

/** The newer of two saves; the same one again replaces what was known of it, the next try included. */
export function newer(known, heard) {
  if (!known || !heard) {
    return known ?? heard ?? null;
  }
  if (known.id && known.id === heard.id) {
    return { ...known, ...heard, retryAt: heard.retryAt ?? (heard.state === 'savedLocally' ? known.retryAt : undefined) };
  }
  return Date.parse(heard.at ?? '') < Date.parse(known.at ?? '') ? known : heard;
}

/** "saved · 1a2b3c4 · main · 12 s ago": the parts after the state's word, for a save that is reachable or on its way. */
export function details(save, now) {
  const parts = [];
  if (save.commit) {
    parts.push(save.commit.slice(0, 7));
  }
  if (save.ref || save.branch) {
    parts.push(branchOf(save));
  }
  const when = relative(save.at, now);
  if (when) {
    parts.push(when);
  }
  return parts;
}

/** Why a save is only here, and when the next try is. */
export function waiting(save, now) {
  const at = Date.parse(save.retryAt ?? '');
  if (Number.isNaN(at)) {
    return 'on its way to the remote';
  }
  const seconds = Math.ceil((at - now) / 1_000);
  return `remote unreachable, ${seconds > 0 ? `trying again in ${span(seconds)}` : 'trying again now'}`;
}

function span(seconds) {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

const BESIDE = /^refs\/heads\/codeblocking\/autosave\/[0-9a-f-]{36}\//;

/** Whether a save could not go to its branch and was kept beside it. */
export function isBeside(save) {
  return BESIDE.test(String(save?.ref ?? ''));
}

export function branchOf({ branch, ref }) {
  return branch || String(ref ?? '').replace(BESIDE, '').replace(/^refs\/heads\//, '');
}

export function shortRef(ref) {
  return String(ref ?? '').replace(/^refs\/heads\//, '');
}
