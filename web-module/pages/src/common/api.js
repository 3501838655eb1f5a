// The public REST interface, as seen by a signed-in page: the cookie does the rest.

/** What went wrong, in the server's words (RFC 9457) where it gave any. */
export class Problem extends Error {
  constructor({ status = 0, title = '', detail = '', retryAfter = null } = {}) {
    super(detail || title || fallback(status));
    this.name = 'Problem';
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

function fallback(status) {
  const known = {
    0: 'The server does not answer. Is it running?',
    401: 'You are not signed in.',
    403: 'You may not do this.',
    404: 'There is no such thing, or it is not yours.',
    409: 'This is not possible in the present state.',
    429: 'A limit is reached. Try again in a moment.',
  };
  return known[status] ?? `The server answered with status ${status}.`;
}

export function parseProblem(status, text, retryAfterHeader) {
  let body = {};
  try {
    const parsed = JSON.parse(text);
    body = parsed && typeof parsed === 'object' ? parsed : {};
  } catch {
    // An error page of something in between; its status says enough.
  }
  const seconds = Number.parseInt(retryAfterHeader ?? '', 10);
  const retryAfter = Number.isFinite(seconds) ? seconds : null;
  let detail = typeof body.detail === 'string' ? body.detail : '';
  if (status === 429 && retryAfter) {
    detail = `${detail || fallback(429)} Try again in ${retryAfter} s.`;
  }
  return new Problem({ status, title: typeof body.title === 'string' ? body.title : '', detail, retryAfter });
}

/** Told once a request finds that nobody is signed in. */
export const signedOut = new EventTarget();

async function request(method, path, { body, text, headers: more = {}, accept = 'application/json', keepalive = false, timeout = 20_000 } = {}) {
  const headers = { Accept: accept, ...more };
  if (text !== undefined) {
    headers['Content-Type'] = 'application/octet-stream';
  } else if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: text ?? (body === undefined ? undefined : JSON.stringify(body)),
      credentials: 'same-origin',
      cache: 'no-store',
      keepalive,
      signal: AbortSignal.timeout(timeout),
    });
  } catch {
    throw new Problem();
  }
  if (!response.ok) {
    const text = await response.text().catch(() => '');
    if (response.status === 401) {
      signedOut.dispatchEvent(new Event('signed-out'));
    }
    throw parseProblem(response.status, text, response.headers.get('Retry-After'));
  }
  return response;
}

async function json(method, path, options) {
  const response = await request(method, path, options);
  const text = await response.text();
  if (!text) {
    return {};
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem({ status: response.status, detail: 'The server answered with something that is no JSON.' });
  }
}

export const get = (path) => json('GET', path);
export const post = (path, body) => json('POST', path, { body });
export const put = (path, body) => json('PUT', path, { body });
export const del = (path) => json('DELETE', path);
export const raw = (path, headers = {}) => request('GET', path, { accept: '*/*', timeout: 60_000, headers });

/** A browser sends no more than this for a page that is gone. */
const KEPT_ALIVE_AT_MOST = 60_000;

/** Writes a file over the version of that ETag; without one, only where nothing is. */
export function putText(path, text, { etag = null, keepalive = false } = {}) {
  const headers = etag ? { 'If-Match': etag } : { 'If-None-Match': '*' };
  return request('PUT', path, { text, headers, keepalive: keepalive && text.length * 3 < KEPT_ALIVE_AT_MOST });
}

/** Sent even when the page is left in the same moment; nobody waits for the answer. */
export function fireAndForget(path, body = {}) {
  request('POST', path, { body, keepalive: true }).catch(() => {});
}

/** Makes an empty file, or a folder where the path ends in a slash; nothing may be there. */
export const putEmpty = (path) => putText(path, '');

/** Path segments are data: "a/b" and ".." must not become part of the path. */
export function path(strings, ...values) {
  return strings.reduce((made, part, i) => made + encodeURIComponent(String(values[i - 1] ?? '')) + part);
}

/** Leaves out what is empty, so that addresses stay short. */
export function query(values) {
  const pairs = Object.entries(values).filter(([, v]) => v !== undefined && v !== null && v !== '');
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}
