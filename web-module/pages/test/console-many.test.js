import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitHref } from '../src/common/remote.js';
import { asCurl, peoplesActs, savedAs, whyItWaits, withLinks } from '../src/console/about.js';
import { title, VIEWS } from '../src/console/address.js';
import { subjectOf } from '../src/console/audit.js';
import { forecast } from '../src/console/bulk.js';
import { verdict } from '../src/console/failures.js';
import { Selection } from '../src/console/selection.js';
import { timeline } from '../src/console/timeline.js';

const ID = '11111111-2222-3333-4444-555555555555';

test('what was acted on leads to where it is seen', () => {
  assert.deepEqual(subjectOf({ subject: 'job', name: 'stop', jobId: ID }), { words: 'stop 11111111', href: `/console/jobs/${ID}` });
  assert.deepEqual(subjectOf({ subject: 'queue', name: 'import' }), { words: 'queue import', href: '/console/queues' });
  assert.equal(subjectOf({ subject: 'moon', name: 'full' }).href, null);
});

test('every view has a title', () => {
  assert.equal(title('failures'), 'Dead letters');
  assert.ok(VIEWS.every((view) => title(view)));
});

test('a header box ticks the page, and all that match is another thing', () => {
  const selection = new Selection();
  assert.ok(selection.isEmpty && !selection.hasAll([]));
  selection.tick(['a', 'b'], true);
  assert.ok(selection.hasAll(['a', 'b']) && !selection.hasAll(['a', 'c']));
  selection.all();
  assert.deepEqual([selection.isAll, selection.size, selection.hasAll(['x'])], [true, 0, true]);
  selection.tick(['a'], false);
  assert.ok(selection.isEmpty);
});

test('a row that is seen no more is not acted on', () => {
  const selection = new Selection();
  selection.tick(['a', 'b'], true);
  selection.keep(['b', 'c']);
  assert.deepEqual([...selection.ids], ['b']);
});

test('a forecast says how many would change, how many would not, and why', () => {
  const states = { DEAD: 2, RUNNING: 1, SUCCEEDED: 4 };
  assert.equal(
    forecast('retry', { matched: 7, changed: 2, states }),
    '7 jobs match: 2 would be retried, 5 would not, in a state that does not allow it (1 running, 4 succeeded).',
  );
  assert.equal(forecast('resolve', { matched: 1, changed: 1, states: { DEAD: 1 } }), '1 job matches: 1 would be resolved.');
});

test('a probe that dies again says so, and one that retries is no success', () => {
  assert.equal(verdict({ state: 'SUCCEEDED' }).tone, 'good');
  assert.match(verdict({ state: 'DEAD', error: 'HTTP 403' }).words, /died again: HTTP 403/);
  assert.match(verdict({ state: 'RETRYING', error: 'HTTP 503' }).words, /on its way: HTTP 503/);
});

test('why a job waits is told in words, whatever is known', () => {
  assert.equal(whyItWaits({ state: 'BLOCKED', waitingFor: 'job x' }), 'job x');
  assert.equal(whyItWaits({ state: 'READY' }, { name: 'persist', paused: true, pausedReason: 'an upgrade' }), 'its queue persist is paused: an upgrade');
  assert.match(whyItWaits({ state: 'READY' }, { name: 'stop', consumers: 0 }), /nobody consumes/);
  assert.equal(whyItWaits({ state: 'READY' }, { name: 'stop', consumers: 4, inDelivery: 4, depth: 9 }), 'a free worker of stop: 4 at work, 9 waiting');
  assert.equal(whyItWaits({ state: 'READY' }, null), 'a free worker');
  assert.equal(whyItWaits({ state: 'RUNNING', waitingFor: null }), null);
  assert.equal(whyItWaits({ state: 'DEAD' }), null);
});

test('the job that is waited for is a link in the sentence', () => {
  assert.deepEqual(withLinks(`job ${ID} holds it`), [{ text: 'job ' }, { text: ID, jobId: ID }, { text: ' holds it' }]);
  assert.deepEqual(withLinks('<img src=x onerror=alert(1)>'), [{ text: '<img src=x onerror=alert(1)>' }]);
});

test('what persons did is told apart from what workers did', () => {
  const events = [
    { type: 'job', actor: 'ann', from: null, to: 'READY', reason: 'accepted' },
    { type: 'job', actor: 'node-1', from: 'RUNNING', to: 'DEAD' },
    { type: 'save', actor: 'system', data: { commit: 'c', ref: 'refs/heads/main' } },
    { type: 'job', actor: 'olga', from: 'DEAD', to: 'RESOLVED', reason: 'done with' },
  ];
  assert.deepEqual(peoplesActs({ events, attempts: [{ node: 'node-1' }] }).map(({ actor, act }) => `${actor} ${act}`), ['ann asked for it', 'olga resolved it']);
  assert.deepEqual(savedAs({ events }), { commit: 'c', ref: 'refs/heads/main' });
  assert.equal(savedAs({}), null);
});

test('a call as curl holds no token, and an action its reason', () => {
  assert.equal(asCurl('http://h', ID, ''), `curl -sS 'http://h/api/jobs/${ID}' -H "Authorization: Bearer $TOKEN"`);
  assert.match(asCurl('http://h', ID, 'retry'), /\/retry' .* -X POST .*"reason"/);
});

test('a commit leads to its forge, and to no other place', () => {
  const commit = 'c'.repeat(40);
  assert.equal(commitHref('https://github.com/a/b.git', commit), `https://github.com/a/b/commit/${commit}`);
  assert.equal(commitHref('https://gitlab.com/a/b', commit), `https://gitlab.com/a/b/-/commit/${commit}`);
  assert.equal(commitHref('https://evil.example/a/b.git', commit), null);
  assert.equal(commitHref('javascript:alert(1)', commit), null);
  assert.equal(commitHref('https://github.com/a/b.git', '"><img>'), null);
});

test('phases stand below their own attempt', () => {
  const at = (seconds) => new Date(1_000 * seconds).toISOString();
  const { bars } = timeline({
    createdAt: at(0),
    attempts: [{ attempt: 1, startedAt: at(1), endedAt: at(2), result: 'ERROR' }, { attempt: 2, startedAt: at(3), endedAt: at(4), result: 'OK' }],
    phases: [{ attempt: 1, name: 'read', startedAt: at(1), endedAt: at(2) }, { attempt: 2, name: 'push', startedAt: at(3), endedAt: at(4) }],
  }, 9_000);
  assert.deepEqual(bars.map(({ label }) => label), ['wait 1', 'attempt 1', 'read', 'wait 2', 'attempt 2', 'push']);
});
