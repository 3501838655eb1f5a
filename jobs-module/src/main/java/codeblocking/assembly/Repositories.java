package codeblocking.assembly;

import codeblocking.container.DockerContainers;
import codeblocking.credential.StoreCredential;
import codeblocking.event.EventFeed;
import codeblocking.file.ChangeFiles;
import codeblocking.file.Room;
import codeblocking.github.GitHubUsers;
import codeblocking.importing.FetchRemote;
import codeblocking.importing.Fill;
import codeblocking.importing.ImportRepository;
import codeblocking.job.Handler;
import codeblocking.job.JobId;
import codeblocking.job.JobState;
import codeblocking.ledger.LedgerPorts;
import codeblocking.persist.Persist;
import codeblocking.place.Places;
import codeblocking.project.NewRepository;
import codeblocking.project.Projects;
import codeblocking.remote.Hosts;
import codeblocking.remote.HttpRemote;
import codeblocking.remote.ProjectRemotes;
import codeblocking.remote.RemoteCheck;
import codeblocking.remote.RemotePolicy;
import codeblocking.remote.RemoteRefused;
import codeblocking.remote.RemoteUrl;
import codeblocking.remote.Remotes;
import codeblocking.remote.SlowestRemote;
import codeblocking.save.BringAlong;
import codeblocking.save.DeliverOthers;
import codeblocking.save.DeliverSave;
import codeblocking.save.MakeSave;
import codeblocking.save.OnlyHere;
import codeblocking.save.SaveGate;
import codeblocking.save.SaveWorkspace;
import codeblocking.save.Saving;
import codeblocking.save.SnapshotStore;
import codeblocking.save.StoredSaving;
import codeblocking.save.Stores;
import codeblocking.save.UserCommits;
import codeblocking.session.Sessions;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.Settings;
import codeblocking.timeline.OpenProjects;
import codeblocking.timeline.RestoreSave;
import codeblocking.timeline.TakeSnapshot;
import codeblocking.timeline.ThinTimeline;
import codeblocking.workspace.DiskUse;
import codeblocking.workspace.HostWrites;
import codeblocking.workspace.Inside;
import codeblocking.workspace.Limits;
import codeblocking.workspace.Owner;
import codeblocking.workspace.SafeGit;
import codeblocking.workspace.TreeDiff;
import codeblocking.workspace.TreeRestore;
import codeblocking.workspace.TreeWatch;
import codeblocking.workspace.WorkspaceTrees;
import codeblocking.workspace.Workspaces;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Workspaces, server-owned git directories and remotes. */
@Singleton
public class Repositories {
  private final TreeWatch watch = TreeWatch.start();
  private final Workspaces workspaces;
  private final Persist persist;
  private final Saving saving;
  private final SaveGate gate;
  private final OnlyHere onlyHere;
  private final RemotePolicy policy;
  private final ImportRepository importing;
  private final FetchRemote fetching;
  private final TreeDiff diff;
  private final TakeSnapshot snapshots;
  private final SnapshotStore snapshotStore;
  private final TreeRestore restore;
  private final LedgerPorts ports;
  private final Owner owner;

