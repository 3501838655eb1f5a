import { html, nothing, render } from 'lit-html';
import { follow } from '../common/live.js';
import { drawHeader, isOpen, liveMark, openShell } from '../common/shell.js';
import { onPlainClick } from '../common/view.js';
import { parseAddress, title, viewAddress, VIEWS } from './address.js';
import { Audit } from './audit.js';
import { Failures } from './failures.js';
import { Job } from './job.js';
import { Jobs } from './jobs.js';
import { Lifelines } from './lifelines.js';
import { Overview } from './overview.js';
import { Pool } from './pool.js';
import { Containers, Queues, Sessions } from './tables.js';

const { main } = openShell('console');
let current = null;
let address = null;
let live = 'connecting';
let isPaused = false;

const shell = {
  draw,
  go(href) {
    if (href !== location.pathname + location.search) {
      history.pushState(null, '', href);
    }
    show();
    scrollTo({ top: 0 });
  },
};

function viewFor({ view, jobId, filter, minutes }) {
  switch (view) {
    case 'jobs':
      return jobId ? new Job(shell, jobId) : new Jobs(shell, filter);
    case 'failures':
      return new Failures(shell);
    case 'audit':
      return new Audit(shell);
    case 'lifelines':
      return new Lifelines(shell, minutes);
    case 'queues':
      return new Queues(shell);
    case 'pool':
      return new Pool(shell);
    case 'containers':
      return new Containers(shell);
    case 'sessions':
      return new Sessions(shell);
    default:
      return new Overview(shell);
  }
}

function show() {
  current?.close();
  address = parseAddress(location.pathname, location.search);
  document.title = `${title(address.view)} · CodeBlocking`;
  current = viewFor(address);
  draw();
  current.load();
}

function draw() {
  if (!isOpen()) {
    return;
  }
  drawHeader(
    'console',
    html`${liveMark(isPaused ? 'paused' : live)}
      <button id="pause-live" type="button" aria-pressed=${isPaused} @click=${pause}>${isPaused ? 'Go live' : 'Pause'}</button>`,
  );
  render(
    html`<nav class="views" aria-label="Console">
        ${VIEWS.map((view) => html`<a href=${viewAddress(view)} data-view=${view} aria-current=${address.view === view ? 'page' : nothing} @click=${onPlainClick(shell.go)}>${title(view)}</a>`)}
      </nav>
      <div class="view">${current.view(Date.now())}</div>`,
    main,
  );
}

/** The rows stand still, to be read. */
function pause() {
  isPaused = !isPaused;
  draw();
  if (!isPaused) {
    current.load();
  }
}

addEventListener('popstate', show);
show();
follow({
  onEvent: (event) => isPaused || current.onEvent(event),
  onRefresh: () => isPaused || current.load(),
  onState(state) {
    live = state;
    draw();
  },
});
setInterval(() => !document.hidden && draw(), 5_000);
