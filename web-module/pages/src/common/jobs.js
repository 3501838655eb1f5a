// Waits for a job that was asked for.
import { get, path, query } from './api.js';
import { isFinal } from './states.js';

/** @returns the job once it has ended; null when it is not heard of within a minute */
export async function ended(jobId) {
  for (let tries = 0; jobId && tries < 60; tries += 1) {
    await new Promise((go) => setTimeout(go, tries < 5 ? 300 : 1_000));
    const job = await get(path`/api/jobs/${jobId}`).then((answer) => answer.job, () => null);
    if (job && isFinal(job.state)) {
      return job;
    }
  }
  return null;
}

/** When the push of a save that is only here is tried again; null where nothing waits for its time. */
export async function retryAt(projectId) {
  try {
    const { jobs = [] } = await get('/api/jobs' + query({ project: projectId, kind: 'persist', state: 'RETRYING', limit: 1 }));
    return jobs[0]?.runAt ?? null;
  } catch {
    return null;
  }
}

export function reason(job) {
  const told = job.error;
  return (typeof told === 'object' ? told?.message : told) || job.waitingFor || 'no reason was given';
}
