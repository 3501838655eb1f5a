package codeblocking.launch;

import codeblocking.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The machine this process runs on. */
final class ThisMachine implements Machine {

  private static final int SECONDS = 5;

  private final Settings settings;

  ThisMachine(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String fileNameEncoding() {
    return System.getProperty("sun.jnu.encoding", "unknown");
  }

  @Override
  public Optional<Set<PosixFilePermission>> permissions(Path file) {
    try {
      return Optional.of(Files.getPosixFilePermissions(file));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  @Override
  public Disk disk(Path directory) {
    Path existing = directory;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      FileStore store = Files.getFileStore(existing);
      return new Disk(store.type(), store.getUsableSpace(), store.getTotalSpace());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at the disk of " + directory, e);
    }
  }

  @Override
  public Optional<Engine> engine() {
    Optional<String> answer =
        docker(
            "version",
            "--format",
            "{{.Server.Version}} {{range .Server.Components}}{{if eq .Name \"runc\"}}{{.Version}}{{end}}{{end}}");
    return answer.map(
        line -> {
          String[] words = line.split(" ", 2);
          boolean liveRestore =
              docker("info", "--format", "{{.LiveRestoreEnabled}}").equals(Optional.of("true"));
          return new Engine(words[0], words.length > 1 ? words[1] : "", liveRestore);
        });
  }

  @Override
  public boolean hasImage(String image) {
    return docker("image", "inspect", "--format", "{{.Id}}", image).isPresent();
  }

  @Override
  public String postgres(String variable) throws Unreachable {
    Settings.Database database = settings.database();
    DriverManager.setLoginTimeout(SECONDS);
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        PreparedStatement question = connection.prepareStatement("SELECT current_setting(?)")) {
      question.setString(1, variable);
      try (ResultSet answer = question.executeQuery()) {
        answer.next();
        return answer.getString(1);
      }
    } catch (SQLException e) {
      throw new Unreachable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public boolean reaches(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), SECONDS * 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Optional<String> noFirewall() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("the server does not run as root");
    }
    ProcessBuilder question =
        new ProcessBuilder("iptables", "-w", "5", "-S", "DOCKER-USER")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    return firstLine(question).isPresent()
        ? Optional.empty()
        : Optional.of("iptables does not show the engine's chain DOCKER-USER here");
  }

  /** The first line of what the engine's client says; empty where it fails. */
  private Optional<String> docker(String... words) {
    List<String> command = new java.util.ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DOCKER_HOST", settings.dockerHost().toString());
    return firstLine(builder);
  }

  private static Optional<String> firstLine(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(2L * SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0
          ? out.lines().findFirst().map(String::strip)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
