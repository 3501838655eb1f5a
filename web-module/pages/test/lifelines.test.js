import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddress } from '../src/console/address.js';
import { marks, ticks } from '../src/console/marks.js';

const at = (seconds) => new Date(Date.UTC(2026, 10, 26, 12, 0, seconds)).toISOString();
const line = (more) => ({ projectId: 'p', name: 'n', userId: 'u', jobs: [], containers: [], sessions: [], saves: [], ...more });
const job = (more) => ({ id: 'j', kind: 'persist', state: 'SUCCEEDED', createdAt: at(10), startedAt: at(20), finishedAt: at(40), error: null, ...more });
const drawn = (more) => marks(line(more), at(0), at(100));

test('a window is one of those that are offered', () => {
  assert.equal(parseAddress('/console/lifelines', '?minutes=60').minutes, 60);
  assert.equal(parseAddress('/console/lifelines', '?minutes=61').minutes, 15);
});

test('a job waits and then works', () => {
  const [wait, work] = drawn({ jobs: [job()] });
  assert.deepEqual([wait.look, wait.from, wait.to], ['thin', 10, 20]);
  assert.deepEqual([work.look, work.from, work.to, work.tone], ['bar', 20, 40, 'good']);
  assert.equal(work.label, 'persist succeeded, 20 s');
});

test('the wait of a stop is the grace', () => {
  const [grace] = drawn({ jobs: [job({ kind: 'stop', state: 'SCHEDULED', startedAt: null, finishedAt: null })] });
  assert.deepEqual([grace.label, grace.to], ['grace, 1 min 30 s', 100]);
});

test('a failure has a shape of its own, and says why', () => {
  const made = drawn({ jobs: [job({ state: 'DEAD', error: 'HTTP 403\nmore' })] });
  assert.ok(made.some(({ shape }) => shape === 'cross'));
  assert.ok(made.some(({ label }) => label.endsWith(': HTTP 403')));
});

test('what was there before and is still there fills the window', () => {
  const [container] = drawn({ containers: [{ from: null, to: null }] });
  assert.deepEqual([container.from, container.to], [0, 100]);
  assert.match(container.label, /since before, .*still there/);
});

test('each state of a save has a shape of its own', () => {
  const shapes = ['saved', 'savedLocally', 'blocked'].map((state) => drawn({ saves: [{ at: at(50), state, trigger: 'stop', jobId: 'j' }] })[0].shape);
  assert.equal(new Set(shapes).size, 3);
});

test('each mark leads to its job, or to the jobs of its project', () => {
  const made = drawn({ jobs: [job()], sessions: [{ from: at(1), to: null }], saves: [{ at: at(50), state: 'saved', trigger: 'stop', jobId: 'a/b' }] });
  assert.deepEqual(made.map(({ href }) => href), ['/console/jobs?q=project%3Ap', '/console/jobs/j', '/console/jobs/j', '/console/jobs/a%2Fb']);
});

test('the axis has a few round times', () => {
  for (const minutes of [15, 60, 360]) {
    const made = ticks(new Date(0).toISOString(), new Date(minutes * 60_000).toISOString());
    assert.ok(made.length >= 3 && made.length <= 8, `${minutes}: ${made.length}`);
  }
  assert.equal(ticks(at(0), at(600))[0].word, '12:00');
});
