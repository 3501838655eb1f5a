import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byDayAndHour, clock } from '../src/ide/days.js';
import { change, LINES_AT_MOST, patchLines } from '../src/ide/patch.js';

const local = (...parts) => new Date(...parts).toISOString();
const NOW = new Date(2026, 10, 23, 12, 30).getTime();

test('saves stand by day and by hour, in the order in which they came', () => {
  const saves = [
    { id: 'a', at: local(2026, 10, 23, 12, 5) },
    { id: 'b', at: local(2026, 10, 23, 12, 1) },
    { id: 'c', at: local(2026, 10, 23, 9, 59) },
    { id: 'd', at: local(2026, 10, 22, 23, 59) },
    { id: 'e', at: local(2026, 10, 1, 8, 0) },
  ];
  assert.deepEqual(
    byDayAndHour(saves, NOW).map(({ day, hours }) => [day, hours.map(({ hour, saves: all }) => [hour, all.map(({ id }) => id).join('')])]),
    [
      ['Today', [['12:00', 'ab'], ['09:00', 'c']]],
      ['Yesterday', [['23:00', 'd']]],
      ['2026-11-01', [['08:00', 'e']]],
    ],
  );
});

test('a save without a time stands nowhere, and breaks nothing', () => {
  assert.deepEqual(byDayAndHour([{ id: 'x' }, { id: 'y', at: 'soon' }], NOW), []);
});

test('two snapshots of one minute are told apart', () => {
  assert.equal(clock(local(2026, 10, 23, 9, 5, 7)), '09:05:07');
});

test('a patch is told line by line, and dashes in its head are no deletions', () => {
  const patch = 'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n one\n-two\n+<b>2</b>\n\\ No newline at end of file\n';
  assert.deepEqual(
    patchLines(patch).map(({ kind }) => kind),
    ['head', 'head', 'head', 'hunk', 'same', 'del', 'add', 'head'],
  );
  assert.equal(patchLines(patch)[6].text, '+<b>2</b>');
});

test('a patch without end is cut, and none is empty', () => {
  assert.equal(patchLines('+x\n'.repeat(LINES_AT_MOST + 10)).length, LINES_AT_MOST);
  assert.deepEqual(patchLines(null), []);
});

test('what happened to a file is said by a letter and in words', () => {
  assert.deepEqual(change('deleted'), { mark: 'D', words: 'was deleted since then', tone: 'bad' });
  assert.equal(change('renamed').mark, '?');
});
