import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absolute, bytes, duration, plural, relative, words } from '../src/common/format.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');

test('a duration is told in the units that matter', () => {
  assert.deepEqual([0, 12, 999, 1532, 10_000, 72_000, 3_600_000, 93_600_000].map(duration), [
    '0 ms', '12 ms', '999 ms', '1.5 s', '10 s', '1 min 12 s', '1 h', '1 d 2 h',
  ]);
});

test('no duration is no word', () => {
  assert.deepEqual([null, undefined, NaN].map(duration), ['', '', '']);
});

test('times are told from now, in both directions', () => {
  assert.equal(relative('2026-11-23T11:59:18Z', NOW), '42 s ago');
  assert.equal(relative('2026-11-23T12:00:07Z', NOW), 'in 7 s');
  assert.equal(relative('2026-11-22T10:00:00Z', NOW), '1 d ago');
});

test('a clock that differs by a second does not put what just happened into the future', () => {
  assert.equal(relative('2026-11-23T12:00:01Z', NOW), 'just now');
});

test('what is no time is no word', () => {
  assert.deepEqual([relative(null, NOW), relative('soon', NOW), absolute(undefined), absolute('x')], ['', '', '', '']);
});

test('the exact time is in UTC', () => {
  assert.equal(absolute('2026-11-23T10:15:02.5+01:00'), '2026-11-23 09:15:02 UTC');
});

test('sizes and counts read as people write them', () => {
  assert.deepEqual([0, 1023, 1536, 5_000_000, 300 * 1024 ** 2].map(bytes), ['0 B', '1023 B', '1.5 KiB', '4.8 MiB', '300 MiB']);
  assert.deepEqual([plural(1, 'session'), plural(0, 'session'), plural(2, 'entry', 'entries')], ['1 session', '0 sessions', '2 entries']);
  assert.deepEqual([words('oldestAgeMillis'), words('in_delivery')], ['Oldest age', 'In delivery']);
});
