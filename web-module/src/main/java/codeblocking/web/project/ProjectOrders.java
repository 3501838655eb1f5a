package codeblocking.web.project;

import codeblocking.identity.Caller;
import codeblocking.job.Job;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.Jobs;
import codeblocking.project.ChangeRemote;
import codeblocking.project.InvalidInput;
import codeblocking.project.Project;
import codeblocking.project.Projects;
import codeblocking.save.SaveTrigger;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an owner may order for a project, apart from a container: each order is a job. */
public final class ProjectOrders {
  /** A commit message may have lines; other control characters would reach terminals. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private final Projects projects;
  private final Jobs jobs;
  private final ChangeRemote changeRemote;

  public ProjectOrders(Projects projects, Jobs jobs, ChangeRemote changeRemote) {
    this.projects = projects;
    this.jobs = jobs;
    this.changeRemote = changeRemote;
  }

  public Job save(Caller caller, Project project, Optional<String> message) {
    if (message.filter(text -> CONTROL.matcher(text).find()).isPresent()) {
      throw new InvalidInput("message", "must not hold control characters but line breaks");
    }
    if (!project.author().equals(caller.author())) {
      projects.author(project.id(), caller.author());
    }
    JobRequest request =
        order(JobKind.PERSIST, caller, project).with("trigger", SaveTrigger.MANUAL.label());
    return jobs.enqueue(
        message
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> request.with("message", text))
            .orElse(request));
  }

  public Job stop(Caller caller, Project project) {
    return jobs.enqueue(order(JobKind.STOP, caller, project).with("reason", "asked"));
  }

  public Job fetch(Caller caller, Project project) {
    return jobs.enqueue(order(JobKind.FETCH, caller, project));
  }

  /** Work goes to another remote from now on; what there is follows at once. */
  public Job push(Caller caller, Project project, String remoteUrl) {
    JobRequest save =
        order(JobKind.PERSIST, caller, project).with("trigger", SaveTrigger.MANUAL.label());
    return changeRemote.change(project, caller.user(), save, remoteUrl);
  }

  public Job delete(Caller caller, Project project, boolean discard) {
    return jobs.enqueue(
        order(JobKind.DELETE, caller, project).with("discard", Boolean.toString(discard)));
  }

  private static JobRequest order(JobKind kind, Caller caller, Project project) {
    return JobRequest.of(kind, project.id(), caller.user());
  }
}
