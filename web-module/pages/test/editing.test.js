import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeBetween, Editing, indentOf, lineBreakOf } from '../src/ide/editing.js';

const opened = () => new Editing({ text: 'one', etag: '"1"' });

function typed(text) {
  const editing = opened();
  editing.typed(text);
  return { editing, sent: editing.next() };
}

test('what was not changed is not written', () => {
  const editing = opened();
  assert.equal(editing.next(), null);
  editing.typed('two');
  editing.typed('one');
  assert.equal(editing.next(), null);
});

test('what is typed is written over the version that was read, once at a time', () => {
  const { editing, sent } = typed('two');
  assert.deepEqual(sent, { text: 'two', etag: '"1"' });
  assert.equal(editing.next(), null);
});

test('a written text is clean, and the next is written over it', () => {
  const { editing, sent } = typed('two');
  assert.equal(editing.answered(sent, { status: 204, etag: '"2"' }), 'done');
  assert.equal(editing.isDirty, false);
  editing.typed('three');
  assert.deepEqual(editing.next(), { text: 'three', etag: '"2"' });
});

test('what was typed while it was written is written next', () => {
  const { editing, sent } = typed('two');
  editing.typed('two and more');
  assert.equal(editing.isDirty, true);
  assert.equal(editing.answered(sent, { status: 204, etag: '"2"' }), 'more');
  assert.deepEqual(editing.next(), { text: 'two and more', etag: '"2"' });
});

test('without a connection the text stays and is tried again, later each time', () => {
  const { editing, sent } = typed('two');
  assert.equal(editing.answered(sent, { status: 0, words: 'The server does not answer.' }), 'wait');
  assert.equal(editing.problem, 'The server does not answer.');
  assert.equal(editing.isDirty, true);
  const first = editing.retryMillis;
  editing.answered(editing.next(), { status: 503, words: 'busy' });
  assert.ok(editing.retryMillis > first);
  for (let i = 0; i < 20; i += 1) {
    editing.answered(editing.next(), { status: 0 });
  }
  assert.equal(editing.retryMillis, 30_000);
  assert.equal(editing.answered(editing.next(), { status: 204, etag: '"2"' }), 'done');
});

test('what time does not cure waits for a person, and keeps the text', () => {
  for (const status of [400, 403, 404, 413]) {
    const { editing, sent } = typed('two');
    assert.equal(editing.answered(sent, { status, words: 'no' }), 'refused');
    assert.equal(editing.isDirty, true);
    assert.equal(editing.next(), null);
    editing.retry();
    assert.equal(editing.next().text, 'two');
  }
});

test('another edit tries again what was refused', () => {
  const { editing, sent } = typed('two');
  editing.answered(sent, { status: 413, words: 'too large' });
  editing.typed('t');
  assert.equal(editing.problem, '');
  assert.equal(editing.next().text, 't');
});

test('a refused version is looked at, and somebody decides', () => {
  const { editing, sent } = typed('mine');
  assert.equal(editing.answered(sent, { status: 412 }), 'look');
  assert.equal(editing.saw({ text: 'theirs', etag: '"2"' }), 'ask');
  assert.equal(editing.next(), null, 'nothing is written over theirs meanwhile');
  editing.typed('mine too');
  assert.equal(editing.text, 'mine too');
  editing.keepMine();
  assert.deepEqual(editing.next(), { text: 'mine too', etag: '"2"' });
});

test('theirs may be taken', () => {
  const { editing, sent } = typed('mine');
  editing.answered(sent, { status: 412 });
  editing.saw({ text: 'theirs', etag: '"2"' });
  assert.equal(editing.takeTheirs(), 'theirs');
  assert.equal(editing.isDirty, false);
  editing.typed('next');
  assert.deepEqual(editing.next(), { text: 'next', etag: '"2"' });
});

test('a write whose answer was lost is no conflict', () => {
  const { editing, sent } = typed('two');
  assert.equal(editing.answered(sent, { status: 0 }), 'wait');
  editing.answered(editing.next(), { status: 412 });
  assert.equal(editing.saw({ text: 'two', etag: '"2"' }), 'same');
  assert.equal(editing.isDirty, false);
  assert.equal(editing.problem, '');
});

