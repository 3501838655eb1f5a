package codeblocking.web.terminal;

import codeblocking.terminal.TerminalName;
import codeblocking.terminal.Terminals;
import codeblocking.web.problem.Refusal;
import codeblocking.web.project.Access;
import codeblocking.web.signin.CurrentCaller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** A project's open terminals, as tabs of an IDE. */
@Dependent
@Path("/projects/{id}/terminals")
@Produces(MediaType.APPLICATION_JSON)
public class TerminalsResource {
  private final CurrentCaller current;
  private final Access access;
  private final Terminals terminals;

  @Inject
  public TerminalsResource(CurrentCaller current, Access access, Terminals terminals) {
    this.current = current;
    this.access = access;
    this.terminals = terminals;
  }

  /** {@code {name, viewers}}. */
  public record Tab(String name, int viewers) {}

  /** {@code {terminals}}. */
  public record Tabs(List<Tab> terminals) {}

  @GET
  public Tabs list(@PathParam("id") String id) {
    return new Tabs(
        terminals.list(access.own(current.get(), id).id()).stream()
            .map(open -> new Tab(open.name().value(), open.viewers()))
            .toList());
  }

  /** Ends it for good, and its processes with it; one that is not open is so already. */
  @DELETE
  @Path("/{name}")
  public void close(@PathParam("id") String id, @PathParam("name") String name) {
    terminals.remove(
        access.own(current.get(), id).id(),
        TerminalName.parse(name).orElseThrow(() -> Refusal.missing("terminal")));
  }
}
