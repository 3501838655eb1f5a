import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badge, branchOf, details, isBeside, newer, saveOf, waiting } from '../src/common/saving.js';

const save = (state, more) => ({ id: state, state, at: '2026-11-23T12:00:00Z', ...more });

test('“Saved” is said only of work that is in the remote', () => {
  assert.equal(badge({ lastSave: save('saved'), unsaved: false }), 'saved');
  assert.equal(badge({ lastSave: save('saved'), unsaved: true }), 'unsaved');
  assert.equal(badge({ lastSave: save('savedLocally'), unsaved: true }), 'savedLocally');
  assert.equal(badge({ lastSave: save('savedLocally'), unsaved: false }), 'savedLocally');
});

test('a blocked save is said whatever else is true, until the next one is under way', () => {
  assert.equal(badge({ lastSave: save('blocked'), unsaved: true }), 'blocked');
  assert.equal(badge({ lastSave: save('blocked'), unsaved: true, saving: true }), 'saving');
});

test('nothing is claimed of a project that was never saved', () => {
  assert.equal(badge({ lastSave: null, unsaved: null }), '');
  assert.equal(badge({ lastSave: null, unsaved: false }), '');
  assert.equal(badge({ lastSave: null, unsaved: true }), 'unsaved');
});

const NOW = Date.parse('2026-11-23T12:00:12Z');

test('a save is said with its short commit, its branch and its age', () => {
  const one = { ...save('saved'), commit: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d', ref: 'refs/heads/release/2.x' };
  assert.deepEqual(details(one, NOW), ['1a2b3c4', 'release/2.x', '12 s ago']);
});

test('a push that is tried again counts down to its time', () => {
  const one = { ...save('savedLocally'), retryAt: '2026-11-23T12:00:42Z' };
  assert.equal(waiting(one, NOW), 'remote unreachable, trying again in 30 s');
  assert.equal(waiting(one, NOW + 29_500), 'remote unreachable, trying again in 1 s');
  assert.equal(waiting(one, NOW + 31_000), 'remote unreachable, trying again now');
  assert.equal(waiting({ ...one, retryAt: '2026-11-23T12:05:12Z' }, NOW), 'remote unreachable, trying again in 5 min');
  assert.equal(waiting(save('savedLocally'), NOW), 'on its way to the remote');
});

test('a save beside its branch is known by its ref, and says which branch it stands beside', () => {
  const ref = 'refs/heads/codeblocking/autosave/0d9b7c54-6ad1-4f7e-9a51-7b8f0f3c2a11/feature/x';
  assert.ok(isBeside({ ref }));
  assert.equal(branchOf({ ref }), 'feature/x');
  assert.ok(!isBeside({ ref: 'refs/heads/main' }));
  assert.ok(!isBeside(null));
});

test('the time of the next try is forgotten once the save has arrived', () => {
  const waits = { ...save('savedLocally'), id: 'a', retryAt: '2026-11-23T12:00:42Z' };
  assert.equal(newer(waits, { ...save('savedLocally'), id: 'a' }).retryAt, waits.retryAt);
  assert.equal(newer(waits, { ...save('saved'), id: 'a' }).retryAt, undefined);
});

test('the newer of two saves counts, and a save that went on replaces itself', () => {
  const early = { id: 'a', at: '2026-11-23T12:00:00Z', state: 'savedLocally', ref: 'refs/heads/main' };
  const late = { id: 'b', at: '2026-11-23T12:00:09Z', state: 'saved' };
  assert.equal(newer(late, early), late);
  assert.equal(newer(early, late), late);
  assert.equal(newer(null, late), late);
  assert.deepEqual(newer(early, { id: 'a', at: early.at, state: 'saved' }), { ...early, state: 'saved', retryAt: undefined });
});

test('a save is understood plain and wrapped, and what is none is none', () => {
  assert.equal(saveOf({ type: 'save', state: 'saved' }).state, 'saved');
  assert.equal(saveOf({ type: 'save', save: { state: 'blocked' } }).state, 'blocked');
  assert.equal(saveOf({ type: 'save' }), null);
  assert.equal(saveOf(null), null);
});
