package codeblocking.corpus;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code docs/saves.md} and the innocent workspaces say the same. */
class SavesTableTest {
  private static final Path TABLE = Path.of("../docs/saves.md");

  @Test
  void each_row_has_a_case_and_each_case_a_row() throws Exception {
    assertThat(cases().stream().map(InnocentCase::row).collect(toSet()))
        .containsExactlyInAnyOrderElementsOf(rows().keySet());
  }

  @Test
  void each_case_has_a_save_that_lands_as_its_row_says() throws Exception {
    Map<String, String> rows = rows();
    assertThat(cases())
        .filteredOn(each -> !each.landings().contains(rows.get(each.row())))
        .extracting(each -> each.name() + ": " + each.landings() + ", not " + rows.get(each.row()))
        .isEmpty();
  }

  @Test
  void names_are_unique() {
    assertThat(cases()).extracting(InnocentCase::name).doesNotHaveDuplicates();
  }

  private static List<InnocentCase> cases() {
    List<InnocentCase> all = new ArrayList<>();
    InnocentCase.FILES.forEach(file -> all.addAll(InnocentCase.read(file)));
    return all;
  }

  /** Name → the first word of where it lands. */
  private static Map<String, String> rows() throws Exception {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      String[] cells = line.split("\\s*\\|\\s*", -1);
      if (cells.length == 6 && !cells[1].startsWith("---") && !cells[1].startsWith("what you")) {
        assertThat(rows.put(cells[1], cells[2].split("\\W")[0])).as(cells[1]).isNull();
      }
    }
    return rows;
  }
}
