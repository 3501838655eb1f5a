// Draws a terminal's output with the emulator of the pages, without a page: node screen.mjs COLS ROWS FILE…
// The files' bytes one after the other; prints the screen as JSON: its lines, the cursor, and whether a
// program has the whole screen. Colours are counted by line, so that two screens can be compared.
import { readFileSync } from 'node:fs';
import headless from '@xterm/headless';

const [cols, rows, ...files] = process.argv.slice(2);
const terminal = new headless.Terminal({ cols: Number(cols), rows: Number(rows), scrollback: 0, allowProposedApi: true });
for (const file of files) {
  await new Promise((done) => terminal.write(readFileSync(file), done));
}
const buffer = terminal.buffer.active;
const lines = [];
const colours = [];
for (let y = 0; y < terminal.rows; y += 1) {
  const line = buffer.getLine(buffer.baseY + y);
  lines.push(line.translateToString(true));
  let looks = '';
  for (let x = 0; x < terminal.cols; x += 1) {
    const cell = line.getCell(x);
    looks += `${cell.getFgColorMode()}.${cell.getFgColor()}.${cell.getBgColorMode()}.${cell.getBgColor()}.${cell.isInverse()}.${cell.isBold()},`;
  }
  colours.push(looks);
}
console.log(
  JSON.stringify({
    lines,
    colours,
    cursor: [buffer.cursorX, buffer.cursorY],
    wholeScreen: buffer.type === 'alternate',
    cursorKeys: terminal.modes.applicationCursorKeysMode,
    bracketedPaste: terminal.modes.bracketedPasteMode,
  }),
);
