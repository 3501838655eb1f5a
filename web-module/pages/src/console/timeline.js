// A job's life as bars on one axis.

const ms = (instant) => {
  const at = Date.parse(instant ?? '');
  return Number.isNaN(at) ? null : at;
};

/**
 * @returns {start, end, bars: [{label, kind, from, to, millis, detail}]} with from and to as shares of the whole;
 *     null when the job has no times to draw
 */
export function timeline(job, now) {
  const bars = [];
  const created = ms(job.createdAt);
  const attempts = job.attempts?.length ? job.attempts : job.startedAt ? [{ attempt: job.attempt, ...job, endedAt: job.finishedAt }] : [];
  let waitedFrom = created;
  const phases = (job.phases ?? []).map((phase) => ({ attempt: phase.attempt, bar: phaseBar(phase, now) })).filter(({ bar }) => bar);
  for (const attempt of attempts) {
    const started = ms(attempt.startedAt);
    if (started === null) {
      continue;
    }
    const n = attempt.attempt ?? bars.length + 1;
    if (waitedFrom !== null && started > waitedFrom) {
      bars.push({ label: `wait ${n}`, kind: 'wait', start: waitedFrom, end: started });
    }
    const ended = ms(attempt.endedAt ?? attempt.finishedAt);
    bars.push({ label: `attempt ${n}`, kind: kindOf(attempt, ended), start: started, end: ended ?? now });
    waitedFrom = ended;
    bars.push(...phases.filter((phase) => phase.attempt === n).map(({ bar }) => bar));
  }
  if (!attempts.length && created !== null) {
    bars.push({ label: 'wait', kind: 'wait', start: created, end: ms(job.finishedAt) ?? now });
  }
  bars.push(...phases.map(({ bar }) => bar).filter((bar) => !bars.includes(bar)));
  if (!bars.length) {
    return null;
  }
  const start = Math.min(...bars.map((bar) => bar.start));
  const end = Math.max(start + 1, ...bars.map((bar) => bar.end));
  const share = (at) => (at - start) / (end - start);
  return {
    start,
    end,
    bars: bars.map((bar) => ({ ...bar, from: share(bar.start), to: share(bar.end), millis: bar.end - bar.start })),
  };
}

function phaseBar(phase, now) {
  const started = ms(phase.startedAt);
  if (started === null) {
    return null;
  }
  const end = ms(phase.endedAt) ?? (Number.isFinite(phase.millis) ? started + phase.millis : now);
  return { label: phase.name, kind: 'phase', start: started, end };
}

function kindOf({ error, result }, ended) {
  if (ended === null) {
    return 'running';
  }
  return error || /FAIL|ERROR|LOST|DEAD/i.test(result ?? '') ? 'failed' : 'done';
}
