package codeblocking.container;

import codeblocking.place.Places;
import codeblocking.project.ProjectId;
import codeblocking.settings.DataDirectory;
import codeblocking.settings.EnvironmentSettings;
import codeblocking.settings.Settings;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes every container's specification, from constants.
 *
 * <p>INVARIANT: only project, user, environment and its limits vary; nothing a user wrote is in it.
 */
final class ContainerSpecification {
  static final String WORKSPACE = "/workspace";
  static final String PROJECT = WORKSPACE + "/project";
  static final String HOME = WORKSPACE + "/home";
  static final String HANDOVER = "/run/codeblocking";

  /** Of a helper that runs one command. */
  static final String COMMAND_ROLE = "command";

  /** Run by the image's shell, never by a user's program: it writes to the terminal first. */
  private static final List<String> FIRST = List.of("/bin/sh", "-c", Scripts.text("first.sh"));

  private static final String NO_NETWORK = "none";

  /** The same for all, so that a namespace that was made ahead fits each. */
  private static final String HOST_NAME = "workspace";

  private static final long HOLDER_MEMORY = 64L << 20;
  private static final double HOLDER_CPUS = 0.05;
  private static final int HOLDER_PIDS = 16;

  /** Not more, since an engine can give no more than it has, and some have 20 000. */
  private static final long OPEN_FILES = 16_384;

  /** Files in /tmp count as the container's memory: a quarter, so that they alone cannot end it. */
  private static final long TMP_SHARE = 4;

  private final Naming naming;
  private final Places places;
  private final Settings settings;
  private final WorkspaceUser user;

  ContainerSpecification(Naming naming, Settings settings, Places places, WorkspaceUser user) {
    this.naming = naming;
    this.places = places;
    this.settings = settings;
    this.user = user;
  }

  /** A workspace, with its main shell. */
  CreateContainerCmd workspace(DockerClient client, ContainerRequest request, String network) {
    return hardened(client, request.environment(), network, mounts(request.projectId()))
        .withName(naming.workspace(request.projectId()))
        .withCmd(FIRST)
        .withTty(true)
        .withStdinOpen(true)
        .withLabels(labels(request));
  }

  /** A container of the pool: over an empty slot, and nobody's yet. */
  CreateContainerCmd spare(
      DockerClient client, String slot, EnvironmentSettings environment, String network) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(ContainerLabels.INSTANCE, naming.instance());
    labels.put(ContainerLabels.USER_ID, "");
    labels.put(ContainerLabels.PROJECT_ID, "");
    labels.put(ContainerLabels.ENVIRONMENT, environment.name());
    labels.put(ContainerLabels.SLOT, slot);
    DataDirectory data = places.data();
    return hardened(
            client, environment, network, mounts(data.slots().resolve(slot), data.handover(slot)))
        .withName(naming.spare(slot))
        // The project's directory is not there yet; the engine would make one, as root's.
        .withWorkingDir(WORKSPACE)
        .withCmd(FIRST)
        .withTty(true)
        .withStdinOpen(true)
        .withLabels(labels);
  }

  /** Holds a network namespace, and does nothing. */
  CreateContainerCmd holder(DockerClient client, String name, String network) {
    EnvironmentSettings any = settings.environments().values().iterator().next();
    EnvironmentSettings small =
        new EnvironmentSettings(
            any.name(), any.image(), HOLDER_MEMORY, HOLDER_CPUS, HOLDER_PIDS, 0);
    CreateContainerCmd holder = hardened(client, small, network, List.of());
    holder.getHostConfig().withInit(false);
    return holder
        .withName(name)
        .withWorkingDir("/")
        .withCmd("sleep", "infinity")
        .withLabels(
            Map.of(
                ContainerLabels.INSTANCE,
                naming.instance(),
                ContainerLabels.ROLE,
                Namespaces.ROLE));
  }

  int uid() {
    return user.uid();
  }

  /** A helper that runs one command over the workspace and is gone. */
  CreateContainerCmd helper(DockerClient client, ContainerRequest request, List<String> command) {
    Map<String, String> labels = labels(request);
    labels.put(ContainerLabels.ROLE, COMMAND_ROLE);
    CreateContainerCmd helper =
        hardened(client, request.environment(), NO_NETWORK, mounts(request.projectId()));
    helper.getHostConfig().withAutoRemove(true);
    return helper
        .withName(naming.helper(request.projectId(), COMMAND_ROLE))
        .withCmd(command)
        .withStdinOpen(true)
        .withStdInOnce(true)
        .withAttachStdin(true)
        .withAttachStdout(true)
        .withAttachStderr(true)
        .withLabels(labels);
  }

  private Map<String, String> labels(ContainerRequest request) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(ContainerLabels.INSTANCE, naming.instance());
    labels.put(ContainerLabels.USER_ID, request.userId().value());
    labels.put(ContainerLabels.PROJECT_ID, request.projectId().toString());
    labels.put(ContainerLabels.ENVIRONMENT, request.environment().name());
    return labels;
  }

  private CreateContainerCmd hardened(
      DockerClient client, EnvironmentSettings environment, String network, List<Mount> mounts) {
    CreateContainerCmd made =
        network.startsWith(Namespaces.JOIN)
            ? client.createContainerCmd(environment.image())
            // Who joins a namespace has its holder's name.
            : client.createContainerCmd(environment.image()).withHostName(HOST_NAME);
    return made.withEntrypoint(List.of())
        .withUser(user.uid() + ":" + user.gid())
        .withWorkingDir(PROJECT)
        .withEnv("HOME=" + HOME, "USER=codeblocking", "TERM=xterm-256color", "LANG=C.UTF-8")
        .withHostConfig(hostConfig(mounts, environment, network));
  }

  private HostConfig hostConfig(
      List<Mount> mounts, EnvironmentSettings environment, String network) {
    HostConfig config =
        HostConfig.newHostConfig()
            .withNetworkMode(network)
            .withMounts(mounts)
            .withTmpFs(Map.of("/tmp", tmp(environment)))
            .withReadonlyRootfs(true)
            .withPrivileged(false)
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withIpcMode("private")
            .withInit(true)
            .withMemory(environment.memoryBytes())
            // Swap would let a workspace thrash everybody's disk.
            .withMemorySwap(environment.memoryBytes())
            .withNanoCPUs(Math.round(environment.cpus() * 1e9))
            .withPidsLimit((long) environment.pids())
            .withUlimits(ulimits())
            // Its output is what the user's terminal shows: nothing for a file of the engine's.
            .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
    settings.runtime().ifPresent(config::withRuntime);
    return config;
  }

  private List<Ulimit> ulimits() {
    long largest = settings.limits().workspaceQuotaBytes();
    return List.of(
        new Ulimit("nofile", OPEN_FILES, OPEN_FILES),
        new Ulimit("core", 0L, 0L),
        new Ulimit("fsize", largest, largest));
  }

  private static String tmp(EnvironmentSettings environment) {
    // exec: tests and native libraries are unpacked and run there; the workspace allows it anyway.
    return "rw,nosuid,nodev,exec,mode=1777,size=" + environment.memoryBytes() / TMP_SHARE;
  }

  private List<Mount> mounts(ProjectId project) {
    return mounts(places.slot(project), places.handover(project));
  }

  private static List<Mount> mounts(Path slot, Path handover) {
    return List.of(bind(slot, WORKSPACE, false), bind(handover, HANDOVER, true));
  }

  /** A mount, not a bind: the engine would create a bind's missing source, as root's. */
  private static Mount bind(Path source, String target, boolean readOnly) {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(source.toString())
        .withTarget(target)
        .withReadOnly(readOnly);
  }
}
