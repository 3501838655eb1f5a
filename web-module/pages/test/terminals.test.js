import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesIn } from '../src/ide/terminals.js';

test('the open terminals are known by name, however the server writes them', () => {
  assert.deepEqual(namesIn({ terminals: [{ name: 'main' }, { terminal: 't2' }, 't3'] }), ['main', 't2', 't3']);
});

test('what is no name of a terminal becomes no tab', () => {
  assert.deepEqual(namesIn({ terminals: [{ name: '../x' }, {}, null, 'a b', 'x'.repeat(33)] }), []);
  assert.deepEqual(namesIn(null), []);
  assert.deepEqual(namesIn({ terminals: 'main' }), []);
});
