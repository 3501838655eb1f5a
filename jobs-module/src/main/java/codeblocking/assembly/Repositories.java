package codeblocking.assembly;

import codeblocking.container.DockerContainers;
import codeblocking.ledger.LedgerPorts;
import codeblocking.persist.Persist;
import codeblocking.project.NewRepository;
import codeblocking.remote.HostedRemote;
import codeblocking.remote.RemoteCheck;
import codeblocking.remote.Remotes;
import codeblocking.save.BringAlong;
import codeblocking.save.DeliverSave;
import codeblocking.save.MakeSave;
import codeblocking.save.SaveWorkspace;
import codeblocking.save.Saving;
import codeblocking.save.StoredSaving;
import codeblocking.save.UserCommits;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.Settings;
import codeblocking.workspace.Inside;
import codeblocking.workspace.Limits;
import codeblocking.workspace.Owner;
import codeblocking.workspace.WorkspaceTrees;
import codeblocking.workspace.Workspaces;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/** Workspaces, server-owned git directories and remotes. */
@Singleton
public class Repositories {
  private final Workspaces workspaces;
  private final Persist persist;
  private final Saving saving;

  @Inject
  Repositories(
      Settings settings,
      DataDirectory data,
      LedgerPorts ports,
      DockerContainers docker,
      Clock clock) {
    try {
      workspaces = new Workspaces(data, Owner.detect());
      workspaces.tidy();
    } catch (IOException e) {
      throw new UncheckedIOException("the data directory cannot be used", e);
    }
    WorkspaceTrees trees =
        new WorkspaceTrees(data, Limits.withQuota(settings.limits().workspaceQuotaBytes()), clock);
    Inside inside = new Inside(docker, settings.environments(), data);
    Remotes remotes = project -> new HostedRemote(data.hosted(project.id().toString()));
    SaveWorkspace saveWorkspace =
        new SaveWorkspace(
            ports.saves(),
            data,
            new MakeSave(
                trees, new UserCommits(inside), ports.saves(), settings.persistTarget(), clock),
            new DeliverSave(remotes),
            new BringAlong(trees, inside));
    persist = new Persist(ports.projects(), saveWorkspace);
    saving = new StoredSaving(saveWorkspace, ports.saves(), trees, data);
  }

  Workspaces workspaces() {
    return workspaces;
  }

  Persist persist() {
    return persist;
  }

  @Produces
  @Singleton
  Saving saving() {
    return saving;
  }

  @Produces
  @Singleton
  NewRepository newRepository(Settings settings) {
    return project -> {
      try {
        String url = settings.ownOrigins().get(0) + "/git/" + project.id() + ".git";
        workspaces.create(project, project.builtIn() ? url : String.valueOf(project.remoteUrl()));
      } catch (IOException e) {
        throw new UncheckedIOException("the project's files could not be made", e);
      }
    };
  }

  @Produces
  @Singleton
  RemoteCheck remoteCheck() {
    return url -> {
      throw new IllegalArgumentException("imports come soon");
    };
  }
}
