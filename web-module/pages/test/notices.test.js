import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Notices } from '../src/ide/notices.js';
import { TerminalNames } from '../src/ide/names.js';

function some(keep = async () => {}) {
  const said = [];
  const notices = new Notices({ changed: () => {}, say: (words) => said.push(words), keep });
  return { notices, said };
}

test('a notice of a kind stays until it is read, and the newest of its kind counts', () => {
  const { notices, said } = some();
  notices.hear({ kind: 'idle', message: 'Stops in 5 minutes.', action: 'keep' });
  notices.hear({ kind: 'idle', message: 'Stops in 1 minute.', action: 'keep' });
  notices.hear({ kind: 'quota', message: 'Over the quota.' });
  assert.deepEqual(notices.all.map(({ message }) => message), ['Stops in 1 minute.', 'Over the quota.']);
  assert.deepEqual(said, []);
  notices.dismiss('idle');
  assert.deepEqual(notices.all.map(({ kind }) => kind), ['quota']);
});

test('what need not stay is only said', () => {
  const { notices, said } = some();
  notices.hear({ kind: 'import', message: 'The repository has been imported.' });
  notices.hear({ message: 'A plain sentence.' });
  notices.hear({ message: '' });
  assert.deepEqual(notices.all, []);
  assert.deepEqual(said, ['The repository has been imported.', 'A plain sentence.']);
});

function storage() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
}

test('a terminal keeps the name that it was given, beyond a reload', () => {
  const store = storage();
  new TerminalNames('p', store).rename('t2', '  dev   server ');
  const names = new TerminalNames('p', store);
  assert.equal(names.of('t2'), 'dev server');
  assert.equal(names.of('main'), 'main');
  assert.equal(new TerminalNames('q', store).of('t2'), 't2');
  names.rename('t2', '');
  assert.equal(names.of('t2'), 't2');
});

test('names that make no sense are none, and storage that fails does no harm', () => {
  const broken = { getItem: () => '{"t2": 7, "t3": "x"', setItem: () => { throw new Error('full'); } };
  const names = new TerminalNames('p', broken);
  assert.equal(names.of('t2'), 't2');
  names.rename('t2', 'a'.repeat(100));
  assert.equal(names.of('t2').length, 40);
});
