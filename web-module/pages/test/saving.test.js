import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badge, newer, saveOf } from '../src/common/saving.js';

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

test('a snapshot of what the remote has already is no news', () => {
  assert.equal(badge({ lastSave: save('savedLocally', { trigger: 'snapshot' }), unsaved: false }), 'saved');
  assert.equal(badge({ lastSave: save('savedLocally', { trigger: 'snapshot' }), unsaved: true }), 'savedLocally');
});

test('the newer of two saves counts, and a save that went on replaces itself', () => {
  const early = { id: 'a', at: '2026-11-23T12:00:00Z', state: 'savedLocally', ref: 'refs/heads/main' };
  const late = { id: 'b', at: '2026-11-23T12:00:09Z', state: 'saved' };
  assert.equal(newer(late, early), late);
  assert.equal(newer(early, late), late);
  assert.equal(newer(null, late), late);
  assert.deepEqual(newer(early, { id: 'a', at: early.at, state: 'saved' }), { ...early, state: 'saved' });
});

test('a save is understood plain and wrapped, and what is none is none', () => {
  assert.equal(saveOf({ type: 'save', state: 'saved' }).state, 'saved');
  assert.equal(saveOf({ type: 'save', save: { state: 'blocked' } }).state, 'blocked');
  assert.equal(saveOf({ type: 'save' }), null);
  assert.equal(saveOf(null), null);
});
