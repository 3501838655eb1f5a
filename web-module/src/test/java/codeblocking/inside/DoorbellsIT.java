package codeblocking.inside;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.Attempt;
import codeblocking.job.Job;
import codeblocking.job.JobId;
import codeblocking.job.JobKind;
import codeblocking.job.JobRequest;
import codeblocking.job.JobState;
import codeblocking.job.Jobs;
import codeblocking.job.Lane;
import codeblocking.project.Author;
import codeblocking.project.CreateProject;
import codeblocking.project.ProjectId;
import codeblocking.project.UserId;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A doorbell is answered by a message-driven bean, and only a doorbell has an effect. Needs the
 * server, since only a server makes beans of classes; a fetch on the built-in git host needs no
 * engine.
 */
@Isolated
@ExtendWith(ArquillianExtension.class)
class DoorbellsIT {

  private static final UserId USER = new UserId("inside");
  private static final Lane LANE = JobKind.FETCH.lane();

  @Inject Jobs jobs;
  @Inject CreateProject projects;
  @Inject Doorbells doorbells;
  @Inject Outbox outbox;

  @Deployment
  static WebArchive shipped() {
    return Shipped.war();
  }

  @BeforeEach
  @AfterEach
  void the_lane_is_open() {
    jobs.resume(LANE, USER);
  }

  @Test
  void a_job_is_carried_out_by_the_bean_that_its_doorbell_wakes() {
    Job job = fetch();

    Job ended = doorbells.awaitEnd(job.id());

    assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(attempts(job)).singleElement().returns("OK", Attempt::result);
    assertThat(outbox.holds(job.id())).isFalse();
  }

  @Test
  void a_doorbell_that_rings_many_times_has_one_effect() {
    jobs.pause(LANE, USER, "to ring before it may run");
    Job job = fetch();
    doorbells.ring(LANE, job.id().toString(), 3);
    jobs.resume(LANE, USER);
    doorbells.ring(LANE, job.id().toString(), 3);

    Job ended = doorbells.awaitEnd(job.id());
    doorbells.ring(LANE, job.id().toString(), 3);
    Doorbells.awaitAnswered(LANE);

    assertThat(attempts(job)).hasSize(1);
    assertThat(jobs.find(job.id())).contains(ended);
    assertThat(outbox.holds(job.id())).isFalse();
  }

  @Test
  void a_message_that_names_no_job_has_no_effect_and_the_bean_lives_on() {
    doorbells.ring(LANE, JobId.random().toString(), 1);
    doorbells.ring(LANE, "no id", 1);
    doorbells.ring(LANE, "", 1);
    doorbells.sendBytes(LANE);
    Doorbells.awaitAnswered(LANE);

    Job ended = doorbells.awaitEnd(fetch().id());

    assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(Doorbells.waiting("codeblocking.dead")).isZero();
  }

  @Test
  void a_job_of_a_paused_lane_waits_and_runs_after_resume() {
    jobs.pause(LANE, USER, "the remote is mended");
    Job job = fetch();
    doorbells.ring(LANE, job.id().toString(), 1);
    Doorbells.awaitAnswered(LANE);

    Job waiting = jobs.find(job.id()).orElseThrow();
    assertThat(waiting.state()).isEqualTo(JobState.READY);
    assertThat(waiting.attempt()).isZero();
    assertThat(waiting.waitingFor()).contains("the remote is mended");

    jobs.resume(LANE, USER);
    assertThat(doorbells.awaitEnd(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(outbox.holds(job.id())).isFalse();
  }

  private Job fetch() {
    ProjectId project =
        projects
            .create(
                USER,
                new Author("Inside", "inside@example.com"),
                new CreateProject.Wanted("inside", null, null, null))
            .id();
    return jobs.enqueue(JobRequest.of(JobKind.FETCH, project, USER));
  }

  private List<Attempt> attempts(Job job) {
    return jobs.detail(job.id()).orElseThrow().attempts();
  }
}
