package codeblocking.launch;

import codeblocking.settings.InvalidSetting;
import codeblocking.settings.Settings;
import codeblocking.settings.SettingsReader;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
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
      case "prepare" -> prepare(settings);
      case "doctor" -> doctor(new Doctor(settings, new ThisMachine(settings)));
      default -> wrong("Commands: prepare, token USER [--role operator], doctor");
    };
  }

  private int prepare(Settings settings) {
    out.println("host=" + settings.http().host());
    out.println("port=" + settings.http().port());
    out.println("docker=" + settings.dockerHost());
    return 0;
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
