package codeblocking.terminal;

import codeblocking.container.ContainerId;
import codeblocking.container.EngineUnavailable;
import codeblocking.project.ProjectId;

/** Opens the terminal that every page asks for first, under the name that it asks for. */
public final class MainShell implements Shells {
  private static final TerminalName NAME = new TerminalName("main");
  // What a page that says nothing gets (CONTRACT §4); the first viewer's resize corrects it.
  private static final TerminalSize SIZE = new TerminalSize(80, 24);

  private final Terminals terminals;

  public MainShell(Terminals terminals) {
    this.terminals = terminals;
  }

  @Override
  public void prepare(ProjectId project, ContainerId container)
      throws EngineUnavailable, InterruptedException {
    var unused = terminals.open(project, container, NAME, SIZE);
  }

  @Override
  public void close(ProjectId project) {
    terminals.closeAll(project);
  }
}