test('a lost answer, and an edit since, is shown and not written over blindly', () => {
  const { editing, sent } = typed('two');
  editing.answered(sent, { status: 0 });
  editing.typed('two and more');
  editing.answered(editing.next(), { status: 412 });
  assert.equal(editing.saw({ text: 'two', etag: '"2"' }), 'more', 'it is what was sent from here');
  assert.deepEqual(editing.next(), { text: 'two and more', etag: '"2"' });
});

test('a file that was only touched is written over', () => {
  const { editing, sent } = typed('two');
  editing.answered(sent, { status: 412 });
  assert.equal(editing.saw({ text: 'one', etag: '"9"' }), 'more');
  assert.deepEqual(editing.next(), { text: 'two', etag: '"9"' });
});

test('a change from outside is taken where nothing was typed', () => {
  const editing = opened();
  assert.equal(editing.saw({ text: 'theirs', etag: '"2"' }), 'reload');
  assert.equal(editing.text, 'theirs');
  assert.equal(editing.isDirty, false);
});

test('a change from outside is asked about where something was typed', () => {
  const editing = opened();
  editing.typed('mine');
  assert.equal(editing.saw({ text: 'theirs', etag: '"2"' }), 'ask');
  assert.equal(editing.text, 'mine');
});

test('a file that is gone is asked about, and written again only as a new one', () => {
  const editing = opened();
  assert.equal(editing.saw({ gone: true }), 'ask');
  editing.keepMine();
  assert.deepEqual(editing.next(), { text: 'one', etag: null });
});

test('what became no text is never written over by itself', () => {
  const editing = opened();
  assert.equal(editing.saw({ note: 'no text', etag: '"2"' }), 'ask');
  assert.equal(editing.next(), null);
  editing.keepMine();
  assert.deepEqual(editing.next(), { text: 'one', etag: '"2"' });
});

test('a conflict that is undone outside is none', () => {
  const { editing, sent } = typed('mine');
  editing.answered(sent, { status: 412 });
  editing.saw({ text: 'theirs', etag: '"2"' });
  assert.equal(editing.saw({ text: 'one', etag: '"3"' }), 'more');
  assert.deepEqual(editing.next(), { text: 'mine', etag: '"3"' });
});

test('what was seen while it is written says nothing', () => {
  const { editing, sent } = typed('mine');
  assert.equal(editing.saw({ text: 'one', etag: '"1"' }), 'same');
  assert.equal(editing.theirs, null);
  editing.answered(sent, { status: 204, etag: '"2"' });
  assert.equal(editing.isDirty, false);
});

test('line ends stay as they are', () => {
  assert.equal(lineBreakOf('a\nb\n'), '\n');
  assert.equal(lineBreakOf('a\r\nb\r\n'), '\r\n');
  assert.equal(lineBreakOf('a\r\nb\n'), null);
  assert.equal(lineBreakOf('a\rb'), null);
  assert.equal(lineBreakOf('a\r\r\n'), null);
  assert.equal(lineBreakOf('one line'), '\n');
});

test('only the place that changed is changed', () => {
  const apply = (before, { from, to, insert }) => before.slice(0, from) + insert + before.slice(to);
  for (const [before, after] of [['abc', 'abXc'], ['abc', 'ac'], ['', 'x'], ['aaa', 'aa'], ['aa', 'aaa'], ['same', 'same'], ['xay', 'xby']]) {
    assert.equal(apply(before, changeBetween(before, after)), after);
  }
  assert.deepEqual(changeBetween('hello world', 'hello brave world'), { from: 6, to: 6, insert: 'brave ' });
});

test('a file is indented as it is, or as is usual', () => {
  assert.equal(indentOf('if a:\n\tb\n', 'a.py'), '\t');
  assert.equal(indentOf('{\n   "a": {\n      "b": 1\n   }\n}', 'a.json'), '   ');
  assert.equal(indentOf('', 'a.py'), '    ');
  assert.equal(indentOf('a\n', 'a.js'), '  ');
});
