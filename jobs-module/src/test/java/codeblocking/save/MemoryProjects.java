package codeblocking.save;

import codeblocking.project.Author;
import codeblocking.project.ImportProgress;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.project.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Projects, for tests. */
public final class MemoryProjects implements Projects {
  private final Map<ProjectId, Project> rows = new ConcurrentHashMap<>();

  @Override
  public void add(Project project) {
    rows.put(project.id(), project);
  }

  @Override
  public Optional<Project> find(ProjectId id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public Optional<Project> everFound(ProjectId id) {
    return find(id);
  }

  @Override
  public List<Project> list(@Nullable UserId owner, @Nullable ProjectId before, int limit) {
    return List.copyOf(rows.values());
  }

  @Override
  public void imported(ProjectId id, ImportProgress progress) {
    change(id, p -> copy(p, p.branch(), progress));
  }

  @Override
  public void branch(ProjectId id, String branch) {
    change(id, p -> copy(p, branch, p.imported()));
  }

  @Override
  public void remote(ProjectId id, String remoteUrl) {
    change(
        id,
        p ->
            new Project(
                p.id(),
                p.owner(),
                p.author(),
                p.name(),
                p.environment(),
                remoteUrl,
                p.branch(),
                p.imported(),
                p.createdAt()));
  }

  @Override
  public void environment(ProjectId id, String environment) {}

  @Override
  public void author(ProjectId id, Author author) {}

  @Override
  public void remove(ProjectId id) {
    rows.remove(id);
  }

  private void change(ProjectId id, UnaryOperator<Project> change) {
    rows.computeIfPresent(id, (key, project) -> change.apply(project));
  }

  private static Project copy(Project p, String branch, @Nullable ImportProgress imported) {
    return new Project(
        p.id(),
        p.owner(),
        p.author(),
        p.name(),
        p.environment(),
        p.remoteUrl(),
        branch,
        imported,
        p.createdAt());
  }
}
