// `npm ci`, unless node_modules was already made from this very lock: the Maven build runs this each time.
// With --all also what only development needs: the mock server and the pictures.
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

const isAll = process.argv.includes('--all');
const made = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (made === `${lock} all` || (made === lock && !isAll)) {
  console.log('pages: packages are up to date');
} else {
  const npm = spawnSync('npm', ['ci', '--no-progress', ...(isAll ? [] : ['--omit=dev'])], { cwd: here, stdio: 'inherit' });
  if (npm.error) {
    console.error(`pages: npm could not be started (${npm.error.message}); it comes with Node 18 or newer`);
  }
  if (npm.status !== 0) {
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stamp, isAll ? `${lock} all` : lock);
}
