// What the save badge says: the one place where it is decided.

/** `message` is a save from the terminal's socket or from the project; wrapped or plain. */
export function saveOf(message) {
  const save = message?.save && typeof message.save === 'object' ? message.save : message;
  return save && typeof save.state === 'string' ? save : null;
}

/**
 * @param lastSave the newest save that is known, snapshots included
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
  // A snapshot is never pushed for itself, so where nothing differs from the remote it says nothing.
  if (lastSave?.state === 'savedLocally' && !(unsaved === false && lastSave.trigger === 'snapshot')) {
    return 'savedLocally';
  }
  if (unsaved === true) {
    return 'unsaved';
  }
  // Where nothing was ever saved, "Saved" would be a word too many.
  return lastSave ? 'saved' : '';
}

/** The newer of two saves; the same one again replaces what was known of it. */
export function newer(known, heard) {
  if (!known || !heard) {
    return known ?? heard ?? null;
  }
  if (known.id && known.id === heard.id) {
    return { ...known, ...heard };
  }
  return Date.parse(heard.at ?? '') < Date.parse(known.at ?? '') ? known : heard;
}
