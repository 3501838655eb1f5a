// `npm ci`, unless node_modules was already made from this very lock: the Maven build runs this each time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const stamp = `${here}node_modules/.made-from`;
// The platform too: esbuild's binary is of one platform, and a work tree may be shared between two.
const lock = createHash('sha256')
  .update(readFileSync(`${here}package-lock.json`))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex');

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) {
  console.log('pages: packages are up to date');
} else {
  // A developer who wants the mock server and the screenshots too runs a plain `npm ci`.
  const made = spawnSync('npm', ['ci', '--omit=dev', '--no-progress'], { cwd: here, stdio: 'inherit' });
  if (made.error) {
    console.error(`pages: npm could not be started (${made.error.message}); it comes with Node 18 or newer`);
  }
  if (made.status !== 0) {
    process.exit(made.status ?? 1);
  }
  writeFileSync(stamp, lock);
}
