package codeblocking.web;

import codeblocking.container.ContainerRecords;
import codeblocking.event.EventFeed;
import codeblocking.event.Events;
import codeblocking.file.ProjectFiles;
import codeblocking.identity.Authentication;
import codeblocking.job.ActOnMany;
import codeblocking.job.Jobs;
import codeblocking.place.Places;
import codeblocking.project.ChangeRemote;
import codeblocking.project.CreateProject;
import codeblocking.project.NewRepository;
import codeblocking.project.Projects;
import codeblocking.remote.RemoteCheck;
import codeblocking.save.SaveGate;
import codeblocking.save.Saves;
import codeblocking.save.SnapshotStore;
import codeblocking.session.Sessions;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.Instance;
import codeblocking.settings.Settings;
import codeblocking.web.event.EventClients;
import codeblocking.web.overview.Overview;
import codeblocking.web.project.Access;
import codeblocking.web.project.ProjectOrders;
import codeblocking.web.project.ProjectView;
import codeblocking.web.signin.Origins;
import codeblocking.web.signin.SignIn;
import codeblocking.web.signin.SignInCookie;
import codeblocking.web.timeline.Timeline;
import codeblocking.workspace.TreeDiff;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts the web's own plain classes together; what they stand on comes from jobs-module. */
@Dependent
public class WebWiring {
  @Produces
  @Singleton
  Origins origins(Settings settings) {
    return new Origins(settings);
  }

  @Produces
  @Singleton
  SignIn signIn(Authentication authentication, Origins origins) {
    return new SignIn(authentication, origins);
  }

  @Produces
  @Singleton
  SignInCookie signInCookie(Instance instance) {
    return new SignInCookie(instance);
  }

  @Produces
  @Singleton
  Access access(Projects projects, Jobs jobs) {
    return new Access(projects, jobs);
  }

  @Produces
  @Singleton
  ActOnMany actOnMany(Jobs jobs) {
    return new ActOnMany(jobs);
  }

  @Produces
  @Singleton
  CreateProject createProject(
      Settings settings,
      Projects projects,
      Jobs jobs,
      RemoteCheck remotes,
      NewRepository repositories,
      Clock clock) {
    return new CreateProject(settings, projects, jobs, remotes, repositories, clock);
  }

  @Produces
  @Singleton
  ProjectOrders orders(Projects projects, Jobs jobs, RemoteCheck remotes) {
    return new ProjectOrders(projects, jobs, new ChangeRemote(projects, jobs, remotes));
  }

  @Produces
  @Singleton
  ProjectView projectView(
      Jobs jobs,
      ContainerRecords containers,
      Sessions sessions,
      Saves saves,
      SaveGate gate,
      Settings settings) {
    String gitHost = settings.ownOrigins().get(0) + "/git";
    return new ProjectView(jobs, containers, sessions, saves, gate, gitHost);
  }

  @Produces
  @Singleton
  Timeline timeline(Saves saves, Jobs jobs, DataDirectory data, TreeDiff diff) {
    return new Timeline(saves, jobs, new SnapshotStore(data), diff);
  }

  @Produces
  @Singleton
  ProjectFiles projectFiles(Places places) {
    return new ProjectFiles(places);
  }

  @Produces
  @Singleton
  Overview overview(
      Settings settings, Jobs jobs, ContainerRecords containers, Sessions sessions, Clock clock) {
    return new Overview(settings, jobs, containers, sessions, clock);
  }

  @Produces
  @Singleton
  EventClients eventClients(Events events, EventFeed feed) {
    return new EventClients(events, feed);
  }

  void close(@Disposes EventClients clients) {
    clients.close();
  }
}
