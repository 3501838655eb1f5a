package codeblocking.brokenonpurpose;

import codeblocking.assembly.Background;
import codeblocking.job.Handler;
import codeblocking.job.JobKind;
import codeblocking.job.Work;
import codeblocking.settings.DataDirectory;
import com.github.dockerjava.api.DockerClient;
import jakarta.ejb.MessageDriven;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jgit.api.Git;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GitHub;

@MessageDriven
@SuppressWarnings({"UnusedVariable", "JavaInstantGetSecondsGetNano"})
class BrokenManager implements Handler, MessageListener {
  private @Nullable DockerClient docker;
  private @Nullable Git git;
  private @Nullable GitHub github;
  private @Nullable EntityManager entities;
  private @Nullable Background background;
  private @Nullable ObjectMessage objects;
  private final ProcessBuilder process = new ProcessBuilder("true");

  @Override
  public JobKind kind() {
    return JobKind.PREWARM;
  }

  @Override
  public Success handle(Work work) {
    return Success.done("at " + Instant.now() + new DataDirectory(Path.of("/")).slot("x"));
  }

  @Override
  public void onMessage(Message message) {}
}
