package codeblocking.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import codeblocking.job.NeedsPerson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that never stops talking, quickly: neither memory nor disk nor a worker is its. */
@Timeout(60)
class EndlessRemoteIT {
  private static final String ID = "1111111111111111111111111111111111111111";
  private static final String FIRST = packet("# service=git-upload-pack\n") + "0000";
  private static final String HEAD =
      packet(ID + " refs/heads/main\0multi_ack_detailed no-done side-band-64k ofs-delta\n");

  @TempDir Path gitDir;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  /** What is said once, and what is said again and again after it. */
  private String refs = FIRST + HEAD + "0000";

  private IntFunction<String> moreRefs = i -> "";
  private String pack = "";
  private IntFunction<String> morePack = i -> "";
  private boolean packed;

  @BeforeEach
  void listen() throws Exception {
    new FileRepositoryBuilder().setGitDir(gitDir.toFile()).setBare().build().create(true);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static String packet(String payload) {
    return "%04x%s".formatted(payload.length() + 4, payload);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean get = exchange.getRequestMethod().equals("GET");
    exchange.getRequestBody().readAllBytes();
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type",
            get
                ? "application/x-git-upload-pack-advertisement"
                : "application/x-git-upload-pack-result");
    if (packed) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(200, 0);
    IntFunction<String> more = get ? moreRefs : morePack;
    try (OutputStream body =
        packed ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody()) {
      body.write((get ? refs : packet("NAK\n") + pack).getBytes(ISO_8859_1));
      for (int i = 0; !more.apply(i).isEmpty(); i++) {
        body.write(more.apply(i).getBytes(ISO_8859_1));
      }
    } catch (IOException e) {
      // The peer has had enough, as it should.
    }
  }

  private NeedsPerson refused() {
    String origin = "http://127.0.0.1:" + server.getAddress().getPort();
    RemotePolicy policy = new RemotePolicy(List.of(origin), InetAddress::getAllByName);
    SlowestRemote slowest = new SlowestRemote(Duration.ofSeconds(10), Duration.ofMinutes(9), 4_096);
    return catchThrowableOfType(
        NeedsPerson.class,
        () ->
            new HttpRemote(
                    policy.check(origin + "/demo.git"),
                    new HttpRemote.Around(
                        policy, new Hosts(Clock.systemUTC(), host -> {}), slowest, 8 << 20),
                    Optional.empty(),
                    gitDir,
                    Optional::empty)
                .fetch(gitDir, progress -> {}));
  }

  @Test
  void refs_without_end() {
    refs = FIRST + HEAD;
    moreRefs = i -> packet(ID + " refs/tags/" + "x".repeat(60_000) + i + "\n");

    assertThat(refused()).hasMessageContaining("sends more than 96 MiB of refs");
  }

  @Test
  void refs_without_end_in_a_few_packed_bytes() {
    packed = true;
    refs_without_end();
  }

  @Test
  void messages_without_end() {
    String words = packet("\2" + "and another thing ".repeat(100));
    morePack = i -> words;

    assertThat(refused()).hasMessageContaining("sends more than 4 MiB of messages");
  }

  @Test
  void objects_without_end() {
    pack = packet("\1PACK\0\0\0\2\0\377\377\377");
    String blobs = packet("\1" + blob().repeat(100));
    morePack = i -> blobs;

    assertThat(refused()).hasMessageContaining("sends more than 8 MiB of objects");
  }

  @Test
  void a_pack_that_claims_to_have_two_thousand_million_objects() {
    pack = packet("\1PACK\0\0\0\2\177\377\377\377");

    assertThat(refused()).hasMessageContaining("sends more than 20000000 objects");
  }

  /** An entry of a pack with no content: type and length, then nothing, deflated. */
  private static String blob() {
    return "\060x\234\003\0\0\0\0\001";
  }
}
