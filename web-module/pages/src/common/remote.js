// Addresses of git remotes, which come from strangers.

/** The parts of an address that was typed or pasted; null when it is none that can be imported. */
export function parseRemote(typed) {
  let url;
  try {
    url = new URL(String(typed ?? '').trim());
  } catch {
    return null;
  }
  if (!['https:', 'http:'].includes(url.protocol) || !url.hostname) {
    return null;
  }
  const username = decode(url.username);
  const secret = decode(url.password);
  // A secret in an address would end in the project's record: it goes into its own field.
  url.username = '';
  url.password = '';
  return { url: url.href, host: url.host, username, secret, name: nameOf(url.pathname) };
}

function nameOf(path) {
  const last = decode(path.replace(/\/+$/, '').split('/').pop() ?? '');
  return last.replace(/\.git$/, '');
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Only what a browser may follow: never javascript: or data:. */
export function safeHref(address) {
  const remote = parseRemote(address);
  return remote ? remote.url : null;
}

/** "https://github.com/a/b.git" → "github.com/a/b": enough to tell remotes apart. */
export function shortRemote(address) {
  const remote = parseRemote(address);
  if (!remote) {
    return String(address ?? '');
  }
  return `${remote.host}${new URL(remote.url).pathname}`.replace(/\.git$/, '').replace(/\/$/, '');
}

/** Where the forge of a remote shows a commit; null where nobody knows. */
export function commitHref(address, commit) {
  const remote = parseRemote(address);
  const way = { 'github.com': 'commit', 'gitlab.com': '-/commit', 'codeberg.org': 'commit', 'bitbucket.org': 'commits' }[remote?.host];
  return way && /^[0-9a-f]{40}$/.test(commit) ? `${remote.url.replace(/\/?(\.git)?\/?$/, '')}/${way}/${commit}` : null;
}
