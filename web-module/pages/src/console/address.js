// The console's addresses: what is looked at, and through which filter, is in the URL.
import { query } from '../common/api.js';

export const VIEWS = ['overview', 'jobs', 'failures', 'lifelines', 'queues', 'pool', 'containers', 'sessions', 'audit'];
/** Minutes that the lifelines may go back. */
export const WINDOWS = [15, 60, 360];
const TITLES = { failures: 'Dead letters' };
const FILTERS = ['state', 'kind', 'project', 'user', 'q'];

/** "/console/jobs?state=DEAD" → {view: 'jobs', filter: {state: 'DEAD'}, jobId: null}. */
export function parseAddress(pathname, search) {
  const [, , view = '', id = ''] = pathname.split('/');
  const values = new URLSearchParams(search);
  const filter = {};
  for (const name of FILTERS) {
    const value = values.get(name)?.trim();
    if (value) {
      filter[name] = value;
    }
  }
  return {
    view: VIEWS.includes(view) ? view : 'overview',
    jobId: view === 'jobs' && id ? decodeURIComponent(id) : null,
    filter,
    ...(view === 'lifelines' ? { minutes: WINDOWS.find((minutes) => String(minutes) === values.get('minutes')) ?? WINDOWS[0] } : {}),
  };
}

export function title(view) {
  return TITLES[view] ?? view.charAt(0).toUpperCase() + view.slice(1);
}

export function viewAddress(view) {
  return view === 'overview' ? '/console' : `/console/${view}`;
}

export function jobsAddress(filter = {}) {
  return `/console/jobs${query(Object.fromEntries(FILTERS.map((name) => [name, filter[name]])))}`;
}

export function jobAddress(id) {
  return `/console/jobs/${encodeURIComponent(id)}`;
}

/** As far as the page can tell; `q` is the server's to judge. */
export function fits(job, filter) {
  return (
    (!filter.state || job.state === filter.state) &&
    (!filter.kind || job.kind === filter.kind) &&
    (!filter.project || job.projectId === filter.project) &&
    (!filter.user || job.userId === filter.user)
  );
}
