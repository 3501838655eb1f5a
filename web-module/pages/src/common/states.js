// Each state of the contract as icon, word and tone: never by colour alone.
// Tones: good, busy, wait, warn, bad, calm.

export const PROJECT_STATES = {
  cold: { icon: 'ring', word: 'Cold', tone: 'calm', hint: 'No container runs. Opening it starts one.' },
  warming: { icon: 'spin', word: 'Warming', tone: 'busy', hint: 'A container is being started.' },
  running: { icon: 'dot', word: 'Running', tone: 'good', hint: 'A container runs.' },
  grace: { icon: 'clock', word: 'Closing soon', tone: 'wait', hint: 'Nobody is connected; it stops shortly, once saved.' },
  frozen: { icon: 'pause', word: 'Frozen', tone: 'wait', hint: 'The container is paused, its programs and terminals as they were; opening it wakes them in a moment.' },
  stopping: { icon: 'spin', word: 'Stopping', tone: 'wait', hint: 'The work is saved, then the container stops.' },
  attention: { icon: 'alert', word: 'Needs attention', tone: 'warn', hint: 'A save needs a person. The work is kept here.' },
};

export const JOB_STATES = {
  SCHEDULED: { icon: 'clock', word: 'Scheduled', tone: 'wait' },
  READY: { icon: 'ring', word: 'Ready', tone: 'calm' },
  BLOCKED: { icon: 'pause', word: 'Blocked', tone: 'wait' },
  RUNNING: { icon: 'spin', word: 'Running', tone: 'busy' },
  LOST: { icon: 'alert', word: 'Lost', tone: 'warn' },
  RETRYING: { icon: 'again', word: 'Retrying', tone: 'warn' },
  SUCCEEDED: { icon: 'check', word: 'Succeeded', tone: 'good' },
  DEAD: { icon: 'cross', word: 'Dead', tone: 'bad' },
  RESOLVED: { icon: 'check', word: 'Resolved', tone: 'calm' },
  CANCELLED: { icon: 'minus', word: 'Cancelled', tone: 'calm' },
  SUPERSEDED: { icon: 'minus', word: 'Superseded', tone: 'calm' },
  EXPIRED: { icon: 'minus', word: 'Expired', tone: 'warn' },
};

export const SAVE_STATES = {
  saved: { icon: 'check', word: 'Saved', tone: 'good', hint: 'Reachable in the remote, verified.' },
  savedLocally: { icon: 'check', word: 'Saved here', tone: 'wait', hint: 'Durable on this host; it will be pushed.' },
  blocked: { icon: 'alert', word: 'Blocked', tone: 'bad', hint: 'The save needs a person. The work is kept here.' },
  saving: { icon: 'spin', word: 'Saving', tone: 'busy', hint: '' },
  unsaved: { icon: 'dot', word: 'Unsaved changes', tone: 'warn', hint: 'The workspace differs from the remote.' },
};

export const JOB_KINDS = ['import', 'prewarm', 'persist', 'stop', 'sweep', 'restore', 'fetch', 'delete'];

/** A state that this page does not know is shown as it is. */
export function look(states, state) {
  return (
    (Object.hasOwn(states, String(state)) && states[state]) || {
      icon: 'ring',
      word: String(state ?? 'Unknown'),
      tone: 'calm',
    }
  );
}

/** Over, for good: nothing but a person's retry changes it. */
export function isFinal(jobState) {
  return ['SUCCEEDED', 'DEAD', 'RESOLVED', 'CANCELLED', 'SUPERSEDED', 'EXPIRED'].includes(jobState);
}

const ACTIONS = {
  retry: ['DEAD', 'RETRYING'],
  cancel: ['SCHEDULED', 'READY', 'BLOCKED', 'RETRYING', 'RUNNING'],
  resolve: ['DEAD'],
};

/** What a person may ask for; the server decides, and answers 409 where it is too late. */
export function jobActions(jobState) {
  return Object.keys(ACTIONS).filter((action) => ACTIONS[action].includes(jobState));
}
