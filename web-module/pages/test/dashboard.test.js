import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AGAIN_MILLIS, DWELL_MILLIS, Intent, mostLikely } from '../src/dashboard/intent.js';
import { environmentFor } from '../src/dashboard/languages.js';

const ALL = ['base', 'node', 'python', 'java'];

test('a repository gets the environment of its language', () => {
  assert.equal(environmentFor('TypeScript', ALL), 'node');
  assert.equal(environmentFor('Jupyter Notebook', ALL), 'python');
  assert.equal(environmentFor('Kotlin', ALL), 'java');
  assert.equal(environmentFor('Rust', ALL), 'base');
  assert.equal(environmentFor(null, ALL), 'base');
});

test('an environment that is not there is not chosen', () => {
  assert.equal(environmentFor('Java', ['base', 'node']), 'base');
  assert.equal(environmentFor('Java', ['big']), null);
});

const settle = () => new Promise((go) => setImmediate(go));

function someone({ fails = null } = {}) {
  const asked = [];
  let now = 1_000_000;
  let timer = null;
  const intent = new Intent(
    async ({ id }) => {
      asked.push(id);
      if (fails) {
        throw fails;
      }
    },
    { now: () => now, setTimeout: (work, millis) => (timer = { work, at: now + millis }), clearTimeout: () => (timer = null) },
  );
  return {
    intent,
    asked,
    async pass(millis) {
      now += millis;
      if (timer && timer.at <= now) {
        const { work } = timer;
        timer = null;
        work();
      }
      await settle();
    },
  };
}
const cold = (id, more) => ({ id, state: 'cold', ...more });

test('a pointer that passes by asks for nothing, one that stays asks once', async () => {
  const { intent, asked, pass } = someone();
  intent.look(cold('a'));
  await pass(DWELL_MILLIS - 1);
  intent.leave();
  await pass(DWELL_MILLIS);
  assert.deepEqual(asked, []);
  intent.look(cold('b'));
  await pass(DWELL_MILLIS);
  intent.look(cold('b'));
  await pass(DWELL_MILLIS);
  assert.deepEqual(asked, ['b']);
  await pass(AGAIN_MILLIS);
  intent.look(cold('b'));
  await pass(DWELL_MILLIS);
  assert.deepEqual(asked, ['b', 'b']);
});

test('what runs or is frozen needs no hunch', async () => {
  const { intent, asked, pass } = someone();
  for (const state of ['running', 'warming', 'frozen', 'grace', 'stopping', 'attention']) {
    intent.look({ id: state, state });
    await pass(DWELL_MILLIS);
  }
  assert.deepEqual(asked, []);
});

test('over the budget it is quiet for as long as the server says', async () => {
  const { intent, asked, pass } = someone({ fails: { status: 429, retryAfter: 30 } });
  intent.look(cold('a'));
  await pass(DWELL_MILLIS);
  intent.look(cold('b'));
  await pass(DWELL_MILLIS);
  assert.deepEqual(asked, ['a']);
  await pass(30_000);
  intent.look(cold('b'));
  await pass(DWELL_MILLIS);
  assert.deepEqual(asked, ['a', 'b']);
});

test('the project that was worked on last is the likely one, unless that was long ago', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const projects = [cold('a', { lastSave: { at: '2026-11-23T09:00:00Z' } }), cold('b', { lastSave: { at: '2026-11-23T11:00:00Z' } }), cold('c')];
  assert.equal(mostLikely(projects, now).id, 'b');
  assert.equal(mostLikely([cold('a', { lastSave: { at: '2026-11-20T09:00:00Z' } })], now), null);
  assert.equal(mostLikely([], now), null);
});
