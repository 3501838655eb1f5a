// CodeMirror, loaded when the first file is opened. It lives in a shadow tree: there its styles are constructed
// style sheets, and no inline style is needed, which the page's content security policy may refuse.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, defaultHighlightStyle, foldGutter, foldKeymap, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Text } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { changeBetween, indentOf, lineBreakOf } from './editing.js';

const LANGUAGES = [
  [/\.(c|m)?jsx?$/i, async () => (await import('@codemirror/lang-javascript')).javascript({ jsx: true })],
  [/\.(c|m)?tsx?$/i, async () => (await import('@codemirror/lang-javascript')).javascript({ jsx: true, typescript: true })],
  [/\.(json|jsonc|webmanifest)$/i, async () => (await import('@codemirror/lang-json')).json()],
  [/\.(html?|xhtml|svg|vue)$/i, async () => (await import('@codemirror/lang-html')).html()],
  [/\.css$/i, async () => (await import('@codemirror/lang-css')).css()],
  [/\.(md|markdown)$/i, async () => (await import('@codemirror/lang-markdown')).markdown()],
  [/\.pyi?$/i, async () => (await import('@codemirror/lang-python')).python()],
  [/\.java$/i, async () => (await import('@codemirror/lang-java')).java()],
];

const LOOK = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--accent)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'color-mix(in srgb, var(--accent) 28%, transparent)' },
  '.cm-gutters': { backgroundColor: 'var(--bg)', color: 'var(--quiet)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunken) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--line-strong)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--sunken)', borderColor: 'var(--line)', color: 'var(--quiet)' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--warn) 25%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--warn) 35%, transparent)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--warn) 60%, transparent)' },
  '.cm-panels': { backgroundColor: 'var(--bg)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-textfield': { backgroundColor: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--line-strong)', borderRadius: '4px' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--line-strong)', borderRadius: '4px' },
  '.cm-panel.cm-search': { fontFamily: 'system-ui, sans-serif' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--text)', fontSize: '1.2rem' },
  '.cm-deletedChunk': { backgroundColor: 'color-mix(in srgb, var(--bad) 12%, transparent)', color: 'var(--text)' },
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine': { backgroundColor: 'color-mix(in srgb, var(--good) 14%, transparent)' },
  '.cm-deletedChunk .cm-chunkButtons button': { margin: '0 3px', padding: '2px 8px', border: '1px solid var(--line-strong)', borderRadius: '4px', background: 'var(--surface)', color: 'var(--text)', font: '12px system-ui, sans-serif' },
});

const COLOURS = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.controlKeyword], color: 'var(--busy)' },
    { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--good)' },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--wait)' },
    { tag: [tags.comment, tags.meta], color: 'var(--quiet)', fontStyle: 'italic' },
    { tag: [tags.typeName, tags.className, tags.tagName, tags.namespace], color: 'var(--warn)' },
    { tag: [tags.attributeName, tags.propertyName, tags.definition(tags.variableName), tags.function(tags.variableName)], color: 'var(--accent)' },
    { tag: tags.heading, fontWeight: '700' },
    { tag: tags.strong, fontWeight: '700' },
    { tag: tags.emphasis, fontStyle: 'italic' },
    { tag: [tags.link, tags.url], color: 'var(--accent)', textDecoration: 'underline' },
    { tag: tags.invalid, color: 'var(--bad)' },
  ]),
);

export class Code {
  #view;
  #language = new Compartment();
  #beside = new Compartment();
  #split = new Compartment();
  #isOurs = false;
  /** How the file's lines end. */
  #lineBreak;

  /** @param on {typed(text), save, blur, moved, leave} */
  constructor({ host, name, text, cursor = 0, on }) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    this.#lineBreak = lineBreakOf(text);
    const state = EditorState.create({
      doc: this.#lines(text),
      selection: { anchor: 0 },
      extensions: [
        this.#split.of(this.#splitting()),
        lineNumbers(),
        foldGutter(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of(indentOf(text, name)),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search(),
        COLOURS,
        syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
        LOOK,
        this.#language.of([]),
        this.#beside.of([]),
        keymap.of([
          { key: 'Mod-s', preventDefault: true, run: () => (on.save(), true) },
          { key: 'Ctrl-F6', preventDefault: true, run: () => (on.leave(), true) },
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ 'aria-label': `${name}. Escape, then Tab, leaves the editor.`, spellcheck: 'false', tabindex: '0' }),
        EditorView.domEventHandlers({ blur: () => on.blur() }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !this.#isOurs) {
            on.typed(this.text);
          }
          if (update.selectionSet) {
            on.moved(update.state.selection.main.head);
          }
        }),
      ],
    });
    this.#view = new EditorView({ state, root, parent: root });
    this.#goTo(cursor);
    this.#colour(name);
  }

  async #colour(name) {
    const found = LANGUAGES.find(([pattern]) => pattern.test(name));
    if (found) {
      try {
        const extension = await found[1]();
        this.#view.dispatch({ effects: this.#language.reconfigure(extension) });
      } catch {
        // Without colours it is still text.
      }
    }
  }

  #goTo(cursor) {
    const at = Math.min(cursor, this.#view.state.doc.length);
    this.#view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
  }

  #lines(text) {
    return Text.of(text.split(this.#lineBreak === null ? '\n' : /\r\n|\n/));
  }

  #splitting() {
    return this.#lineBreak === null ? EditorState.lineSeparator.of('\n') : [];
  }

  /** Byte for byte: with the line ends that the file had. */
  get text() {
    return this.#view.state.doc.sliceString(0, undefined, this.#lineBreak ?? '\n');
  }

  /** Takes a text from outside; what stays the same keeps its cursor. */
  take(text) {
    this.#isOurs = true;
    if (lineBreakOf(text) !== this.#lineBreak) {
      this.#lineBreak = lineBreakOf(text);
      this.#view.dispatch({ effects: this.#split.reconfigure(this.#splitting()) });
    }
    const { insert, ...place } = changeBetween(this.#view.state.doc.toString(), this.#lines(text).toString());
    this.#view.dispatch({ changes: { ...place, insert: Text.of(insert.split('\n')) } });
    this.#isOurs = false;
  }

  /** Shows what differs from theirs, each place with a way to take it. */
  async showBeside(theirs) {
    const { unifiedMergeView } = await import('@codemirror/merge');
    this.#view.dispatch({ effects: this.#beside.reconfigure(unifiedMergeView({ original: this.#lines(theirs), mergeControls: control })) });
  }

  hideBeside() {
    this.#view.dispatch({ effects: this.#beside.reconfigure([]) });
  }

  focus() {
    this.#view.focus();
  }

  dispose() {
    this.#view.destroy();
  }
}

/** Chooses one place of two versions: by pointer before the editor loses the focus, and by key. */
function control(type, act) {
  const button = document.createElement('button');
  button.name = type;
  button.textContent = type === 'accept' ? 'Keep mine' : 'Take theirs';
  button.onmousedown = act;
  button.onclick = (event) => event.detail === 0 && act(event);
  return button;
}
