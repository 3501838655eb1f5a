import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileUrl, tidy } from '../src/ide/fileorders.js';
import { asText, entriesOf, Files } from '../src/ide/files.js';

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

test('what an editor would damage is not edited', () => {
  assert.equal(asText(new Uint8Array([65, 0, 66])).text, undefined);
  assert.equal(asText(new Uint8Array([0xe4, 0x20])).text, undefined, 'Latin-1');
  assert.deepEqual(asText(new TextEncoder().encode('ü')), { text: 'ü' });
  assert.deepEqual(asText(new Uint8Array([0xef, 0xbb, 0xbf, 65])), { text: '\uFEFFA' }, 'a byte order mark stays');
});

test('slashes around a typed path do not count', () => {
  assert.equal(tidy(' /src//a b/ '), 'src/a b');
  assert.equal(tidy('///'), '');
});

test('a listing that comes late does not replace a newer one', async () => {
  const answers = [];
  const before = globalThis.fetch;
  globalThis.fetch = () => new Promise((answer) => answers.push((name) => answer(Response.json({ entries: [{ name, type: 'file' }] }))));
  try {
    let changes = 0;
    const files = new Files({ projectId: 'p', on: { changed: () => (changes += 1) } });
    const first = files.reload();
    const second = files.reload();
    answers[1]('new.txt');
    await second;
    answers[0]('old.txt');
    await first;
    assert.equal(changes, 1);
  } finally {
    globalThis.fetch = before;
  }
});
