import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesce, parseEvent } from '../src/common/live.js';

function clock() {
  const due = [];
  return { due, set: (work) => due.push(work) - 1, clear: (timer) => (due[timer] = () => {}) };
}

test('a burst of events becomes one request for each project', () => {
  const { due, ...timers } = clock();
  const flushed = [];
  const heard = coalesce(300, (keys) => flushed.push(keys), timers);
  ['a', 'b', 'a', 'a'].forEach((key) => heard.add(key));
  assert.equal(due.length, 1);
  due[0]();
  assert.deepEqual(flushed, [['a', 'b']]);
  heard.add('a');
  assert.equal(due.length, 2);
});

test('what was heard for a view that is left is forgotten', () => {
  const { due, ...timers } = clock();
  const flushed = [];
  const heard = coalesce(300, (keys) => flushed.push(keys), timers);
  heard.add('a');
  heard.cancel();
  due[0]();
  assert.deepEqual(flushed, []);
});

test('an event that is no JSON is no event', () => {
  assert.equal(parseEvent('job', 'oops'), null);
  assert.equal(parseEvent('job', '3'), null);
  assert.deepEqual(parseEvent('job', '{"jobId":"j"}'), { event: 'job', jobId: 'j' });
});
