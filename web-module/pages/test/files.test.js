import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asText, entriesOf, fileUrl } from '../src/ide/files.js';

test('folders come first, each with its path', () => {
  const entries = entriesOf({ entries: [{ name: 'b', type: 'file', size: 3 }, { name: 'a', type: 'file' }, { name: 'z', type: 'folder' }] }, 'src');
  assert.deepEqual(entries.map(({ path, kind }) => [path, kind]), [['src/z', 'folder'], ['src/a', 'file'], ['src/b', 'file']]);
});

test('several ways to write a listing are understood', () => {
  assert.deepEqual(entriesOf({ files: [{ path: 'src/', directory: true }, { path: 'src/x' }] }, '').map(({ name, kind }) => [name, kind]), [['src', 'folder'], ['x', 'file']]);
  assert.equal(entriesOf({ entries: [{ name: 's', type: 'symlink' }] }, '')[0].kind, 'other');
  assert.deepEqual(entriesOf({}, ''), []);
  assert.deepEqual(entriesOf({ entries: 'x' }, ''), []);
});

test('a name that leads elsewhere is no entry', () => {
  assert.deepEqual(entriesOf({ entries: [{ name: '..' }, { name: '.' }, { name: '../../etc' }, { name: '' }] }, ''), []);
});

test('each part of a path is encoded', () => {
  assert.equal(fileUrl('p', 'a b/ü#?.txt'), '/api/projects/p/files/a%20b/%C3%BC%23%3F.txt');
});

test('what is no text is not shown as text', () => {
  assert.equal(asText(new Uint8Array([65, 0, 66]), false).text, undefined);
  assert.deepEqual(asText(new TextEncoder().encode('ü'), true), { text: 'ü', cut: true });
});
