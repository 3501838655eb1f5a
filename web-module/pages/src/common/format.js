// Values in, words out. Nothing here looks at the clock or at the page.

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** 12 → "12 ms", 1532 → "1.5 s", 72_000 → "1 min 12 s". */
export function duration(millis) {
  if (!Number.isFinite(millis)) {
    return '';
  }
  const whole = Math.max(0, Math.round(millis));
  if (whole < 1_000) {
    return `${whole} ms`;
  }
  if (whole < 10_000) {
    return `${(whole / 1_000).toFixed(1)} s`;
  }
  const first = UNITS.findIndex(([, size]) => whole >= size);
  const [unit, size] = UNITS[first];
  const next = UNITS[first + 1];
  const rest = next ? Math.floor((whole % size) / next[1]) : 0;
  return `${Math.floor(whole / size)} ${unit}${rest ? ` ${rest} ${next[0]}` : ''}`;
}

/** How long ago, or how far ahead, in one unit: people read it at a glance. */
export function relative(instant, now) {
  const at = Date.parse(instant ?? '');
  if (Number.isNaN(at)) {
    return '';
  }
  const away = Math.abs(now - at);
  // The clocks of server and browser differ a little: what has just happened is not "in 1 s".
  if (away < 2_000) {
    return 'just now';
  }
  const [unit, size] = UNITS.find(([, s]) => away >= s);
  const words = `${Math.floor(away / size)} ${unit}`;
  return at > now ? `in ${words}` : `${words} ago`;
}

/** "2026-11-23T10:15:02Z" → "2026-11-23 10:15:02 UTC". */
export function absolute(instant) {
  const at = new Date(instant ?? '');
  return Number.isNaN(at.getTime()) ? '' : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export function bytes(count) {
  if (!Number.isFinite(count)) {
    return '';
  }
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = count;
  let name = 0;
  while (size >= 1024 && name < names.length - 1) {
    size /= 1024;
    name += 1;
  }
  return `${name === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${names[name]}`;
}

export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

export function shortId(id) {
  return String(id ?? '').slice(0, 8);
}

/** "oldestAgeMillis" → "Oldest age": for fields that this page was not told about. */
export function words(name) {
  const spaced = String(name)
    .replace(/Millis$/, '')
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
