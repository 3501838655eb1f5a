// What a job's own data tells a person, in words.
import { isFinal } from '../common/states.js';

const ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/;

/**
 * @param queue of its lane, where it is known
 * @returns null for what runs or has ended
 */
export function whyItWaits(job, queue) {
  if (isFinal(job.state) || job.state === 'RUNNING') {
    return null;
  }
  if (job.waitingFor) {
    return job.waitingFor;
  }
  if (queue?.paused) {
    return `its queue ${queue.name} is paused${queue.pausedReason ? `: ${queue.pausedReason}` : ''}`;
  }
  if (queue?.consumers === 0) {
    return `nobody consumes the queue ${queue.name}`;
  }
  if (queue) {
    return `a free worker of ${queue.name}: ${queue.inDelivery} at work, ${queue.depth} waiting`;
  }
  return 'a free worker';
}

/** The sentence in pieces, where ids of other jobs are links. */
export function withLinks(sentence) {
  return String(sentence)
    .split(new RegExp(`(${ID.source})`))
    .filter(Boolean)
    .map((text) => (ID.test(text) ? { text, jobId: text } : { text }));
}

/** The commit that the job has made, as the history of its save tells. */
export function savedAs({ events }) {
  const saves = (events ?? []).filter(({ type, data }) => type === 'save' && data?.commit);
  const last = saves.at(-1)?.data;
  return last ? { commit: last.commit, ref: last.ref ?? '' } : null;
}

const ACTS = { READY: 'had it run again', CANCELLED: 'cancelled it', RESOLVED: 'resolved it', RUNNING: 'asked it to end' };

/** What persons did to the job; who asked for it is among them, workers and the system are not. */
export function peoplesActs({ events, attempts }) {
  const nodes = new Set((attempts ?? []).map(({ node }) => node));
  return (events ?? [])
    .filter(({ type, actor }) => (type ?? 'job') === 'job' && actor && actor !== 'system' && !nodes.has(actor))
    .map(({ at, actor, from, to, reason }) => ({ at, actor, reason, act: from ? (ACTS[to] ?? `moved it to ${to}`) : 'asked for it' }));
}

/** The call that a button makes, for a shell; the token is not in it. */
export function asCurl(origin, id, action) {
  const call = `curl -sS '${origin}/api/jobs/${encodeURIComponent(id)}${action ? `/${action}` : ''}' -H "Authorization: Bearer $TOKEN"`;
  return action ? `${call} -X POST -H 'Content-Type: application/json' -d '{"reason":"…"}'` : call;
}
