import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProblem, path, query } from '../src/common/api.js';

test('an error is told in the server’s words', () => {
  assert.equal(parseProblem(400, '{"title":"Bad Request","detail":"Environment x is unknown: base, node."}').message, 'Environment x is unknown: base, node.');
  assert.equal(parseProblem(409, '{"title":"Conflict"}').message, 'Conflict');
});

test('an error without words still says what it is', () => {
  for (const text of ['', '<html>', 'null', '[]', '{"detail":{"a":1}}']) {
    assert.equal(parseProblem(404, text).message, 'There is no such thing, or it is not yours.');
  }
  assert.equal(parseProblem(502, '').message, 'The server answered with status 502.');
});

test('a limit says when to try again', () => {
  const problem = parseProblem(429, '{"detail":"5 containers run already."}', '30');
  assert.equal(problem.message, '5 containers run already. Try again in 30 s.');
  assert.equal(problem.retryAfter, 30);
});

test('data in a path stays one segment', () => {
  assert.equal(path`/api/credentials/${'example.org:8443'}`, '/api/credentials/example.org%3A8443');
  assert.equal(path`/api/jobs/${'a/../b?c#d'}/retry`, '/api/jobs/a%2F..%2Fb%3Fc%23d/retry');
});

test('empty filters are left out', () => {
  assert.equal(query({ state: '', kind: null, q: 'a b', limit: 0 }), '?q=a+b&limit=0');
  assert.equal(query({}), '');
});
