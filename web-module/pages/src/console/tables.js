// Queues, containers and sessions: plain tables that are read anew when something happens.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { get, path, post, query } from '../common/api.js';
import { openDialog } from '../common/dialog.js';
import { duration, shortId } from '../common/format.js';
import { coalesce } from '../common/live.js';
import { say } from '../common/shell.js';
import { PROJECT_STATES } from '../common/states.js';
import { ago, chip, empty, icon } from '../common/view.js';
import { csvButton } from './csv.js';

export class Table {
  #console;
  #rows = null;
  #next = null;
  #problem = null;
  #heard;

  /** @param events which events say that the rows may be others */
  constructor(console, { title, address, field, events, none, hint }) {
    this.#console = console;
    Object.assign(this, { title, address, field, events, none, hint });
    this.#heard = coalesce(800, () => this.load());
  }

  close() {
    this.#heard.cancel();
  }

  onEvent({ event }) {
    if (this.events.includes(event)) {
      this.#heard.add(event);
    }
  }

  async load(cursor = null) {
    try {
      const answer = await get(this.address + query({ cursor }));
      const listed = answer[this.field] ?? [];
      this.#rows = cursor ? [...this.#rows, ...listed] : listed;
      this.#next = answer.next ?? null;
      this.#problem = null;
    } catch (error) {
      this.#problem = error.status === 403 ? 'Only an operator may see this.' : error.message;
    }
    this.#console.draw();
  }

  view(now) {
    return html`<div class="head"><h1>${this.title}</h1>${csvButton()}</div>
      ${this.#problem ? html`<p class="banner tone-bad" role="alert">${icon('alert')}<span>${this.#problem}</span><button type="button" @click=${() => this.load()}>Try again</button></p>` : nothing}
      ${this.#rows === null ? html`<p class="quiet">${this.#problem ? nothing : 'Loading…'}</p>` : this.#rows.length ? this.#table(now) : empty(this.none, html`<p>${this.hint}</p>`)}
      ${this.#next ? html`<p class="more"><button type="button" @click=${() => this.load(this.#next)}>More</button></p>` : nothing}`;
  }

  #table(now) {
    return html`<div class="scroll"><table>
      <thead><tr>${this.columns.map(([name, kind]) => html`<th class=${kind ?? ''}>${name}</th>`)}</tr></thead>
      <tbody>${repeat(this.#rows, (row) => row.id ?? row.seq ?? row.name ?? row.environment, (row) => this.row(row, now))}</tbody>
    </table></div>`;
  }
}

export class Queues extends Table {
  columns = [['Queue'], ['Waiting', 'num'], ['In delivery', 'num'], ['Scheduled', 'num'], ['Consumers', 'num'], ['Oldest', 'num'], ['State'], ['']];

  constructor(console) {
    super(console, {
      title: 'Queues', address: '/api/queues', field: 'queues', events: ['job', 'queue'],
      none: 'No queues', hint: 'The broker tells of none. Is it reachable?',
    });
  }

  row(queue) {
    const lane = laneOf(queue.name);
    const hasNobody = queue.consumers === 0 && !queue.paused;
    return html`<tr data-queue=${lane} data-paused=${Boolean(queue.paused)}>
      <td><strong>${lane}</strong></td>
      <td class="num">${count(queue.depth)}</td><td class="num">${count(queue.inDelivery)}</td><td class="num">${count(queue.scheduled)}</td><td class="num">${count(queue.consumers)}</td>
      <td class="num">${duration(queue.oldestAgeMillis) || '–'}</td>
      <td>${queue.paused
        ? html`<span class="chip tone-warn">${icon('pause')}<span>Paused${queue.pausedReason ? `: ${queue.pausedReason}` : ''}</span></span>`
        : hasNobody
          ? html`<span class="chip tone-bad">${icon('alert')}<span>Nobody consumes</span></span>`
          : html`<span class="chip tone-good">${icon('dot')}<span>Running</span></span>`}</td>
      <td class="do"><button type="button" aria-label="${queue.paused ? 'Resume' : 'Pause'} ${lane}" @click=${() => this.#turn(lane, queue.paused)}>${queue.paused ? 'Resume' : 'Pause'}</button></td>
    </tr>`;
  }

  async #turn(lane, isPaused) {
    if (!isPaused) {
      openDialog({
        title: `Pause ${lane}?`,
        action: 'Pause',
        body: html`<p>Jobs of this lane wait until it is resumed; what runs now ends. New jobs are still accepted.</p>
          <label>Reason <input name="reason" required maxlength="200" autocomplete="off" autofocus /></label>`,
        submit: async ({ reason }) => {
          await post(path`/api/queues/${lane}/pause`, { reason: reason.trim() });
          await this.load();
        },
      });
      return;
    }
    try {
      await post(path`/api/queues/${lane}/resume`);
      await this.load();
    } catch (error) {
      say(error.message, 'bad');
    }
  }
}

export class Containers extends Table {
  columns = [['State'], ['Name'], ['Project'], ['User'], ['Environment'], ['Start', 'num'], ['Up since'], ['Sessions', 'num'], ['Kept because']];

  constructor(console) {
    super(console, {
      title: 'Containers', address: '/api/containers', field: 'containers', events: ['container', 'session', 'project'],
      none: 'No container runs', hint: 'Opening a project starts one; it stops by itself once the work is saved and nobody is connected.',
    });
  }

  row(container, now) {
    return html`<tr data-container-id=${container.id} data-state=${container.state}>
      <td>${chip(PROJECT_STATES, container.state)}</td>
      <td class="mono name" title=${[container.name, container.id].filter(Boolean).join('\n') || nothing}>${container.name ?? shortId(container.id)}</td>
      <td class="mono">${projectLink(container.projectId) ?? html`<span class="quiet">pool</span>`}</td>
      <td>${container.userId || '–'}</td>
      <td title=${container.image ?? nothing}>${container.environment ?? '–'}</td>
      <td class="num">${duration(container.startMillis)} <span class="quiet">${container.warm === true ? 'warm' : container.warm === false ? 'cold' : ''}</span></td>
      <td>${ago(container.startedAt, now)}</td>
      <td class="num">${count(container.sessions)}</td>
      <td class="why" title=${container.keptBecause ?? nothing}>${container.keptBecause ?? ''}</td>
    </tr>`;
  }
}

export class Sessions extends Table {
  columns = [['Project'], ['User'], ['Terminal'], ['Connected']];

  constructor(console) {
    super(console, {
      title: 'Sessions', address: '/api/sessions', field: 'sessions', events: ['session'],
      none: 'Nobody is connected', hint: 'Each open terminal tab is a session.',
    });
  }

  row(session, now) {
    return html`<tr data-session-id=${session.id}>
      <td class="mono">${projectLink(session.projectId) ?? '–'}</td><td>${session.userId ?? '–'}</td><td class="mono">${session.terminal ?? '–'}</td><td>${ago(session.connectedAt, now)}</td>
    </tr>`;
  }
}

function projectLink(id) {
  return id ? html`<a href="/ide/${encodeURIComponent(id)}" title=${id}>${shortId(id)}</a>` : null;
}

function count(value) {
  return Number.isFinite(value) ? value : '–';
}

/** "codeblocking.persist" → "persist", as the calls name it. */
export function laneOf(name) {
  return String(name ?? '').replace(/^codeblocking\./, '');
}
