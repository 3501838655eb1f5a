// Which environment a repository's main language asks for, of those that there are.

const WANTS = [
  [/^(java|kotlin|groovy|scala|clojure)$/i, 'java'],
  [/^(javascript|typescript|vue|svelte|astro|css|html|coffeescript)$/i, 'node'],
  [/^(python|jupyter notebook|cython)$/i, 'python'],
];

/** @returns the environment's name; null where none suits better than another */
export function environmentFor(language, environments) {
  const wanted = WANTS.find(([pattern]) => pattern.test(String(language ?? '')))?.[1];
  if (wanted && environments.includes(wanted)) {
    return wanted;
  }
  return environments.includes('base') ? 'base' : null;
}
