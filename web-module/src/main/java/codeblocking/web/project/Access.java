package codeblocking.web.project;

import codeblocking.identity.Caller;
import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.Jobs;
import codeblocking.project.Project;
import codeblocking.project.ProjectId;
import codeblocking.project.Projects;
import codeblocking.web.body.Input;
import codeblocking.web.problem.Refusal;

/**
 * Who may see and do what: the one place. The owner may do all; an operator sees how things are,
 * and never what is inside a project.
 */
public final class Access {
  private final Projects projects;
  private final Jobs jobs;

  public Access(Projects projects, Jobs jobs) {
    this.projects = projects;
    this.jobs = jobs;
  }

  /** The caller's own project. */
  public Project own(Caller caller, String id) {
    return projects
        .find(Input.projectId(id))
        .filter(project -> project.owner().equals(caller.user()))
        .orElseThrow(() -> Refusal.missing("project"));
  }

  /** A project whose state, not content, the caller may see. */
  public Project seen(Caller caller, String id) {
    return projects
        .find(Input.projectId(id))
        .filter(project -> caller.isOperator() || project.owner().equals(caller.user()))
        .orElseThrow(() -> Refusal.missing("project"));
  }

  /** A job that the caller asked for, or of a project of theirs. */
  public Job job(Caller caller, String id) {
    JobId job = Input.jobId(id);
    return jobs.find(job)
        .filter(found -> mayHandle(caller, found))
        .orElseThrow(() -> Refusal.missing("job"));
  }

  public void operator(Caller caller) {
    if (!caller.isOperator()) {
      throw Refusal.operatorsOnly();
    }
  }

  private boolean mayHandle(Caller caller, Job job) {
    if (caller.isOperator() || caller.user().equals(job.userId())) {
      return true;
    }
    ProjectId project = job.projectId();
    return project != null
        && projects.find(project).filter(found -> found.owner().equals(caller.user())).isPresent();
  }
}
