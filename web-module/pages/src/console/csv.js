// A table as it is seen, for a spreadsheet.
import { html } from 'lit-html';
import { say } from '../common/shell.js';

/** What a spreadsheet would run as a formula stays text. */
export function csv(rows) {
  const cell = (value) => {
    const text = String(value ?? '').replace(/\s+/g, ' ').trim();
    const safe = /^[=+\-@]/.test(text) && !/^-?[\d.,]+$/.test(text) ? `'${text}` : text;
    return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => row.map(cell).join(',')).join('\r\n');
}

/** Times as they are meant, not how long ago they were; boxes and buttons are nothing to copy. */
function rowsOf(table) {
  const text = (cell) => cell.querySelector('time')?.dateTime ?? cell.innerText;
  return [...table.rows].map((row) => [...row.cells].filter((cell) => !cell.matches('.tick, .do') && !(cell.tagName === 'TH' && !cell.innerText)).map(text));
}

/** Copies the first table of the view. */
export function csvButton() {
  const copy = async () => {
    const table = document.querySelector('.view .scroll table');
    if (!table) {
      say('There is no row to copy.', 'warn');
      return;
    }
    try {
      await navigator.clipboard.writeText(csv(rowsOf(table)));
      say('The table is copied as CSV.', 'good');
    } catch {
      say('The browser does not let this page copy.', 'warn');
    }
  };
  return html`<button type="button" class="copy-csv" @click=${copy}>Copy as CSV</button>`;
}