  @Inject
  Repositories(
      Settings settings,
      Places places,
      LedgerPorts ports,
      DockerContainers docker,
      Background background,
      GitHubUsers gitHub,
      Clock clock) {
    DataDirectory data = places.data();
    try {
      owner = Owner.detect();
      workspaces = new Workspaces(places, owner);
      workspaces.tidy();
      SafeGit.prepare(data.root());
    } catch (IOException e) {
      throw new UncheckedIOException("the data directory cannot be used", e);
    }
    WorkspaceTrees trees =
        new WorkspaceTrees(
            places, Limits.withQuota(settings.limits().workspaceQuotaBytes()), clock, watch);
    Inside inside = new Inside(docker, settings.environments(), places);
    policy = new RemotePolicy(settings.access().importHosts(), InetAddress::getAllByName);
    Remotes remotes =
        new ProjectRemotes(
            new HttpRemote.Around(
                policy,
                new Hosts(
                    clock, host -> background.executor().execute(() -> ports.claims().goOn(host))),
                SlowestRemote.USUAL,
                settings.limits().workspaceQuotaBytes()),
            project -> gitHub.renamed(project.owner(), String.valueOf(project.remoteUrl())),
            ports.projects(),
            ports.credentials(),
            data);
    Stores stores = new Stores(data, remotes, clock);
    SaveWorkspace saveWorkspace =
        new SaveWorkspace(
            ports.saves(),
            stores,
            new MakeSave(
                trees,
                new UserCommits(inside, UserCommits.MOST, settings.limits().workspaceQuotaBytes()),
                ports.saves(),
                settings.persistTarget(),
                clock),
            new DeliverSave(remotes),
            new SaveWorkspace.After(
                new BringAlong(trees, inside, BringAlong.MOST), new DeliverOthers(remotes)));
    persist = new Persist(ports.projects(), saveWorkspace);
    gate = new SaveGate(trees, ports.saves(), data, clock);
    saving = new StoredSaving(saveWorkspace, ports.saves(), gate);
    onlyHere = new OnlyHere(trees, data, saving);
    Fill fill = new Fill(inside, trees);
    importing = new ImportRepository(ports.projects(), remotes, stores, fill, trees);
    fetching = new FetchRemote(ports.projects(), remotes, stores, fill);
    diff = new TreeDiff(data, trees);
    snapshotStore = new SnapshotStore(data);
    snapshots = new TakeSnapshot(trees, snapshotStore, ports.saves(), clock);
    restore = new TreeRestore(places, trees, owner);
    this.ports = ports;
  }

  @PreDestroy
  void stop() {
    watch.close();
  }

  Workspaces workspaces() {
    return workspaces;
  }

  Persist persist() {
    return persist;
  }

  OnlyHere onlyHere() {
    return onlyHere;
  }

  /** Workers of the import lane. */
  List<Handler> importers() {
    return List.of(
        importing,
        fetching,
        new RestoreSave(
            ports.projects(), ports.saves(), ports.jobs(), snapshots, snapshotStore, restore));
  }

  @Produces
  @Singleton
  TreeDiff diff() {
    return diff;
  }

  @Produces
  @Singleton
  OpenProjects openProjects(Projects projects, Sessions sessions, Clock clock) {
    ThinTimeline thin = new ThinTimeline(projects, ports.snapshots(), snapshotStore, clock);
    return new OpenProjects(sessions, projects, ports.snapshots(), snapshots, thin);
  }

  @Produces
  @Singleton
  ChangeFiles changeFiles(Settings settings, Places places, Clock clock) {
    Room room = new Room(new DiskUse(places)::of, settings.limits().workspaceQuotaBytes(), clock);
    return new ChangeFiles(new HostWrites(places, owner), room, ports.sessions(), ports.jobs());
  }

  @Produces
  @Singleton
  SaveGate saveGate() {
    return gate;
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
  StoreCredential storeCredential(EventFeed feed, Background background) {
    StoreCredential store =
        new StoreCredential(
            ports.credentials(), ports.projects(), ports.jobs(), this::credentialHost);
    // For as long as the application lives; the feed's thread must not wait for the database.
    var unused =
        feed.subscribe(
            event -> {
              JobId job = event.jobId();
              if (event.type().equals("job") && job != null && event.to() != null) {
                JobState state = JobState.valueOf(event.to());
                background.executor().execute(() -> store.heard(job, state));
              }
            });
    return store;
  }

  private Optional<String> credentialHost(String remoteUrl) {
    try {
      return Optional.of(policy.check(remoteUrl).credentialHost());
    } catch (RemoteRefused e) {
      return Optional.empty();
    }
  }

  @Produces
  @Singleton
  RemoteCheck remoteCheck() {
    return url -> {
      try {
        RemoteUrl checked = policy.check(url);
        refusePrivate(checked);
        return URI.create(checked.url());
      } catch (RemoteRefused e) {
        throw new IllegalArgumentException(e.reason(), e);
      }
    };
  }

  /** Said now where it is known now; what the name means is judged again at each connection. */
  private void refusePrivate(RemoteUrl url) throws RemoteRefused {
    try {
      policy.addresses(url);
    } catch (UnknownHostException e) {
      // The import says so, and tries again: names come and go.
    }
  }
}
