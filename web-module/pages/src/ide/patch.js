// A unified diff as lines that can be drawn: text only, never markup.

export const LINES_AT_MOST = 5_000;

/** @returns [{kind: 'add' | 'del' | 'hunk' | 'head' | 'same', text}] */
export function patchLines(patch) {
  const lines = String(patch ?? '').split('\n');
  if (lines.at(-1) === '') {
    lines.pop();
  }
  let isInHunk = false;
  return lines.slice(0, LINES_AT_MOST).map((text) => {
    if (text.startsWith('@@')) {
      isInHunk = true;
      return { kind: 'hunk', text };
    }
    if (text.startsWith('diff ')) {
      isInHunk = false;
    }
    if (!isInHunk) {
      return { kind: 'head', text };
    }
    return { kind: { '+': 'add', '-': 'del', '\\': 'head' }[text[0]] ?? 'same', text };
  });
}

const CHANGES = {
  added: { mark: 'A', words: 'is new since then', tone: 'good' },
  modified: { mark: 'M', words: 'was changed since then', tone: 'busy' },
  deleted: { mark: 'D', words: 'was deleted since then', tone: 'bad' },
};

export function change(kind) {
  return CHANGES[kind] ?? { mark: '?', words: String(kind ?? ''), tone: 'calm' };
}
