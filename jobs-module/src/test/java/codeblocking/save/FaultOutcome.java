package codeblocking.save;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.job.NeedsPerson;
import codeblocking.job.RetryLater;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the save with the fault ends. */
enum FaultOutcome {
  /** The host is away: its return ends the wait. */
  AWAY,
  LATER,
  /** When the remote said. */
  LATER_AS_TOLD,
  CREDENTIAL,
  GONE,
  POLICY,
  /** A conflict, which a ref beside the branch solves at once. */
  ASIDE,
  /** A policy on single files: the rest arrives at once. */
  WITHOUT;

  void check(@Nullable Throwable failure, Save save) {
    switch (this) {
      case AWAY ->
          assertThat(later(failure, save).waitsOn()).as(String.valueOf(failure)).isPresent();
      case LATER -> assertThat(later(failure, save).waitsOn()).isEmpty();
      case LATER_AS_TOLD -> assertThat(later(failure, save).after()).contains(FaultRows.SOON);
      case CREDENTIAL ->
          assertThat(blocked(failure, save))
              .containsPattern("40[13]")
              .contains("Store a credential");
      case GONE -> assertThat(blocked(failure, save)).containsPattern("no such repository|moved");
      case POLICY ->
          assertThat(blocked(failure, save))
              .doesNotContain("credential")
              .containsPattern("refuses|takes");
      case ASIDE -> {
        assertThat(failure).isNull();
        assertThat(save.state()).isEqualTo(SaveState.SAVED);
        assertThat(save.ref()).startsWith("refs/heads/codeblocking/autosave/");
      }
      case WITHOUT -> {
        assertThat(failure).isNull();
        assertThat(save.state()).isEqualTo(SaveState.SAVED);
      }
    }
  }

  private static RetryLater later(@Nullable Throwable failure, Save save) {
    assertThat(save.state()).isEqualTo(SaveState.SAVED_LOCALLY);
    assertThat(failure).isInstanceOf(RetryLater.class);
    return Objects.requireNonNull((RetryLater) failure);
  }

  private static String blocked(@Nullable Throwable failure, Save save) {
    assertThat(failure).isInstanceOf(NeedsPerson.class);
    assertThat(save.state()).isEqualTo(SaveState.BLOCKED);
    return String.valueOf(save.message());
  }
}
