package codeblocking.launch;

import codeblocking.identity.Caller;
import codeblocking.identity.LocalKeys;
import codeblocking.identity.Tokens;
import codeblocking.project.UserId;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.InvalidSetting;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The command line behind {@code ./run}. */
public final class Launch {

  private static final int WRONG = 1;

  private final Function<String, Optional<String>> lookup;
  private final PrintStream out;
  private final PrintStream err;

  Launch(Function<String, Optional<String>> lookup, PrintStream out, PrintStream err) {
    this.lookup = lookup;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] words) {
    System.exit(
        new Launch(SettingsReader::fromProcess, System.out, System.err).run(List.of(words)));
  }

  int run(List<String> words) {
    Settings settings;
    try {
      settings = SettingsReader.read(lookup);
    } catch (InvalidSetting e) {
      return wrong(String.valueOf(e.getMessage()));
    }
    return switch (words.isEmpty() ? "" : words.get(0)) {
      case "check" -> check(settings);
      case "token" -> token(settings, words.subList(1, words.size()));
      case "doctor" -> doctor(new Doctor(settings, new ThisMachine(settings)));
      default -> wrong("Commands: check, token USER [--role operator], doctor");
    };
  }

  private int check(Settings settings) {
    out.println("host=" + settings.http().host());
    out.println("port=" + settings.http().port());
    out.println("docker=" + settings.dockerHost());
    out.println("signin=" + (settings.access().localSignIn() ? "local" : "outside"));
    settings.broker().url().ifPresent(url -> warnOfSilence(settings, url));
    return 0;
  }

  /** No reason not to start: jobs are accepted and wait, and it may come up a moment later. */
  private void warnOfSilence(Settings settings, URI broker) {
    if (!new ThisMachine(settings).reaches(broker.getHost(), broker.getPort())) {
      err.println(
          "The broker at "
              + broker.getHost()
              + ":"
              + broker.getPort()
              + " does not answer: jobs are accepted, and wait until it does");
    }
  }

  private int token(Settings settings, List<String> words) {
    boolean operator =
        words.size() == 3 && words.subList(1, 3).equals(List.of("--role", "operator"));
    if (words.size() != 1 && !operator) {
      return wrong("Usage: ./run token USER [--role operator] [--data-dir DIR]");
    }
    if (!settings.access().localSignIn()) {
      return wrong(
          "mp.jwt.verify.publickey is set, so tokens come from the identity provider, not from here");
    }
    Set<String> roles = operator ? Set.of(Caller.USER, Caller.OPERATOR) : Set.of(Caller.USER);
    try {
      UserId user = new UserId(words.get(0));
      LocalKeys keys = LocalKeys.open(new DataDirectory(settings.dataDir()));
      Duration lifetime = settings.access().tokenLifetime();
      out.println(new Tokens(keys, Clock.systemUTC()).mint(user, roles, lifetime));
      return 0;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return wrong("No token: " + e.getMessage());
    }
  }

  private int doctor(Doctor doctor) {
    List<Finding> findings = doctor.examine();
    findings.forEach(out::println);
    return findings.stream().anyMatch(f -> f.weight() == Finding.Weight.DANGER) ? WRONG : 0;
  }

  private int wrong(String line) {
    err.println(line);
    return WRONG;
  }
}
