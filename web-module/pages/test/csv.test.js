import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv } from '../src/console/csv.js';

test('a cell with a comma or a quote is quoted, and lines are one line', () => {
  assert.equal(csv([['a', 'b,c'], ['say "no"', 'two\nlines']]), 'a,"b,c"\r\n"say ""no""",two lines');
});

test('what a spreadsheet would run is text', () => {
  assert.equal(csv([['=HYPERLINK(1)', '@x', '-12', '+a', '-a']]), "'=HYPERLINK(1),'@x,-12,'+a,'-a");
});
