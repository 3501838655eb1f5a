package codeblocking.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a server does that makes a container when it is asked for, with the same library. */
final class ColdSpawn implements AutoCloseable {

  private final String image;
  private final DockerClient client;

  ColdSpawn(String image) {
    this.image = image;
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost("unix:///var/run/docker.sock")
            .withDockerTlsVerify(false)
            .build();
    client =
        DockerClientImpl.getInstance(
            config,
            new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }

  /** Made, attached, started: nanoseconds to the first byte of its shell. */
  long firstByte() throws IOException {
    long start = System.nanoTime();
    String id =
        client
            .createContainerCmd(image)
            .withTty(true)
            .withStdinOpen(true)
            .withHostConfig(HostConfig.newHostConfig().withAutoRemove(true))
            .withCmd("bash", "-l")
            .exec()
            .getId();
    CompletableFuture<Long> came = new CompletableFuture<>();
    try (Ears ears = new Ears(came)) {
      client
          .attachContainerCmd(id)
          .withStdOut(true)
          .withFollowStream(true)
          .exec(ears)
          .awaitStarted();
      client.startContainerCmd(id).exec();
      return came.get(60, TimeUnit.SECONDS) - start;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("No prompt", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      client.removeContainerCmd(id).withForce(true).exec();
    }
  }

  private static final class Ears extends ResultCallback.Adapter<Frame> {
    private final CompletableFuture<Long> came;

    Ears(CompletableFuture<Long> came) {
      this.came = came;
    }

    @Override
    public void onNext(Frame frame) {
      came.complete(System.nanoTime());
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
