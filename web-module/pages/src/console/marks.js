// A project's lifeline as marks on one axis of time: what, from where to where, and what it is called.
import { absolute, duration } from '../common/format.js';
import { isFinal, JOB_STATES, look, SAVE_STATES } from '../common/states.js';
import { jobAddress, jobsAddress } from './address.js';

const SHAPES = { saved: 'dot', savedLocally: 'diamond', blocked: 'cross' };

const ms = (instant) => {
  const at = Date.parse(instant ?? '');
  return Number.isNaN(at) ? null : at;
};

/**
 * @param line of GET /api/lifelines
 * @returns [{band, look, tone, shape, from, to, start, label, href}] with from and to in percent of the window
 */
export function marks(line, windowFrom, windowTo) {
  const start = ms(windowFrom);
  const end = Math.max(ms(windowTo), start + 1);
  const share = (at) => Math.min(100, Math.max(0, ((at - start) / (end - start)) * 100));
  const ofProject = jobsAddress({ q: `project:${line.projectId}` });
  const bar = (band, from, to, more) => ({ band, start: Math.max(from, start), from: share(from), to: share(to), ...more });
  const made = [];

  for (const span of line.containers) {
    const from = ms(span.from) ?? start;
    const to = ms(span.to) ?? end;
    const prewarm = line.jobs.filter(({ kind, createdAt }) => kind === 'prewarm' && ms(createdAt) <= from).at(-1);
    made.push(bar('container', from, to, { look: 'bar', tone: 'good', label: `container, ${lasted(span, to - from)}`, href: prewarm ? jobAddress(prewarm.id) : ofProject }));
  }
  for (const span of line.sessions) {
    const from = ms(span.from) ?? start;
    const to = ms(span.to) ?? end;
    made.push(bar('session', from, to, { look: 'bar', tone: 'wait', label: `session, ${lasted(span, to - from)}`, href: ofProject }));
  }
  for (const job of line.jobs) {
    made.push(...jobMarks(job, end, bar));
  }
  for (const save of line.saves) {
    const { word, tone } = look(SAVE_STATES, save.state);
    const at = ms(save.at);
    made.push(bar('save', at, at, { look: 'mark', tone, shape: SHAPES[save.state] ?? 'dot', label: `save (${save.trigger}): ${word.toLowerCase()}`, href: jobAddress(save.jobId) }));
  }
  return made.sort((one, other) => one.start - other.start);
}

function jobMarks(job, end, bar) {
  const created = ms(job.createdAt);
  const started = ms(job.startedAt);
  const finished = ms(job.finishedAt);
  const { word, tone } = look(JOB_STATES, job.state);
  const href = jobAddress(job.id);
  const isFailed = ['DEAD', 'RETRYING', 'LOST'].includes(job.state);
  const waitedTo = started ?? finished ?? end;
  const made = [];
  if (waitedTo > created) {
    const name = job.kind === 'stop' ? 'grace' : `${job.kind} waits`;
    made.push(bar('job', created, waitedTo, { look: 'thin', tone: 'calm', label: `${name}, ${duration(waitedTo - created)}`, href }));
  }
  if (started !== null) {
    const to = finished ?? end;
    made.push(bar('job', started, to, { look: 'bar', tone, label: `${job.kind} ${word.toLowerCase()}, ${duration(to - started)}${isFailed && job.error ? `: ${job.error.split('\n')[0]}` : ''}`, href }));
  }
  if (isFailed || (isFinal(job.state) && started === null)) {
    const at = finished ?? started ?? created;
    made.push(bar('job', at, at, { look: 'mark', tone, shape: isFailed ? 'cross' : 'dash', label: `${job.kind} ${word.toLowerCase()}`, href }));
  }
  return made;
}

function lasted({ from, to }, millis) {
  return `${from ? '' : 'since before, '}${duration(millis)}${to ? '' : ', still there'}`;
}

/** Round times on the axis, about five. */
export function ticks(windowFrom, windowTo) {
  const start = ms(windowFrom);
  const end = ms(windowTo);
  const step = [60_000, 300_000, 900_000, 3_600_000, 7_200_000].find((size) => (end - start) / size <= 7) ?? 14_400_000;
  const made = [];
  for (let at = Math.ceil(start / step) * step; at <= end; at += step) {
    made.push({ at: ((at - start) / (end - start)) * 100, word: absolute(new Date(at).toISOString()).slice(11, 16) });
  }
  return made;
}
