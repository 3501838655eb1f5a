package codeblocking.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import codeblocking.job.RetryLater;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time of an exchange is bounded below TLS, where no request has begun yet. */
class SlowTlsIT {
  // A handshake record of 16 KiB is announced; its bytes come one by one.
  private static final byte[] RECORD = {0x16, 0x03, 0x03, 0x40, 0x00};

  @TempDir Path temp;
  private final CountDownLatch end = new CountDownLatch(1);
  private ServerSocket server;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread serving = new Thread(this::serve, "slow-tls");
    serving.setDaemon(true);
    serving.start();
  }

  @AfterEach
  void close() throws Exception {
    end.countDown();
    server.close();
  }

  private void serve() {
    try {
      while (true) {
        trickle(server.accept());
      }
    } catch (IOException e) {
      // Closed, at the end.
    }
  }

  private void trickle(Socket peer) {
    try (peer) {
      OutputStream out = peer.getOutputStream();
      out.write(RECORD);
      while (!end.await(50, TimeUnit.MILLISECONDS)) {
        out.write(0);
      }
    } catch (IOException e) {
      // The peer has had enough, as it should.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_handshake_that_trickles_ends_in_time() throws Exception {
    String origin = "127.0.0.1:" + server.getLocalPort();
    RemotePolicy policy = new RemotePolicy(List.of(origin), InetAddress::getAllByName);
    Path gitDir = temp.resolve("any.git");
    new FileRepositoryBuilder().setGitDir(gitDir.toFile()).setBare().build().create(true);
    SlowestRemote slowest = new SlowestRemote(Duration.ofSeconds(30), Duration.ofSeconds(1), 4_096);
    HttpRemote remote =
        new HttpRemote(
            policy.check("https://" + origin + "/demo.git"),
            new HttpRemote.Around(
                policy, new Hosts(Clock.systemUTC(), host -> {}), slowest, 1 << 20),
            Optional.empty(),
            gitDir,
            Optional::empty);
    long start = System.nanoTime();

    RetryLater later = catchThrowableOfType(RetryLater.class, remote::refs);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThat(later.waitsOn()).contains(origin);
    assertThat(later).hasMessageContaining("slower than");
  }
}
