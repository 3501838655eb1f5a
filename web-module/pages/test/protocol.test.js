import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACK_EVERY, backoff, isReport, meaningOf, nextTerminal, parseMessage, pieces, stageWords, Stream, terminalUrl } from '../src/ide/protocol.js';

test('each close code of the contract has its sentence and its way on', () => {
  const next = { 1000: 'never', 1001: 'later', 4401: 'now', 4404: 'never', 4408: 'now', 4409: 'never', 4429: 'later', 4500: 'never' };
  for (const [code, way] of Object.entries(next)) {
    const meaning = meaningOf(Number(code));
    assert.equal(meaning.next, way, code);
    assert.match(meaning.words, /\.$/, code);
  }
  assert.equal(new Set(Object.keys(next).map((code) => meaningOf(Number(code)).words)).size, 8);
});

test('a line that broke is tried again; a reason is passed on', () => {
  assert.equal(meaningOf(1006).next, 'later');
  assert.equal(meaningOf(4500, 'No Docker engine').words, 'The terminal could not be opened. No Docker engine.');
});

test('waits grow up to half a minute, and differ from tab to tab', () => {
  assert.deepEqual([0, 1, 2, 3].map((n) => backoff(n, 0.5)), [500, 1000, 2000, 4000]);
  assert.equal(backoff(50, 0.5), 30_000);
  assert.deepEqual([backoff(0, 0), backoff(0, 1)], [400, 600]);
});

test('the address of a terminal holds its size, and an offset only where there is one', () => {
  const of = (page, more) => terminalUrl(page, { projectId: 'p', terminal: 'main', cols: 80, rows: 24, ...more });
  assert.equal(of('http://localhost:8080/ide/p', { offset: null, ticket: 'a+b' }), 'ws://localhost:8080/ws/terminal/p?terminal=main&cols=80&rows=24&ticket=a%2Bb');
  assert.equal(of('https://example.org/ide/p', { offset: 0 }), 'wss://example.org/ws/terminal/p?terminal=main&cols=80&rows=24&offset=0');
});

test('a stream goes on where it was', () => {
  const stream = new Stream();
  assert.equal(stream.offset, null);
  assert.equal(stream.attach(1000), false);
  stream.receive(24);
  assert.equal(stream.offset, 1024);
  assert.equal(stream.attach(1024), false);
  assert.equal(stream.offset, 1024);
});

test('a stream that begins elsewhere clears the screen', () => {
  const stream = new Stream();
  stream.attach(0);
  stream.receive(10);
  assert.equal(stream.attach(4), true);
  assert.equal(stream.offset, 4);
});

test('after the shell ended the next one begins on an empty screen', () => {
  const stream = new Stream();
  stream.attach(0);
  stream.forget();
  assert.equal(stream.offset, null);
  assert.equal(stream.attach(0), true);
});

test('output is acknowledged by the offset reached, not byte by byte', () => {
  const stream = new Stream();
  stream.attach(100);
  assert.equal(stream.written(stream.receive(ACK_EVERY - 1)), null);
  assert.equal(stream.written(stream.receive(1)), 100 + ACK_EVERY);
  assert.equal(stream.written(stream.receive(1)), null);
});

test('what the screen still had from before a reset is not acknowledged', () => {
  const stream = new Stream();
  stream.attach(0);
  const old = stream.receive(ACK_EVERY);
  stream.attach(7);
  assert.equal(stream.written(old), null);
});

test('what is no message is none', () => {
  assert.deepEqual(['x', '1', 'null', '{}', '{"type":1}'].map(parseMessage), [null, null, null, null, null]);
  assert.equal(parseMessage('{"type":"attached","offset":3}').offset, 3);
});

test('a large paste is sent in pieces that are the whole', () => {
  const data = Uint8Array.from({ length: 10 }, (_, i) => i);
  assert.deepEqual(pieces(data, 4).map((piece) => [...piece]), [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]);
  assert.deepEqual(pieces(new Uint8Array(0)), []);
});

test('a terminal’s answers are told from what a person types', () => {
  for (const report of ['\x1b[?1;2c', '\x1b[>0;276;0c', '\x1b[24;80R', '\x1b[0n', '\x1b]11;rgb:0000/0000/0000\x1b\\', '\x1bP1$r0m\x1b\\', '\x1b[?2004;1$y', '\x1b[1;1R\x1b[0n']) {
    assert.ok(isReport(report), JSON.stringify(report));
  }
  for (const typed of ['c', 'ls\r', '\x1b', '\x1b[A', '\x1bOA', '\x1b[3~', '\x03', '\x1b[200~x\x1b[201~', '']) {
    assert.ok(!isReport(typed), JSON.stringify(typed));
  }
});

test('new terminals take the first free name', () => {
  assert.equal(nextTerminal(['main']), 't2');
  assert.equal(nextTerminal(['main', 't2', 't4']), 't3');
});

test('a stage that is not known is still readable', () => {
  assert.equal(stageWords('claimed'), 'Taking a container');
  assert.equal(stageWords('pullingImage'), 'Pulling Image');
  assert.equal(stageWords('constructor'), 'Constructor');
  assert.equal(stageWords(null), 'Working');
});

test('another shell at the same offset is another place', () => {
  const stream = new Stream();
  stream.attach(0, 'a');
  stream.receive(10);
  assert.equal(stream.attach(10, 'a'), false);
  assert.equal(stream.shell, 'a');
  assert.equal(stream.attach(10, 'b'), true);
  assert.equal(stream.shell, 'b');
});
