package codeblocking.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import codeblocking.workspace.OpenDirectory;
import codeblocking.workspace.ProjectFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the package's requirements. */
@SuppressWarnings("NullAway.Init")
final class PlacesTest {
  private static final ProjectId PROJECT = ProjectId.random();

  @TempDir Path root;
  private DataDirectory data;
  private Places places;

  @BeforeEach
  void make() throws IOException {
    data = new DataDirectory(root);
    places = new Places(data);
    Path own = places.own(PROJECT);
    Files.createDirectories(own.resolve("project"));
    Files.createDirectories(own.resolve("home"));
    Files.writeString(own.resolve("project/work"), "work");
    Files.writeString(own.resolve("home/history"), "history");
    places.openSlot("one");
  }

  /** The process dies here: nothing after it happens, no undoing either. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  private Places dyingAfter(String fatal) {
    return new Places(
        data,
        step -> {
          if (step.equals(fatal)) {
            throw new Crash();
          }
        });
  }

  private Places restarted() {
    return new Places(data);
  }

  private static void assertThatAllIsThere(Places now) throws IOException {
    assertThat(now.project(PROJECT).resolve("work")).hasContent("work");
    assertThat(now.home(PROJECT).resolve("history")).hasContent("history");
    try (OpenDirectory opened = new ProjectFolders(now).open(PROJECT)) {
      assertThat(opened.stat("work")).isPresent();
    }
  }

  @Test
  void an_unclaimed_project_is_in_its_own_directory() throws IOException {
    assertThat(places.slot(PROJECT)).isEqualTo(root.resolve("workspaces/" + PROJECT));
    assertThatAllIsThere(places);
  }

  @Test
  void a_claimed_project_is_in_the_slot_also_after_a_restart() throws IOException {
    assertThat(places.claim(PROJECT, "one", "c1")).isTrue();

    for (Places now : List.of(places, restarted())) {
      assertThat(now.slot(PROJECT)).isEqualTo(data.slots().resolve("one"));
      assertThat(now.claim(PROJECT)).map(Claim::container).contains("c1");
      assertThat(now.claimOf("one")).map(Claim::project).contains(PROJECT);
      assertThatAllIsThere(now);
    }
    assertThat(places.own(PROJECT)).isEmptyDirectory();
  }

  @Test
  void what_is_given_back_is_where_it_was_and_of_the_slot_nothing_is_left() throws IOException {
    places.claim(PROJECT, "one", "c1");

    assertThat(places.giveBack(PROJECT)).isTrue();
    assertThat(places.giveBack(PROJECT)).isTrue();

    assertThatAllIsThere(places);
    assertThatAllIsThere(restarted());
    assertThat(data.slots()).isEmptyDirectory();
    assertThat(data.handover("one")).doesNotExist();
  }

  /** Requirements 1 and 2. */
  @ParameterizedTest
  @ValueSource(strings = {"recorded", "home in", "project in"})
  void a_claim_that_is_cut_short_loses_nothing(String fatal) throws IOException {
    Places dying = dyingAfter(fatal);
    assertThatThrownBy(() -> dying.claim(PROJECT, "one", "c1")).isInstanceOf(Crash.class);

    Places now = restarted();

    assertThat(now.claim(PROJECT).isPresent()).isEqualTo(fatal.equals("project in"));
    assertThatAllIsThere(now);
    assertThatAllIsBackAndNoSlotIsLeft(now);
  }

  /** Requirement 2. */
  @ParameterizedTest
  @ValueSource(strings = {"project back", "home back", "slot removed"})
  void a_return_that_is_cut_short_is_finished_after_a_restart(String fatal) throws IOException {
    places.claim(PROJECT, "one", "c1");
    Places dying = dyingAfter(fatal);
    assertThatThrownBy(() -> dying.giveBack(PROJECT)).isInstanceOf(Crash.class);

    Places now = restarted();

    assertThat(now.claim(PROJECT)).isEmpty();
    assertThatAllIsBackAndNoSlotIsLeft(now);
  }

  private void assertThatAllIsBackAndNoSlotIsLeft(Places now) throws IOException {
    assertThat(now.giveBack(PROJECT)).isTrue();
    assertThatAllIsThere(now);
    assertThat(now.slot(PROJECT)).isEqualTo(now.own(PROJECT));
    for (String slot : now.unclaimed()) {
      now.removeSlot(slot);
    }
    assertThat(data.slots()).isEmptyDirectory();
  }

