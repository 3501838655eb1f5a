import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRemote, safeHref, shortRemote } from '../src/common/remote.js';

test('the name of a project is proposed from its address', () => {
  for (const address of ['https://github.com/acme/thing.git', ' https://github.com/acme/thing/ ', 'https://github.com/acme/thing']) {
    assert.equal(parseRemote(address).name, 'thing');
  }
});

test('a secret never stays in an address', () => {
  assert.deepEqual(parseRemote('https://me:p%40ss@example.org:8443/a/b.git'), {
    url: 'https://example.org:8443/a/b.git', host: 'example.org:8443', username: 'me', secret: 'p@ss', name: 'b',
  });
});

test('only web addresses are remotes, and only they are links', () => {
  for (const address of ['file:///etc/passwd', 'ssh://git@example.org/a', 'git@example.org:a/b', 'javascript:alert(1)', 'data:text/html,x', '', null, 'x']) {
    assert.equal(parseRemote(address), null);
    assert.equal(safeHref(address), null);
  }
});

test('a remote is shown without what all have in common', () => {
  assert.equal(shortRemote('https://gitlab.com/a/b/c.git'), 'gitlab.com/a/b/c');
  assert.equal(shortRemote('javascript:alert(1)'), 'javascript:alert(1)');
});
