import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Safety, SAFETY, SETTLES } from '../src/ide/safety.js';

function aSafety() {
  let now = 0;
  const safety = new Safety(() => now);
  return { safety, pass: (millis) => (now += millis) };
}

test('“Safe to close” is not said before the server has looked', () => {
  assert.notEqual(SAFETY[aSafety().safety.state].word, 'Safe to close');
});

test('a key turns “Safe to close” off at once', () => {
  const { safety } = aSafety();
  safety.heard({ state: 'saved', saving: false });
  assert.equal(safety.state, 'saved');
  safety.typed();
  assert.equal(safety.state, 'unsaved');
});

test('what the server saw before the key does not turn it on again', () => {
  const { safety, pass } = aSafety();
  safety.heard({ state: 'saved', saving: false });
  safety.typed();
  pass(SETTLES - 1);
  safety.heard({ state: 'saved', saving: false });
  assert.equal(safety.state, 'unsaved');
  pass(1);
  safety.heard({ state: 'saved', saving: false });
  assert.equal(safety.state, 'saved');
});

test('while a save is under way nothing is called safe in the remote', () => {
  const { safety } = aSafety();
  safety.heard({ state: 'saved', saving: true });
  assert.equal(safety.state, 'savedLocally');
});

test('an edit that has not reached the server is no safe state, whatever the server saw', () => {
  const { safety } = aSafety();
  safety.heard({ state: 'saved', saving: false });
  safety.edited(true);
  assert.equal(safety.state, 'unsent');
  safety.heard({ state: 'saved', saving: false });
  assert.equal(safety.state, 'unsent');
  safety.edited(false);
  assert.equal(safety.state, 'saved');
});

test('without a connection nothing is claimed', () => {
  const { safety } = aSafety();
  safety.heard({ state: 'saved', saving: false });
  safety.lost();
  assert.equal(safety.state, '');
  safety.typed();
  assert.equal(safety.state, '');
});

test('only one state is called safe to close, and the others say that closing saves', () => {
  const words = Object.values(SAFETY).map(({ word }) => word);
  assert.equal(words.filter((word) => word === 'Safe to close').length, 1);
  assert.match(SAFETY.unsaved.hint, /Closing this page saves it/);
});