  @Test
  void a_record_that_was_written_half_claims_nothing() throws IOException {
    places.claim(PROJECT, "one", "c1");
    places.giveBack(PROJECT);
    places.openSlot("two");
    Files.writeString(data.slots().resolve("two.claim"), PROJECT + " two c1 1:2 1:");

    assertThat(restarted().claims()).isEmpty();
    assertThat(restarted().unclaimed()).containsExactly("two");
    assertThatAllIsThere(restarted());
  }

  /** Requirement 3. */
  @Test
  void a_link_in_the_projects_place_is_refused() throws IOException {
    places.claim(PROJECT, "one", "c1");
    Path outside = Files.createDirectory(root.resolve("outside"));
    Path slot = data.slots().resolve("one");
    Files.move(slot.resolve("project"), slot.resolve("elsewhere"));
    Files.createSymbolicLink(slot.resolve("project"), outside);

    assertThatThrownBy(() -> new ProjectFolders(places).open(PROJECT))
        .isInstanceOf(IOException.class);
  }

  /** Requirement 3. */
  @Test
  void another_directory_in_the_projects_place_is_refused_and_the_right_one_given_back()
      throws IOException {
    places.claim(PROJECT, "one", "c1");
    Path slot = data.slots().resolve("one");
    Files.move(slot.resolve("project"), slot.resolve("elsewhere"));
    Files.createDirectory(slot.resolve("project"));

    assertThatThrownBy(() -> new ProjectFolders(places).open(PROJECT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not the one that was put there");

    Files.delete(slot.resolve("project"));
    assertThat(places.giveBack(PROJECT)).isTrue();
    assertThatAllIsThere(places);
  }

  @Test
  void an_open_directory_stays_the_same_when_it_is_moved() throws IOException {
    try (OpenDirectory opened = new ProjectFolders(places).open(PROJECT)) {
      places.claim(PROJECT, "one", "c1");
      assertThat(opened.stat("work")).isPresent();
    }
  }

  /** Requirement 4. */
  @Test
  void two_claims_at_once_make_one() throws Exception {
    places.openSlot("two");
    List<Future<Boolean>> all = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    for (String slot : List.of("one", "two")) {
      all.add(threads.submit(() -> places.claim(PROJECT, slot, slot)));
    }
    List<Boolean> won = List.of(all.get(0).get(), all.get(1).get());
    threads.shutdown();

    assertThat(won).containsExactlyInAnyOrder(true, false);
    assertThat(places.unclaimed()).hasSize(1);
    assertThatAllIsThere(places);
  }

  /** Requirement 5. */
  @Test
  void what_something_runs_over_is_not_moved() throws IOException {
    Places.Stay first = places.stay(PROJECT);
    assertThat(places.claim(PROJECT, "one", "c1")).isFalse();
    first.close();
    first.close();
    places.claim(PROJECT, "one", "c1");
    Places.Stay stay = places.stay(PROJECT);
    assertThat(places.giveBack(PROJECT)).isFalse();
    assertThatAllIsThere(places);
    stay.close();
    assertThat(places.giveBack(PROJECT)).isTrue();
  }

  @Test
  void a_claim_that_fails_leaves_all_as_it_was() throws IOException {
    Files.createDirectory(data.slots().resolve("one/project"));

    assertThatThrownBy(() -> places.claim(PROJECT, "one", "c1")).isInstanceOf(IOException.class);

    assertThat(places.claim(PROJECT)).isEmpty();
    assertThatAllIsThere(places);
    assertThat(restarted().claims()).isEmpty();
  }

  @Test
  void what_is_handed_over_is_seen_inside_before_and_after_a_claim() throws IOException {
    Path own = Files.createDirectories(data.handover(PROJECT.toString()));
    Files.writeString(own.resolve("before"), "1");
    Files.writeString(own.resolve("making.new"), "3");
    places.claim(PROJECT, "one", "c1");
    Files.writeString(own.resolve("after"), "2");
    places.share(PROJECT, "after");

    assertThat(places.handover(PROJECT).resolve("before")).hasContent("1");
    assertThat(places.handover(PROJECT).resolve("after")).hasContent("2");
    assertThat(places.handover(PROJECT).resolve("making.new")).doesNotExist();

    places.unshare(PROJECT, "before");
    assertThat(places.handover(PROJECT).resolve("before")).doesNotExist();
    assertThat(own.resolve("before")).doesNotExist();
  }
}
