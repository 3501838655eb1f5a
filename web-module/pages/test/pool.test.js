import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hitRate, poolSum } from '../src/console/pool.js';

test('the hit rate is rounded down: one miss in a thousand is not 100 %', () => {
  assert.equal(hitRate({ hits: 999, misses: 1 }), '99\u00a0%');
  assert.equal(hitRate({ hits: 3, misses: 0 }), '100\u00a0%');
  assert.equal(hitRate({ hits: 0, misses: 0 }), '');
  assert.equal(hitRate({}), '');
});

test('the tile counts all environments, and those whose circuit is open', () => {
  const pools = [
    { ready: 2, target: 3, hits: 10, misses: 1, circuit: 'closed' },
    { ready: 0, target: 1, hits: 0, misses: 5, circuit: 'open' },
    { circuit: 'halfOpen' },
  ];
  assert.deepEqual(poolSum(pools), { ready: 2, target: 4, hits: 10, misses: 6, broken: 1 });
});
