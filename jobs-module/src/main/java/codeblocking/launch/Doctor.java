package codeblocking.launch;

import static codeblocking.launch.Finding.danger;
import static codeblocking.launch.Finding.fine;
import static codeblocking.launch.Finding.warning;

import codeblocking.settings.EnvironmentSettings;
import codeblocking.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what would lose work or let someone in, before it does. */
final class Doctor {

  private static final long GIB = 1L << 30;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

  /** The first of its line without the known ways out of a container. */
  private static final String SAFE_RUNC = "1.2.8";

  private final Settings settings;
  private final Machine machine;

  Doctor(Settings settings, Machine machine) {
    this.settings = settings;
    this.machine = machine;
  }

  List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(locale());
    findings.add(dataDirectory());
    findings.addAll(disk());
    findings.add(database());
    findings.add(broker());
    findings.add(listening());
    findings.addAll(engine());
    return findings;
  }

  private Finding locale() {
    String encoding = machine.fileNameEncoding();
    return encoding.toUpperCase(Locale.ROOT).equals("UTF-8")
        ? fine("File names are UTF-8")
        : danger(
            "File names are "
                + encoding
                + ": a save would fail on the first name that is not ASCII; install the locale C.UTF-8");
  }

  private Finding dataDirectory() {
    Path directory = settings.dataDir();
    Optional<Set<PosixFilePermission>> permissions = machine.permissions(directory);
    if (permissions.isEmpty()) {
      return fine("Data directory " + directory + " will be made at the first start");
    }
    boolean closed =
        permissions.get().stream().allMatch(permission -> permission.name().startsWith("OWNER_"));
    return closed
        ? fine("Data directory " + directory + " is its owner's only")
        : danger(
            "Data directory "
                + directory
                + " is open to others, keys and work included: chmod 700");
  }

  private List<Finding> disk() {
    Machine.Disk disk = machine.disk(settings.dataDir());
    List<Finding> findings = new ArrayList<>();
    if (disk.type().equals("tmpfs") || disk.type().equals("ramfs")) {
      findings.add(danger("The data directory is in memory: everything is lost at a reboot"));
    }
    String free = disk.freeBytes() / (1 << 20) + " MiB free for the data directory";
    if (disk.freeBytes() < GIB) {
      findings.add(danger(free + ": saves fail when there is none left"));
    } else if (disk.freeBytes() < 5 * GIB) {
      findings.add(warning(free));
    } else {
      findings.add(fine(free));
    }
    return findings;
  }

  private Finding database() {
    String url = settings.database().url();
    if (url.startsWith("jdbc:postgresql:")) {
      return postgres();
    }
    if (url.startsWith("jdbc:h2:mem:")) {
      return danger("codeblocking.db.url is in memory: every job is lost when the server ends");
    }
    return url.toUpperCase(Locale.ROOT).contains("WRITE_DELAY=0")
        ? fine("Database: H2, every commit is on the disk")
        : danger(
            "codeblocking.db.url without WRITE_DELAY=0: a crash loses the commits of half a second");
  }

  private Finding postgres() {
    try {
      for (String variable : List.of("fsync", "synchronous_commit")) {
        if (machine.postgres(variable).equals("off")) {
          return danger("PostgreSQL runs with " + variable + "=off: a crash loses commits");
        }
      }
      return fine("Database: PostgreSQL, every commit is on the disk");
    } catch (Machine.Unreachable e) {
      return danger("PostgreSQL does not answer: " + e.getMessage());
    }
  }

  private Finding broker() {
    Optional<URI> url = settings.broker().url();
    if (url.isEmpty()) {
      return fine("Broker: embedded, journal synced, no open port");
    }
    URI address = url.get();
    if (settings.broker().password().isEmpty() && !isLoopback(address.getHost())) {
      return danger(
          "Broker at " + address + " is used without a password: anybody on its network can ring");
    }
    if (!machine.reaches(address.getHost(), address.getPort())) {
      return danger("Broker at " + address + " does not answer: jobs wait until it does");
    }
    return fine("Broker at " + address + "; see there that its journal is synced");
  }

  private Finding listening() {
    String host = settings.http().host();
    if (isLoopback(host)) {
      return fine("Listens on loopback only (" + host + ")");
    }
    return settings.access().localSignIn()
        ? danger(
            "Listens on "
                + host
                + " with local sign-in and without TLS: whoever sees the traffic has the token; put a"
                + " proxy with TLS in front, or use an outside issuer")
        : warning("Listens on " + host + " without TLS of its own: keep a proxy with TLS in front");
  }

  private List<Finding> engine() {
    List<Finding> findings = new ArrayList<>();
    URI host = settings.dockerHost();
    if ("tcp".equals(host.getScheme()) && !isLoopback(host.getHost())) {
      findings.add(
          danger("Docker engine at " + host + " over plain TCP: whoever reaches it is root there"));
    }
    if ("unix".equals(host.getScheme())) {
      machine
          .permissions(Path.of(host.getPath()))
          .filter(permissions -> permissions.contains(PosixFilePermission.OTHERS_WRITE))
          .ifPresent(
              permissions ->
                  findings.add(
                      danger(host.getPath() + " is writable by everybody, who thereby is root")));
    }
    Optional<Machine.Engine> engine = machine.engine();
    if (engine.isEmpty()) {
      findings.add(danger("No Docker engine answers at " + host + ": no workspace can start"));
      return findings;
    }
    findings.add(fine("Docker engine " + engine.get().version() + " at " + host));
    findings.addAll(engineFindings(engine.get()));
    findings.add(network());
    return findings;
  }

  private List<Finding> engineFindings(Machine.Engine engine) {
    List<Finding> findings = new ArrayList<>();
    if (isOlder(engine.runc(), SAFE_RUNC)) {
      findings.add(
          warning(
              "runc "
                  + engine.runc()
                  + " is older than "
                  + SAFE_RUNC
                  + ": see that your distribution's carries the fixes against leaving a container"));
    }
    if (!engine.liveRestore()) {
      findings.add(
          warning(
              "The engine stops containers when it restarts; \"live-restore\": true in its"
                  + " daemon.json keeps them"));
    }
    for (EnvironmentSettings environment : settings.environments().values()) {
      if (!machine.hasImage(environment.image())) {
        findings.add(
            warning(
                "Image " + environment.image() + " is missing; ./run builds the product's own"));
      }
    }
    return findings;
  }

  private Finding network() {
    String network = settings.network();
    if (network.equals("none")) {
      return fine("Workspaces have no network");
    }
    if (!network.equals("isolated")) {
      return warning(
          "Workspaces are on the network " + network + ": what they reach there is its own matter");
    }
    return machine
        .noFirewall()
        .map(
            why ->
                danger(
                    "Workspaces reach this host's own ports, private addresses and 169.254.169.254,"
                        + " since no firewall rules can be set ("
                        + why
                        + "): run as root on the engine's host, or set codeblocking.network=none"))
        .orElseGet(
            () ->
                fine("Workspaces reach neither one another, nor this host, nor private addresses"));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.startsWith("127.");
  }

  private static boolean isOlder(String version, String than) {
    Matcher left = VERSION.matcher(version);
    Matcher right = VERSION.matcher(than);
    if (!left.find() || !right.find()) {
      return false;
    }
    for (int part = 1; part <= 3; part++) {
      int order =
          Integer.compare(Integer.parseInt(left.group(part)), Integer.parseInt(right.group(part)));
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }
}
