package codeblocking.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codeblocking.project.InvalidInput;
import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the package's requirements. */
@SuppressWarnings("NullAway.Init")
final class ProjectFilesTest {
  private static final ProjectId PROJECT = ProjectId.random();

  @TempDir Path folder;
  private Path workspace;
  private ProjectFiles files;

  @BeforeEach
  void make() throws IOException {
    DataDirectory data = new DataDirectory(folder.resolve("data"));
    workspace = Files.createDirectories(data.project(PROJECT.toString()));
    files = new ProjectFiles(new codeblocking.place.Places(data));
    Files.createDirectories(workspace.resolve("src"));
    Files.writeString(workspace.resolve("src/a.txt"), "hello");
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "canary");
    Files.createSymbolicLink(workspace.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(workspace.resolve("door"), outside);
  }

  @Test
  void a_file_is_read() throws IOException {
    ProjectFiles.Opened opened = open("src/a.txt").orElseThrow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (opened) {
      opened.writeTo(out);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
  }

  @Test
  void a_changed_file_has_another_etag() throws IOException {
    String before = etag();
    Files.setLastModifiedTime(
        workspace.resolve("src/a.txt"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    assertThat(etag()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"link", "door/secret", "src", "none", "src/a.txt/x"})
  void what_is_no_file_of_the_workspace_is_not_there_1(String path) throws IOException {
    assertThat(open(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "a/../b", "./a", "a\0b"})
  void a_path_with_dots_is_refused_1(String path) {
    assertThatThrownBy(() -> FilePath.parse(path)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void a_fifo_is_listed_and_never_opened_2() throws Exception {
    Process made = new ProcessBuilder("mkfifo", workspace.resolve("pipe").toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(open("pipe")).isEmpty();
    assertThat(list("", 1).entries())
        .extracting(Item::name, Item::type)
        .contains(org.assertj.core.groups.Tuple.tuple("pipe", Item.Type.OTHER));
  }

  @Test
  void a_name_that_is_not_utf_8_is_listed_and_never_opened_2() throws Exception {
    Process made =
        new ProcessBuilder("sh", "-c", "touch \"$(printf 'odd\\377')\"")
            .directory(workspace.toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    assertThat(list("", 1).entries())
        .extracting(Item::name, Item::type)
        .contains(org.assertj.core.groups.Tuple.tuple("odd\\xff", Item.Type.OTHER));
  }

  @Test
  void a_name_that_no_file_can_have_is_not_there() throws IOException {
    assertThat(open("ü".repeat(200))).isEmpty();
  }

  @Test
  void a_folder_is_listed_as_deep_as_asked() throws IOException {
    assertThat(list("", 1).entries()).extracting(Item::name).containsExactly("door", "link", "src");
    assertThat(list("", 1).entries().get(2).entries()).isNull();
    List<Item> inside = list("", 2).entries().get(2).entries();
    assertThat(inside).extracting(Item::path).containsExactly("src/a.txt");
  }

  @Test
  void a_listing_that_is_cut_short_says_so_3() throws IOException {
    for (int i = 0; i < 20_001; i++) {
      Files.createFile(workspace.resolve("src/f" + i));
    }
    assertThat(list("src", 1).truncated()).isTrue();
  }

  @Test
  void an_archive_holds_files_and_no_link() throws IOException {
    Files.createDirectories(workspace.resolve(".git"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.archive(PROJECT, out);
    assertThat(names(out)).containsExactly("src/", "src/a.txt");
  }

  @Test
  void an_archive_of_nothing_is_empty() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.archive(ProjectId.random(), out);
    assertThat(names(out)).isEmpty();
  }

  @Test
  void a_very_deep_tree_ends_the_archive_early_and_not_the_server() throws IOException {
    Path deep = workspace;
    for (int i = 0; i < 300; i++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.archive(PROJECT, out);
    assertThat(names(out)).contains("src/a.txt");
  }

  @Test
  void the_git_directory_is_neither_listed_nor_read() throws IOException {
    Files.createDirectories(workspace.resolve(".git"));
    Files.writeString(workspace.resolve(".git/config"), "[core]");
    assertThat(open(".git/config")).isEmpty();
    assertThat(files.list(PROJECT, FilePath.parse(""), 3).orElseThrow().toString())
        .doesNotContain(".git");
  }

  private Optional<ProjectFiles.Opened> open(String path) throws IOException {
    return files.open(PROJECT, FilePath.parse(path));
  }

  private String etag() throws IOException {
    ProjectFiles.Opened opened = open("src/a.txt").orElseThrow();
    opened.close();
    return opened.etag();
  }

  private Listing list(String path, int depth) throws IOException {
    return files.list(PROJECT, FilePath.parse(path), depth).orElseThrow();
  }

  private static List<String> names(ByteArrayOutputStream archive) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.toByteArray()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
