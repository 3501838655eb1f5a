import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, jobAddress, jobsAddress, parseAddress } from '../src/console/address.js';
import { why } from '../src/console/jobs.js';
import { laneOf } from '../src/console/tables.js';
import { timeline } from '../src/console/timeline.js';

const at = (seconds) => new Date(Date.UTC(2026, 10, 23, 12, 0, seconds)).toISOString();
const NOW = Date.parse(at(60));

test('a filter is in the address, and comes back from it', () => {
  const filter = { state: 'DEAD', kind: 'persist', project: 'p', q: 'a & b' };
  const url = new URL(jobsAddress(filter), 'http://x');
  assert.deepEqual(parseAddress(url.pathname, url.search), { view: 'jobs', jobId: null, filter });
});

test('each address has one view', () => {
  assert.equal(parseAddress('/console', '').view, 'overview');
  assert.equal(parseAddress('/console/', '').view, 'overview');
  assert.equal(parseAddress('/console/queues', '').view, 'queues');
  assert.equal(parseAddress('/console/nonsense', '').view, 'overview');
  assert.equal(parseAddress(jobAddress('a/b'), '').jobId, 'a/b');
});

test('a row that left the filter is seen to have left', () => {
  const job = { state: 'DEAD', kind: 'stop', projectId: 'p' };
  assert.ok(fits(job, {}));
  assert.ok(fits(job, { state: 'DEAD', project: 'p' }));
  assert.ok(!fits(job, { state: 'RUNNING' }));
});

test('why a job is where it is fits into one line', () => {
  assert.equal(why({ error: 'A\n at b', waitingFor: null }), 'A');
  assert.equal(why({ error: 'A', waitingFor: 'Runs in 4 s.' }), 'Runs in 4 s.');
  assert.equal(why({ error: { message: 'M' } }), 'M');
  assert.equal(why({}), '');
});

test('a queue is called by its lane', () => {
  assert.deepEqual(['codeblocking.persist', 'stop', null].map(laneOf), ['persist', 'stop', '']);
});

test('a timeline shows waits between attempts', () => {
  const { bars } = timeline({
    createdAt: at(0),
    attempts: [
      { attempt: 1, startedAt: at(10), endedAt: at(20), error: 'x' },
      { attempt: 2, startedAt: at(30), endedAt: at(40), result: 'DONE' },
    ],
  }, NOW);
  assert.deepEqual(bars.map(({ label, kind, from, to }) => [label, kind, from, to]), [
    ['wait 1', 'wait', 0, 0.25], ['attempt 1', 'failed', 0.25, 0.5], ['wait 2', 'wait', 0.5, 0.75], ['attempt 2', 'done', 0.75, 1],
  ]);
});

test('what still runs or waits reaches until now', () => {
  assert.equal(timeline({ createdAt: at(0), startedAt: at(30), attempt: 1 }, NOW).bars.at(-1).kind, 'running');
  assert.deepEqual(timeline({ createdAt: at(0) }, NOW).bars.map(({ kind, millis }) => [kind, millis]), [['wait', 60_000]]);
  assert.equal(timeline({}, NOW), null);
});

test('phases are drawn by their end or by how long they took', () => {
  const { bars } = timeline({ createdAt: at(0), phases: [{ name: 'push', startedAt: at(5), millis: 1_000 }] }, NOW);
  assert.deepEqual([bars.at(-1).label, bars.at(-1).millis], ['push', 1_000]);
});
