// A terminal's tab: its pane, its screen, and how far it is from being there.
import { nothing, render } from 'lit-html';
import { Screen } from './screen.js';
import { warmView } from './warm.js';

export const labelOf = (shown) => `Terminal ${shown}. Control F6 leaves it.`;

/** @param shown the name that people gave it; `on`: what the page makes of it, and `state` with the tab */
export function terminalTab({ projectId, name, shown, parent, on }) {
  const pane = document.createElement('div');
  pane.className = 'pane';
  pane.id = `pane-${name}`;
  pane.setAttribute('role', 'tabpanel');
  pane.setAttribute('aria-label', labelOf(shown));
  pane.hidden = true;
  const host = document.createElement('div');
  host.className = 'screen';
  const progress = document.createElement('div');
  progress.className = 'warm';
  progress.setAttribute('role', 'status');
  pane.append(host, progress);
  parent.append(pane);

  const tab = { key: `t:${name}`, name, kind: 'terminal', pane, progress, state: 'connecting', details: {}, stages: [] };
  tab.screen = new Screen({
    projectId,
    name,
    host,
    onLeave: on.leave,
    on: {
      state: (state, details) => {
        tab.state = state;
        tab.details = details;
        if (state === 'connecting') {
          tab.stages = [];
        }
        on.state(tab);
        drawProgress(tab);
      },
      progress: (message) => {
        tab.stages = [...tab.stages.filter(({ stage }) => stage !== message.stage), message];
        drawProgress(tab);
      },
      save: on.save,
      notice: on.notice,
      workspace: on.workspace,
      typed: on.typed,
      exit: () => {},
    },
  });
  return tab;
}

function drawProgress(tab) {
  const view = warmView({ state: tab.state, stages: tab.stages, isBack: Boolean(tab.wasAttached) });
  tab.wasAttached ||= tab.state === 'attached';
  tab.progress.hidden = view === nothing;
  render(view, tab.progress);
}
