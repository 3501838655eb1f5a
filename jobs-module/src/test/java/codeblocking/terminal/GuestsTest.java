package codeblocking.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.project.ProjectId;
import org.junit.jupiter.api.Test;

class GuestsTest {
  private final Guests guests = new Guests();
  private final ProjectId project = ProjectId.random();

  @Test
  void while_somebody_is_in_nothing_is_sealed() {
    assertThat(guests.enter(project)).isTrue();
    assertThat(guests.enter(project)).isTrue();
    guests.leave(project);

    assertThat(guests.seal(project)).isFalse();
    assertThat(guests.seal(ProjectId.random())).isTrue();
  }

  @Test
  void while_it_is_sealed_nobody_comes_in() {
    assertThat(guests.seal(project)).isTrue();
    assertThat(guests.enter(project)).isFalse();
    guests.unseal(project);

    assertThat(guests.enter(project)).isTrue();
  }

  @Test
  void the_last_one_to_leave_lets_it_be_sealed() {
    assertThat(guests.enter(project)).isTrue();
    guests.leave(project);

    assertThat(guests.seal(project)).isTrue();
  }
}
