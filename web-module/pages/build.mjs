// Bundles the pages into ../target/pages, from where the WAR takes them.
// Every asset carries its hash in its name, so that it can be cached for ever; only the HTML must be asked for anew.
import { build as bundle } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const PAGES = ['index', 'ide', 'console'];
const ENTRIES = {
  dashboard: 'src/dashboard/main.js',
  ide: 'src/ide/main.js',
  console: 'src/console/main.js',
  style: 'src/style.css',
  terminal: 'src/ide/terminal.css',
};

export async function build(target = join(here, '../target/pages'), { dev = false } = {}) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, 'assets'), { recursive: true });

  const made = await bundle({
    absWorkingDir: here,
    entryPoints: ENTRIES,
    outdir: join(target, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome110', 'firefox115', 'safari16'],
    minify: !dev,
    sourcemap: dev ? 'linked' : false,
    legalComments: 'eof',
    metafile: true,
    logLevel: 'warning',
  });

  // '/assets/dashboard.js' in a page -> '/assets/dashboard-2F4A….js'
  const names = new Map();
  for (const [path, output] of Object.entries(made.metafile.outputs)) {
    if (output.entryPoint) {
      const entry = Object.keys(ENTRIES).find((name) => ENTRIES[name] === output.entryPoint);
      const extension = path.slice(path.lastIndexOf('.'));
      names.set(`/assets/${entry}${extension}`, `/assets/${basename(path)}`);
    }
  }
  const icon = readFileSync(join(here, 'src/icon.svg'));
  const iconName = `icon-${createHash('sha256').update(icon).digest('hex').slice(0, 8)}.svg`;
  writeFileSync(join(target, 'assets', iconName), icon);
  names.set('/assets/icon.svg', `/assets/${iconName}`);

  for (const page of PAGES) {
    const source = readFileSync(join(here, `src/${page}.html`), 'utf8');
    const html = source.replace(/\/assets\/[\w.-]+/g, (asset) => {
      const name = names.get(asset);
      if (!name) {
        throw new Error(`src/${page}.html names ${asset}, which nothing builds`);
      }
      return name;
    });
    writeFileSync(join(target, `${page}.html`), html);
  }
  return target;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`pages: built into ${relative(process.cwd(), await build()) || '.'}`);
}
