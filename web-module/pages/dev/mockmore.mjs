// What the made-up server answers beyond projects and jobs: the timeline, terminals, ways out, GitHub, the pool.

const REPOS = [
  ['shop-frontend', 'The shop, as people see it', true, 'TypeScript'],
  ['ledger', 'Rows and doorbells', true, 'Java'],
  ['notebooks', 'Measurements of the <b>winter</b>', false, 'Jupyter Notebook'],
  ['dotfiles', null, false, 'Shell'],
  ['trainer', 'Learns', true, 'Python'],
];

export function mockMore({ projects, saves, jobs, ago, run, save, noGitHub = false }) {
  const pools = [
    { environment: 'base', image: 'codeblocking/base:1', ready: 2, starting: 0, minimum: 2, target: 3, maximum: 8, paused: false, circuit: 'closed', reason: null, hits: 182, misses: 9 },
    { environment: 'node', image: 'codeblocking/node:1', ready: 1, starting: 1, minimum: 1, target: 2, maximum: 8, paused: true, circuit: 'closed', reason: 'an upgrade of the image', hits: 41, misses: 12 },
    { environment: 'python', image: 'codeblocking/python:1', ready: 0, starting: 0, minimum: 1, target: 1, maximum: 8, paused: false, circuit: 'open', reason: 'No such image: codeblocking/python:1', hits: 0, misses: 6 },
    { environment: 'java', image: 'codeblocking/java:1', ready: 0, starting: 1, minimum: 0, target: 1, maximum: 8, paused: false, circuit: 'halfOpen', reason: 'the image has no shell', hits: 0, misses: 0 },
  ];
  const patch = 'diff --git a/src/main.js b/src/main.js\nindex 83db48f..bf2a1c3 100644\n--- a/src/main.js\n+++ b/src/main.js\n@@ -1,5 +1,6 @@\n import { open } from "./door.js";\n-const light = false;\n+const light = true;\n+const more = "<script>alert(1)</script>";\n \n export function enter() {\n   open();\n';

  /** @returns [status, body, headers?], or null for what is not answered here */
  return function answer({ parts, method, url, body }) {
    const [, kind, id, action, ...rest] = parts;
    if (kind === 'github' && id === 'repos') {
      if (noGitHub) {
        return [409, { title: 'Conflict', detail: 'There is no credential for github.com; store one first.' }];
      }
      const q = (url.searchParams.get('q') ?? '').toLowerCase();
      const repos = REPOS.filter(([name]) => name.includes(q)).map(([name, description, isPrivate, language], i) => ({
        name, fullName: `acme/${name}`, description, private: isPrivate, cloneUrl: `https://github.com/acme/${name}.git`, defaultBranch: i === 1 ? 'trunk' : 'main', language, updatedAt: ago((i + 1) * 7_000),
      }));
      return [200, { repos, next: null }];
    }
    if (kind === 'jobs' && id === 'failures') {
      const dead = jobs.filter(({ state }) => state === 'DEAD');
      const groups = dead.length ? [['0123456789ab', dead[0].error.split('\n')[0], dead.length - 1], ['ba9876543210', 'The remote said: <img src=x onerror=alert(1)> “no”', 1]] : [];
      return [200, { failures: groups.map(([fingerprint, message, count]) => ({ fingerprint, message, count, kinds: ['import', 'persist'], projects: Math.ceil(count / 2), oldest: ago(9_000), newest: ago(40), example: dead[0] })), next: null }];
    }
    if (kind === 'jobs' && id === 'bulk') {
      return [200, { action: body.action, dryRun: body.dryRun, matched: 7, changed: 5, refused: 2, states: { DEAD: 5, RUNNING: 2 }, next: null }];
    }
    if (kind === 'trends') {
      const minutes = Array.from({ length: 61 }, (_, i) => ({ at: ago((60 - i) * 60), succeeded: (i * 7) % 11, dead: i % 13 === 0 ? 3 : 0, other: i % 5 ? 0 : 2, prompt: i % 4 ? { count: 2, p50: 40 + ((i * 37) % 300), p95: 300 + ((i * 91) % 1_200), p99: 1_600 } : null }));
      return [200, { from: ago(3_600), to: ago(0), minutes, prompt: { count: 90, p50: 42, p95: 310, p99: 1_240 }, unpushed: { projects: 2, oldest: ago(600) }, truncated: false }];
    }
    if (kind === 'audit') {
      return [200, { acts: [['olga', 'retry', 'job', 'persist', 'the host is back'], ['<img src=x onerror=alert(1)>', 'pause', 'queue', 'import', 'an upgrade'], ['olga', 'resume', 'pool', 'base', 'asked by olga']].map(([actor, act, subject, name, reason], i) => ({ seq: 9 - i, at: ago(40 * i), actor, act, subject, name, jobId: subject === 'job' ? jobs[0].id : null, projectId: null, reason })), next: null }];
    }
    if (kind === 'lifelines') {
      const minutes = Number(url.searchParams.get('minutes') ?? 15);
      const lines = [...projects.values()].map((one, i) => ({
        projectId: one.id, name: one.name, userId: 'local', latest: ago(5),
        jobs: [['prewarm', 'SUCCEEDED', 700, 699, 697], ['persist', i % 3 === 2 ? 'DEAD' : 'SUCCEEDED', 300, 298, 290], ['stop', i % 2 ? 'SCHEDULED' : 'SUCCEEDED', 120, i % 2 ? null : 60, i % 2 ? null : 55], ['fetch', 'RUNNING', 30, 28, null]].map(([name, state, made, started, ended], j) => ({ id: jobs[i * 4 + j].id, kind: name, state, createdAt: ago(made + i * 20), startedAt: started === null ? null : ago(started + i * 20), finishedAt: ended === null ? null : ago(ended + i * 20), error: state === 'DEAD' ? 'HTTP 403 <img src=x onerror=alert(1)>' : null })),
        containers: [{ from: i % 2 ? null : ago(697 + i * 20), to: i % 2 ? ago(400) : null }], sessions: [{ from: ago(690), to: ago(310) }, { from: ago(200), to: null }],
        saves: [{ at: ago(290 + i * 20), state: ['saved', 'savedLocally', 'blocked'][i % 3], trigger: 'disconnect', jobId: jobs[i].id, commit: 'c'.repeat(40) }],
      }));
      return [200, { from: ago(minutes * 60), to: ago(0), truncated: false, lifelines: lines }];
    }
    if (kind === 'pool') {
      const pool = pools.find(({ environment }) => environment === id);
      if (method === 'POST') {
        pool.paused = action === 'pause';
        pool.reason = body.reason ?? null;
        return [202, {}];
      }
      return [200, { pools }];
    }
    if (kind !== 'projects' || !action) {
      return null;
    }
    switch (action) {
      case 'keep':
        return [204];
      case 'remote':
        return [202, { jobId: run('persist', id) }];
      case 'terminals':
        return method === 'DELETE' ? [204] : [200, { terminals: [{ name: 'main', clients: 1 }, { name: 'build', clients: 0 }] }];
      case 'restore':
        return [202, { jobId: run('restore', id, () => saves.get(id).unshift(save('savedLocally', 0, { trigger: 'restore' }))) }];
      case 'saves':
        if (rest[1] !== 'diff') {
          return [200, { saves: saves.get(id).filter(({ trigger }) => url.searchParams.get('snapshots') !== 'false' || trigger !== 'snapshot'), next: null }];
        }
        if (url.searchParams.get('path')) {
          return [200, { path: url.searchParams.get('path'), patch }];
        }
        return [200, { files: [{ path: 'src/main.js', change: 'modified' }, { path: 'a/very/long/way/down/to/a/file/that/is/<b>new</b>.txt', change: 'added' }, { path: 'README.md', change: 'deleted' }], truncated: true }];
      default:
        return null;
    }
  };
}
