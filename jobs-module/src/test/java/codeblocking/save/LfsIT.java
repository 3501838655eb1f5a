package codeblocking.save;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codeblocking.project.Project;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that git LFS keeps elsewhere, with what their pointers stand for in the workspace. */
class LfsIT {
  private static final String CONTENT = "a large file\n";
  private static final String OTHER = "another file\n";

  @TempDir Path temp;
  SaveKit kit;
  Project project;

  @BeforeEach
  void aPointerInTheRemote() throws Exception {
    kit = new SaveKit(temp);
    project = kit.newProject();
    kit.write(project, ".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    kit.write(project, "a.bin", pointer(CONTENT.getBytes(UTF_8)));
    kit.save(project);
  }

  @Test
  void a_file_that_its_pointer_stands_for_is_no_change() throws Exception {
    kit.write(project, "a.bin", CONTENT);

    assertThat(kit.save(project).changed()).isFalse();
    assertThat(kit.gate().unchanged(project)).isTrue();
  }

  @Test
  void a_file_of_the_same_size_is_a_change() throws Exception {
    kit.write(project, "a.bin", OTHER);
    assertThat(kit.gate().unchanged(project)).isFalse();

    Save save = kit.save(project).save().orElseThrow();

    assertThat(hosted("show", "main:a.bin")).isEqualTo(OTHER.strip());
    assertThat(save.message()).contains("a.bin went as plain files");
    assertThat(save.skipped()).isEmpty();
    assertThat(kit.gate().unchanged(project)).isTrue();
  }

  @Test
  void what_went_as_a_plain_file_is_told_once() throws Exception {
    kit.write(project, "a.bin", OTHER);
    kit.save(project);
    kit.write(project, "b.txt", "b\n");

    assertThat(kit.save(project).save().orElseThrow().message()).isNull();
  }

  @Test
  void a_file_that_changes_and_changes_back_ends_as_it_began() throws Exception {
    kit.write(project, "a.bin", CONTENT);
    assertThat(kit.gate().unchanged(project)).isTrue();
    kit.write(project, "a.bin", OTHER);
    assertThat(kit.gate().unchanged(project)).isFalse();
    kit.write(project, "a.bin", CONTENT);
    assertThat(kit.gate().unchanged(project)).isTrue();
  }

  @Test
  void a_file_that_is_lfs_no_more_is_saved_as_it_is() throws Exception {
    kit.write(project, "a.bin", CONTENT);
    kit.write(project, ".gitattributes", "*.bin filter=lfs -text\na.bin -filter\n");

    Save save = kit.save(project).save().orElseThrow();

    assertThat(hosted("show", "main:a.bin")).isEqualTo(CONTENT.strip());
    assertThat(save.message()).isNull();
  }

  @Test
  void one_too_large_for_a_save_is_held_by_its_pointer() throws Exception {
    Path large = kit.files(project).resolve("large.bin");
    zeros(large);
    String pointer = pointer(Files.readAllBytes(large));
    Files.writeString(large, pointer);
    kit.save(project);
    Files.delete(large);
    zeros(large);

    assertThat(kit.save(project).changed()).isFalse();
    assertThat(kit.gate().leftOut(project)).isEmpty();
    assertThat(hosted("show", "main:large.bin")).isEqualTo(pointer.strip());
  }

  @Test
  void a_pointer_renamed_is_as_known_as_before() throws Exception {
    kit.userGit(project, "mv", "a.bin", "b.bin");

    assertThat(kit.save(project).save().orElseThrow().skipped()).isEmpty();
  }

  @Test
  void a_pointer_that_is_new_is_named_as_not_saved() throws Exception {
    kit.write(project, "new.bin", pointer("new".getBytes(UTF_8)));

    assertThat(kit.save(project).save().orElseThrow().skipped())
        .extracting(Skipped::path)
        .containsExactly("new.bin");
  }

  private static void zeros(Path file) throws Exception {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(96L << 20);
    }
  }

  private String hosted(String... arguments) throws Exception {
    return SaveKit.git(kit.hosted(project), arguments);
  }

  private static String pointer(byte[] content) throws Exception {
    String oid = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    return "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
        .formatted(oid, content.length);
  }
}
