// A menu beside what it is for: arrows, Enter, Escape; it closes when it is left.
import { html, render } from 'lit-html';

/**
 * @param button gets the focus back
 * @param at {clientX, clientY} of the pointer; without one, below the button
 * @param items [[words, act]]
 */
export function openMenu(button, at, items) {
  document.querySelector('.menu')?.remove();
  const menu = document.createElement('div');
  menu.className = 'menu';
  menu.setAttribute('role', 'menu');
  const close = (isBack) => {
    if (menu.isConnected) {
      menu.remove();
      if (isBack) {
        button.focus();
      }
    }
  };
  const choose = (act) => {
    close(true);
    act();
  };
  const onKey = (event) => {
    const all = [...menu.querySelectorAll('button')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      all[(all.indexOf(menu.getRootNode().activeElement) + step + all.length) % all.length].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close(true);
    }
  };
  render(html`${items.map(([words, act]) => html`<button type="button" role="menuitem" tabindex="-1" @click=${() => choose(act)}>${words}</button>`)}`, menu);
  menu.addEventListener('keydown', onKey);
  menu.addEventListener('focusout', (event) => menu.contains(event.relatedTarget) || close(false));
  document.body.append(menu);
  const box = button.getBoundingClientRect();
  // A key opens a context menu without a pointer.
  const x = at?.clientX || box.left;
  const y = at?.clientY || box.bottom;
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - menu.offsetWidth - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - menu.offsetHeight - 4))}px`;
  menu.querySelector('button').focus();
}
