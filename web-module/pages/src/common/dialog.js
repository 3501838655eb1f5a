// Dialogs: one form, its errors beside its buttons, Escape and Cancel leave everything as it was.
import { html, nothing, render } from 'lit-html';
import { icon } from './view.js';

/**
 * Opens a dialog and removes it once closed.
 *
 * @param body the fields; a function, where they change: dialog.redraw() draws them anew
 * @param submit is given the form's values; what it throws is shown and the dialog stays open
 */
export function openDialog({ title, body, action, busy = 'One moment…', danger = false, submit }) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  let error = '';
  let isBusy = false;

  const onSubmit = async (event) => {
    event.preventDefault();
    if (isBusy) {
      return;
    }
    const values = Object.fromEntries(new FormData(event.target));
    isBusy = true;
    error = '';
    draw();
    try {
      await submit(values);
      dialog.close();
    } catch (problem) {
      error = problem.message;
      isBusy = false;
      draw();
    }
  };

  const draw = () =>
    render(
      html`<form @submit=${onSubmit} aria-busy=${isBusy}>
        <header>
          <h2 id="dialog-title">${title}</h2>
          <button class="plain" type="button" aria-label="Close" @click=${() => dialog.close()}>${icon('cross')}</button>
        </header>
        <div class="fields">${typeof body === 'function' ? body() : body}</div>
        <p class="error" role="alert">${error ? html`${icon('alert')}<span>${error}</span>` : nothing}</p>
        <footer>
          <button type="button" @click=${() => dialog.close()}>Cancel</button>
          <button class=${danger ? 'danger' : 'primary'} type="submit" ?disabled=${isBusy}>${isBusy ? busy : action}</button>
        </footer>
      </form>`,
      dialog,
    );
  draw();
  dialog.redraw = draw;
  dialog.showModal();
  dialog.querySelector('[autofocus], .fields input, .fields select')?.focus();
  return dialog;
}
