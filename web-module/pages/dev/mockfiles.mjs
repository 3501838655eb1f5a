// The made-up workspace: files in memory, with the conditions and refusals of the real interface.

export function mockFiles() {
  const files = new Map();
  const folders = new Set(['src', 'src/deeper']);
  let version = 0;
  const write = (path, data) => files.set(path, { data: Buffer.from(data), etag: `"${(version += 1)}"` });
  write('README.md', `# README.md\n\n<script>alert('no')</script>\n\n${'A line of text that goes on for quite a while.\n'.repeat(80)}`);
  write('src/main.js', 'import { open } from "./door.js";\n\n// The way in.\nexport class Hall {\n  #light = true;\n  enter(who = null, times = 3) {\n    return `${who} came ${times} times`;\n  }\n}\n');
  write('logo.png', [0, 1, 2]);
  write('ünïcode <b>.txt', 'x');

  const list = (folder) => {
    const at = folder ? `${folder}/` : '';
    const here = (path) => path.startsWith(at) && path !== folder && !path.slice(at.length).includes('/');
    return [
      ...[...folders].filter(here).map((path) => ({ name: path.slice(at.length), type: 'folder' })),
      ...[...files].filter(([path]) => here(path)).map(([path, { data }]) => ({ name: path.slice(at.length), type: 'file', size: data.length })),
      ...(folder ? [] : [{ name: 'current', type: 'link' }]),
    ];
  };
  const parents = (path) => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      folders.add(path.slice(0, at));
    }
  };

  /** @returns [status, headers, body]; a body that is no Buffer is JSON */
  return {
    write,
    answer({ method, path, isFolder, headers, data, query }) {
      const file = files.get(path);
      const there = file ?? (folders.has(path) ? { etag: null } : null);
      const problem = (status, detail) => [status, {}, { title: 'Problem', status, detail }];
      if (method === 'GET' && (!path || isFolder)) {
        return [200, {}, { entries: list(query || path) }];
      }
      if (method === 'GET') {
        return !file ? problem(404, 'There is no such file.') : headers['if-none-match'] === file.etag ? [304, { ETag: file.etag }, Buffer.alloc(0)] : [200, { ETag: file.etag }, file.data];
      }
      if ((headers['if-match'] && headers['if-match'] !== file?.etag) || (headers['if-none-match'] === '*' && there)) {
        return problem(412, 'it is not any more what If-Match names; nothing was changed');
      }
      if (method === 'PUT' && !isFolder && data.includes('too large')) {
        return problem(413, 'the workspace may take 2048 MiB of the disk, and this does not fit; nothing was changed');
      }
      if (method === 'PUT') {
        parents(path);
        isFolder ? folders.add(path) : write(path, data);
        return [there ? 204 : 201, file || !isFolder ? { ETag: files.get(path)?.etag ?? '""' } : {}, Buffer.alloc(0)];
      }
      if (!there) {
        return problem(404, 'there is no such file or folder');
      }
      const inside = (each) => each === path || each.startsWith(`${path}/`);
      const to = method === 'POST' ? JSON.parse(data).moveTo : null;
      if (to !== null && (files.has(to) || folders.has(to))) {
        return problem(409, `${to} is there already, and stays`);
      }
      for (const [each, one] of [...files].filter(([each]) => inside(each))) {
        files.delete(each);
        if (to !== null) {
          parents(to);
          files.set(to + each.slice(path.length), one);
        }
      }
      for (const each of [...folders].filter(inside)) {
        folders.delete(each);
        if (to !== null) {
          folders.add(to + each.slice(path.length));
        }
      }
      return [204, {}, Buffer.alloc(0)];
    },
  };
}
