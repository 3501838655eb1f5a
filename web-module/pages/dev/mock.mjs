// The pages with a made-up server behind them: `npm run mock`, then http://127.0.0.1:8099/.
// In memory, no sign-in but `?signedOut`, and a shell that echoes. Type "drop", "slow", "kick", "bye" or "save" into it.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { build } from '../build.mjs';
import { mockFiles } from './mockfiles.mjs';
import { mockMore } from './mockmore.mjs';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.map': 'application/json' };
const CSP = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; img-src 'self' data:";
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const commit = () => randomUUID().replaceAll('-', '') + 'c0ffee00';

function save(state, seconds, more = {}) {
  return { id: randomUUID(), commit: commit(), ref: 'refs/heads/main', at: ago(seconds), trigger: 'disconnect', state, message: null, files: { changed: 3, skipped: [] }, ...more };
}

function project(name, state, more = {}) {
  return { id: randomUUID(), name, environment: 'base', remoteUrl: null, branch: 'main', state, import: null, container: state === 'cold' ? null : {}, sessions: 0, lastSave: null, unsaved: false, createdAt: ago(90_000), ...more };
}

export async function startMock({ port = 8099, isEmpty = false } = {}) {
  const pages = await build(fileURLToPath(new URL('../../target/pages-dev', import.meta.url)), { dev: true });
  const hostile = '<img src=x onerror=alert(1)> "quoted" & long-name-'.concat('x'.repeat(40));
  const projects = new Map();
  const saves = new Map();
  const jobs = [];
  const listeners = new Set();
  let seq = 0;
  const queues = ['prewarm', 'persist', 'stop', 'import'].map((lane, i) => ({ name: `codeblocking.${lane}`, depth: i * 3, inDelivery: i, scheduled: i === 2 ? 4 : 0, consumers: i === 3 ? 0 : 4, oldestAgeMillis: i ? i * 4200 : null, paused: false }));

  const emit = (event, data) => {
    seq += 1;
    listeners.forEach((response) => response.write(`id: ${seq}\nevent: ${event}\ndata: ${JSON.stringify({ at: ago(0), ...data })}\n\n`));
  };
  const addProject = (one) => {
    projects.set(one.id, one);
    const snapshots = [60, 75, 3_700, 90_000].map((seconds) => save('savedLocally', seconds, { trigger: 'snapshot', ref: 'refs/codeblocking/snapshot/1' }));
    const beside = save('saved', 95_000, { ref: `refs/heads/codeblocking/autosave/${one.id}/main`, message: 'Saved beside the branch main: it has moved on in the remote' });
    saves.set(one.id, one.lastSave ? [one.lastSave, ...snapshots, save('saved', 7_000, { trigger: 'manual', message: 'Before the refactoring', files: { changed: 2, skipped: [{ path: 'run/app.sock', reason: 'a socket' }] } }), beside].sort((a, b) => (a.at < b.at ? 1 : -1)) : []);
    return one;
  };
  const addJob = (kind, state, projectId, more = {}) => {
    const ran = ['SUCCEEDED', 'DEAD', 'RUNNING', 'RETRYING'].includes(state);
    const job = { id: randomUUID(), kind, state, outcome: state === 'SUCCEEDED' ? 'done' : null, projectId, userId: 'local', attempt: ran ? 1 : 0, maxAttempts: 5, runAt: ago(9), createdAt: ago(10), startedAt: ran ? ago(9) : null, finishedAt: ['SUCCEEDED', 'DEAD'].includes(state) ? ago(8) : null, waitMillis: 12, runMillis: ran ? 840 : null, error: null, waitingFor: null, phases: [], attempts: [], ...more };
    jobs.unshift(job);
    emit('job', { jobId: job.id, projectId });
    return job;
  };
  const run = (kind, projectId, then) => {
    const job = addJob(kind, 'RUNNING', projectId);
    setTimeout(() => {
      Object.assign(job, { state: 'SUCCEEDED', finishedAt: ago(0), runMillis: 900 });
      then?.();
      emit('job', { jobId: job.id, projectId });
      emit('project', { projectId });
    }, 900);
    return job.id;
  };

  if (!isEmpty) {
    addProject(project('hello-world', 'running', { sessions: 2, lastSave: save('saved', 42) }));
    addProject(project('shop-frontend', 'warming', { environment: 'node', remoteUrl: 'https://github.com/acme/shop-frontend.git', import: { state: 'running', progress: 0.42, error: null } }));
    addProject(project('data-notebooks', 'attention', { environment: 'python', remoteUrl: 'https://gitlab.com/acme/research/data-notebooks.git', unsaved: true, lastSave: save('blocked', 600, { message: 'The remote refused the credential (401). Store a new one for gitlab.com.' }) }));
    addProject(project('billing', 'cold', { environment: 'java', remoteUrl: 'https://codeberg.org/acme/billing.git', branch: 'release/2.x', lastSave: save('savedLocally', 3_000), unsaved: true }));
    addProject(project('night-build', 'frozen', { environment: 'node', lastSave: save('saved', 5_000) }));
    addProject(project('legacy-import', 'cold', { remoteUrl: 'https://bitbucket.org/acme/legacy.git', import: { state: 'failed', progress: null, error: 'The remote answered 404: there is no such repository, or it is private.' } }));
    addProject(project(hostile, 'grace', { unsaved: true, lastSave: save('saved', 100_000), remoteUrl: 'javascript:alert(1)' }));
    const ids = [...projects.keys()];
    const states = ['SUCCEEDED', 'SUCCEEDED', 'RUNNING', 'SCHEDULED', 'RETRYING', 'BLOCKED', 'DEAD', 'READY', 'CANCELLED', 'SUPERSEDED', 'LOST', 'EXPIRED', 'RESOLVED'];
    for (let i = 0; i < 70; i += 1) {
      const state = states[i % states.length];
      addJob(['prewarm', 'persist', 'stop', 'import', 'sweep', 'fetch'][i % 6], state, ids[i % ids.length], {
        runAt: ago(-32),
        createdAt: ago(10 + (70 - i) * 130),
        waitingFor: { SCHEDULED: 'Runs in 4 s.', BLOCKED: 'Job persist 3f2a1c9d of this project holds the lease.', RETRYING: 'Next attempt in 32 s.', READY: 'A worker of lane stop: all 4 are busy.' }[state] ?? null,
        error: ['DEAD', 'RETRYING'].includes(state) ? 'TransportException: https://gitlab.com/acme/x.git: 503 Service Unavailable\n  at codeblocking.persist.Push.send(Push.java:88)\n  at codeblocking.persist.Persist.run(Persist.java:41)' : null,
      });
    }
    const dead = jobs.find(({ state }) => state === 'DEAD');
    Object.assign(dead, {
      attempt: 2, createdAt: ago(60), startedAt: ago(20), finishedAt: ago(12), waitMillis: 15_000, runMillis: 9_400,
      attempts: [
        { attempt: 1, node: 'node-1', startedAt: ago(55), endedAt: ago(48), result: 'FAILED', error: '503 Service Unavailable', waitMillis: 5_000, runMillis: 7_000 },
        { attempt: 2, node: 'node-1', startedAt: ago(20), endedAt: ago(12), result: 'FAILED', error: '401 Unauthorized', waitMillis: 28_000, runMillis: 8_000 },
      ],
      phases: [{ name: 'snapshot', startedAt: ago(20), endedAt: ago(18), millis: 2_000 }, { name: 'push', startedAt: ago(18), endedAt: ago(12), millis: 6_000 }],
      events: [
        { seq: 1, at: ago(60), actor: 'local', from: null, to: 'READY', reason: 'the last session ended' },
        { seq: 2, at: ago(55), actor: 'node-1', from: 'READY', to: 'RUNNING', reason: null },
        { seq: 3, at: ago(48), actor: 'node-1', from: 'RUNNING', to: 'RETRYING', reason: '503 Service Unavailable' },
        { seq: 4, at: ago(12), actor: 'node-1', from: 'RUNNING', to: 'DEAD', reason: '401 Unauthorized' },
      ],
    });
  }

  const files = mockFiles();
  const more = mockMore({ projects, saves, jobs, ago, run, save, noGitHub: isEmpty });

  const server = createServer((request, response) => {
    let data = '';
    request.on('data', (chunk) => (data += chunk));
    request.on('end', () => answer(request, response, data));
  });

  function answer(request, response, data) {
    const body = data && request.headers['content-type'] === 'application/json' ? JSON.parse(data) : {};
    const url = new URL(request.url, 'http://mock');
    const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
    const json = (status, value) => {
      response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' });
      response.end(value === undefined ? '' : JSON.stringify(value));
    };
    const problem = (status, detail) => json(status, { type: 'about:blank', title: 'Problem', status, detail });
    if (parts[0] !== 'api') {
      const page = parts[0] === 'ide' ? 'ide.html' : parts[0] === 'console' ? 'console.html' : parts.length ? join(...parts) : 'index.html';
      const file = join(pages, page);
      if (!existsSync(file)) {
        return problem(404, 'No such page.');
      }
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)], 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff' });
      return response.end(readFileSync(file));
    }
    if (request.headers.referer?.includes('signedOut')) {
      return problem(401, 'No token.');
    }
    const [, kind, id, action, ...rest] = parts;
    const method = request.method;
    if (kind === 'events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(': hello\n\n');
      listeners.add(response);
      return response.on('close', () => listeners.delete(response));
    }
    if (kind === 'credentials') {
      return json(204);
    }
    if (kind === 'overview') {
      const counts = {};
      jobs.forEach(({ state }) => (counts[state] = (counts[state] ?? 0) + 1));
      return json(200, {
        roles: ['operator', 'user'], jobs: counts, containers: { running: 3, warming: 1, pool: 2, frozen: 1 }, sessions: 2, health: { broker: 'UP', database: 'UP', engine: isEmpty ? 'DOWN' : 'UP' }, version: '0.1.0',
        queues: queues.map((queue) => ({ ...queue, name: queue.name.split('.')[1] })),
      });
    }
    if (kind === 'queues') {
      const queue = queues.find(({ name }) => name === `codeblocking.${id}`);
      if (method === 'POST') {
        Object.assign(queue, { paused: action === 'pause', pausedReason: body.reason });
        return json(200, {});
      }
      return json(200, { queues });
    }
    if (kind === 'containers') {
      const containers = [...projects.values()].filter((one) => one.state !== 'cold').map((one, i) => ({ id: randomUUID(), name: `cb-7f3a-${one.id}`, projectId: one.id, userId: 'local', environment: one.environment, image: `codeblocking/${one.environment}:1`, state: one.state, warm: i % 2 === 0, startedAt: ago(500 * (i + 1)), startMillis: i % 2 ? 640 : 2, sessions: one.sessions, keptBecause: one.state === 'attention' ? 'its last save is blocked: the remote refused the credential' : null }));
      return json(200, { containers: [...containers, ...(isEmpty ? [] : [{ id: randomUUID(), name: 'cb-7f3a-pool-1', projectId: null, userId: '', environment: 'base', state: 'running', warm: true, startedAt: ago(60), startMillis: 512, sessions: 0 }])], next: null });
    }
    if (kind === 'sessions') {
      return json(200, { sessions: isEmpty ? [] : [...projects.keys()].slice(0, 2).map((projectId, i) => ({ id: randomUUID(), projectId, userId: 'local', terminal: i ? 't2' : 'main', connectedAt: ago(i * 300 + 20) })), next: null });
    }
    if (kind === 'jobs' && !['failures', 'bulk'].includes(id)) {
      const job = jobs.find((one) => one.id === id);
      if (!id) {
        const filter = url.searchParams;
        const found = jobs.filter((one) => ['kind', 'state'].every((name) => !filter.get(name) || one[name] === filter.get(name)) && (!filter.get('project') || one.projectId === filter.get('project')) && (!filter.get('q') || JSON.stringify(one).includes(filter.get('q'))));
        const from = Number(filter.get('cursor') ?? 0);
        const to = from + Number(filter.get('limit') ?? 50);
        return json(200, { jobs: found.slice(from, to), next: to < found.length ? String(to) : null });
      }
      if (job && action) {
        job.state = { retry: 'READY', cancel: 'CANCELLED', resolve: 'RESOLVED' }[action];
        emit('job', { jobId: id, projectId: job.projectId });
        return json(202, {});
      }
      return job ? json(200, { job }) : problem(404, 'There is no such job.');
    }
    const answered = kind !== 'projects' || projects.has(id) ? more({ parts, method, url, body }) : null;
    if (answered) {
      return json(answered[0], answered[1]);
    }
    const one = projects.get(id);
    if (kind === 'projects' && !id) {
      if (method === 'GET') {
        return json(200, { projects: [...projects.values()], next: null });
      }
      if (!/^[\w.-]+$/.test(body.name ?? '')) {
        return problem(400, `The name “${body.name}” may hold letters, digits, “.”, “-” and “_” only.`);
      }
      if (body.remoteUrl?.includes('localhost')) {
        return problem(400, 'The host localhost is none that projects may be imported from. Allowed: github.com, gitlab.com.');
      }
      const made = addProject(project(body.name, 'cold', { ...body, import: body.remoteUrl ? { state: 'running', progress: 0, error: null } : null }));
      return json(201, { project: made });
    }
    if (!one) {
      return problem(404, 'There is no such project.');
    }
    if (!action) {
      if (method === 'DELETE') {
        run('delete', id, () => projects.delete(id));
        return json(202, { jobId: jobs[0].id });
      }
      return json(200, { project: one });
    }
    switch (action) {
      case 'prewarm':
        if (body.intent && one.environment === 'java') {
          return problem(429, 'No container may be warmed on a hunch now.');
        }
        one.state = 'running';
        emit('project', { projectId: id });
        return json(202, { status: 'running', jobId: null });
      case 'persist':
        return json(202, { status: 'saving', jobId: run('persist', id, () => {
          one.lastSave = save('saved', 0, { trigger: 'manual', files: { changed: 2, skipped: [{ path: 'run/app.sock', reason: 'a socket' }] } });
          one.unsaved = false;
          saves.get(id).unshift(one.lastSave);
          tell(id, { type: 'save', ...one.lastSave });
          tell(id, { type: 'workspace', state: 'saved', saving: false });
        }) });
      case 'stop':
        one.state = 'stopping';
        tell(id, null, 4409, 'You asked for it');
        return json(202, { status: 'stopping', jobId: run('stop', id, () => Object.assign(one, { state: 'cold', container: null, sessions: 0 })) });
      case 'fetch':
        return json(202, { jobId: run('fetch', id) });
      case 'ticket':
        return json(200, { ticket: randomUUID(), expiresIn: 30 });
      case 'archive':
        return response.writeHead(200, { 'Content-Type': 'application/zip' }).end('PK');
      case 'files': {
        const found = files.answer({ method, path: rest.filter(Boolean).join('/'), isFolder: url.pathname.endsWith('/'), headers: request.headers, data, query: (url.searchParams.get('path') ?? '').replace(/^\/|\/$/g, '') });
        response.writeHead(found[0], { 'Content-Type': 'application/octet-stream', ...found[1] });
        return response.end(Buffer.isBuffer(found[2]) ? found[2] : JSON.stringify(found[2]));
      }
      default:
        return problem(501, 'The mock cannot do this.');
    }
  }

  // One stream of bytes for each terminal, kept, so that offsets mean something.
  const shells = new Map();
  const clients = new Set();
  const tell = (projectId, message, code, why) => {
    for (const client of clients) {
      if (client.projectId === projectId) {
        message ? client.send(JSON.stringify(message)) : client.close(code, why);
      }
    }
  };
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const url = new URL(request.url, 'http://mock');
    const projectId = url.pathname.split('/').pop();
    const terminal = url.searchParams.get('terminal');
    if (!projects.has(projectId)) {
      return socket.close(4404, 'no such project');
    }
    const key = `${projectId}/${terminal}`;
    const isNew = !shells.has(key);
    const shell = shells.get(key) ?? { bytes: Buffer.alloc(0), line: '' };
    shells.set(key, shell);
    Object.assign(socket, { projectId, key });
    const output = (text) => {
      const bytes = Buffer.from(text);
      shell.bytes = Buffer.concat([shell.bytes, bytes]);
      clients.forEach((client) => client.key === key && client.send(bytes));
    };
    const attach = () => {
      const asked = url.searchParams.get('offset');
      const offset = asked !== null && Number(asked) <= shell.bytes.length ? Number(asked) : 0;
      socket.send(JSON.stringify({ type: 'attached', terminal, offset, warm: !isNew }));
      if (shell.bytes.length > offset) {
        socket.send(shell.bytes.subarray(offset));
      }
      clients.add(socket);
      setTimeout(() => socket.send(JSON.stringify({ type: 'workspace', state: projects.get(projectId)?.unsaved ? 'unsaved' : 'saved', saving: false, at: ago(0) })), 100);
      if (isNew) {
        output('\x1b[1;32mdev\x1b[0m:\x1b[1;34m~/project\x1b[0m$ ');
      }
    };
    socket.on('close', () => clients.delete(socket));
    socket.on('message', (data, isBinary) => {
      if (!isBinary) {
        return;
      }
      for (const char of data.toString()) {
        if (char !== '\r') {
          shell.line += char;
          output(char);
          continue;
        }
        const line = shell.line.trim();
        shell.line = '';
        const acts = { drop: () => socket.terminate(), slow: () => socket.close(4408, 'too slow'), away: () => socket.close(1001), save: () => socket.send(JSON.stringify({ type: 'save', ...save('savedLocally', 0, { trigger: 'snapshot' }) })), retry: () => socket.send(JSON.stringify({ type: 'save', ...save('savedLocally', 0), retryAt: ago(-30) })), beside: () => { const ref = `refs/heads/codeblocking/autosave/${projectId}/main`; socket.send(JSON.stringify({ type: 'save', ...save('saved', 0, { ref }) })); socket.send(JSON.stringify({ type: 'notice', kind: 'rescue', message: `Saved beside the branch main, as ${ref.slice(11)}. To get back: fetch, merge origin/main here, and the next save lands on the branch again.` })); }, here: () => tell(projectId, { type: 'workspace', state: 'savedLocally', saving: false }), notice: () => { socket.send(JSON.stringify({ type: 'notice', kind: 'idle', action: 'keep', message: 'Nobody has typed for a while: the workspace is saved and stopped in 5 minutes.' })); socket.send(JSON.stringify({ type: 'notice', kind: 'quota', message: 'The workspace holds 2.1 GiB, and may hold 2 GiB: what does not fit is not saved.' })); }, kick: () => socket.close(4500, 'The engine does not answer'), bye: () => { socket.send(JSON.stringify({ type: 'exit', code: 0 })); socket.close(1000); shells.delete(key); }, flood: () => output('0123456789abcdef'.repeat(4).concat('\r\n').repeat(5000)) };
        setTimeout(() => ['here', 'retry'].includes(line) || tell(projectId, { type: 'workspace', state: line.startsWith('echo') ? 'unsaved' : 'saved', saving: false }), 700);
        output(`\r\n${acts[line] ? '' : `you said: ${line}\r\n`}\x1b[1;32mdev\x1b[0m:\x1b[1;34m~/project\x1b[0m$ `);
        acts[line]?.();
      }
    });
    if (isNew) {
      ['queued', 'claimed', 'starting'].forEach((stage, i) => setTimeout(() => socket.send(JSON.stringify({ type: 'progress', stage, millis: i * 210 })), i * 300));
      setTimeout(attach, 1_200);
    } else {
      attach();
    }
  });

  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    projects,
    files,
    jobs,
    addJob,
    close: () => {
      sockets.close();
      clients.forEach((client) => client.terminate());
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMock();
  console.log(`mock: ${url}/`);
}
