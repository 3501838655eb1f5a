import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFinal, JOB_STATES, jobActions, look, PROJECT_STATES, SAVE_STATES } from '../src/common/states.js';

// The states as the contract lists them.
const JOB = 'SCHEDULED READY BLOCKED RUNNING LOST RETRYING SUCCEEDED DEAD RESOLVED CANCELLED SUPERSEDED EXPIRED'.split(' ');
const PROJECT = 'cold warming running grace frozen stopping attention'.split(' ');
const SAVE = 'saved savedLocally blocked'.split(' ');

test('each state of the contract has an icon, a word and a tone', () => {
  for (const [states, names] of [[JOB_STATES, JOB], [PROJECT_STATES, PROJECT], [SAVE_STATES, SAVE]]) {
    for (const name of names) {
      const { icon, word, tone } = states[name];
      assert.ok(icon && word && tone, name);
    }
  }
  assert.deepEqual(Object.keys(JOB_STATES), JOB);
});

test('no two job states share a word', () => {
  assert.equal(new Set(JOB.map((state) => JOB_STATES[state].word)).size, JOB.length);
});

test('a state that is not known is shown as it is', () => {
  assert.equal(look(JOB_STATES, 'HIBERNATING').word, 'HIBERNATING');
  assert.equal(look(JOB_STATES, undefined).word, 'Unknown');
  assert.equal(look(JOB_STATES, 'constructor').word, 'constructor');
});

test('a job that is over offers no cancel', () => {
  for (const state of JOB.filter(isFinal)) {
    assert.ok(!jobActions(state).includes('cancel'), state);
  }
  assert.deepEqual(jobActions('DEAD'), ['retry', 'resolve']);
  assert.deepEqual(jobActions('SUCCEEDED'), []);
  assert.deepEqual(jobActions('CANCELLED'), []);
});
