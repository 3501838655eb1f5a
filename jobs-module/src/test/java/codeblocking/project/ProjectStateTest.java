package codeblocking.project;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.project.ProjectState.Facts;
import org.junit.jupiter.api.Test;

class ProjectStateTest {
  private static final boolean YES = true;
  private static final boolean NO = false;

  @Test
  void without_anything_a_project_is_cold() {
    assertThat(ProjectState.of(new Facts(NO, NO, NO, NO, NO, 0, NO))).isEqualTo(ProjectState.COLD);
  }

  @Test
  void a_prewarm_makes_it_warming_and_a_container_running() {
    assertThat(ProjectState.of(new Facts(YES, NO, NO, NO, NO, 0, NO)))
        .isEqualTo(ProjectState.WARMING);
    assertThat(ProjectState.of(new Facts(YES, YES, NO, NO, NO, 1, NO)))
        .isEqualTo(ProjectState.RUNNING);
  }

  @Test
  void a_stop_that_waits_is_grace_only_while_nobody_is_there() {
    assertThat(ProjectState.of(new Facts(NO, YES, NO, NO, YES, 0, NO)))
        .isEqualTo(ProjectState.GRACE);
    assertThat(ProjectState.of(new Facts(NO, YES, NO, NO, YES, 1, NO)))
        .isEqualTo(ProjectState.RUNNING);
  }

  @Test
  void a_stop_at_work_is_stopping() {
    assertThat(ProjectState.of(new Facts(NO, YES, NO, YES, NO, 0, NO)))
        .isEqualTo(ProjectState.STOPPING);
  }

  @Test
  void a_blocked_save_wants_attention_but_never_hides_that_somebody_works() {
    assertThat(ProjectState.of(new Facts(NO, NO, NO, NO, NO, 0, YES)))
        .isEqualTo(ProjectState.ATTENTION);
    assertThat(ProjectState.of(new Facts(NO, YES, NO, NO, NO, 1, YES)))
        .isEqualTo(ProjectState.RUNNING);
  }
}
