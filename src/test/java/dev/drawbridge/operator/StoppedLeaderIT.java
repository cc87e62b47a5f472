package dev.drawbridge.operator;

import static dev.drawbridge.operator.Expectations.awaitNothingKept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.sandbox.OperatorProgram;
import dev.drawbridge.sandbox.apiserver.ApiRequest;
import dev.drawbridge.sandbox.apiserver.MockApiServer;
import dev.drawbridge.sandbox.apiserver.Reaction;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas as processes that are stopped, for a while or for good, in the middle of their work. */
class StoppedLeaderIT {

  private static final int BY_SIGTERM = 143;

  /** What is wanted is two seconds; machines that test are busy. */
  private static final Duration TO_STOP = Duration.ofSeconds(8);

  private static final Duration LONGER_THAN_A_STOP = Duration.ofSeconds(20);
  private static final Duration LONGER_THAN_THE_LEASE = Duration.ofSeconds(40);
  private static final String SLEEPER = "sleeper";
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final Ground.Mock ground = new Ground.Mock();
  private final MockApiServer server = ground.server();
  private final KubernetesClient client = ground.admin();
  private final Stage stage = new Stage(ground);
  @TempDir private Path folder;
  private Replicas replicas;

  @BeforeEach
  void startReplicas() throws InterruptedException {
    replicas = Replicas.on(server, client, folder).inNamespace(stage.namespace());
    replicas.startBoth();
  }

  @AfterEach
  void endReplicas() {
    replicas.close();
    stage.close();
  }

  /**
   * It is stopped after it has made sure that it may make the Job, and before it makes it. When it
   * wakes up, that run is over and its Job is gone, as some time after each run: the name is free,
   * and nothing but its own doubt keeps it from running the scripts again. That another one has the
   * lease it is not told: nobody answers its question.
   */
  @Test
  void leaderThatWasStoppedWritesNothingWhenItWakesUp() throws InterruptedException {
    var sleeper = replicas.start("sleeper", Map.of("KUBERNETES_AUTH_TOKEN", SLEEPER));
    sleeper.awaitReady();
    replicas.get("one").signal("TERM");
    replicas.get("two").signal("TERM");
    replicas.awaitLeader("sleeper");
    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.migration("orders"));
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", now -> now.phase() == Phase.VERIFIED);
    awaitNothingKept(stage, "orders");

    try (var asked = new Pending(SLEEPER);
        var _ = server.beforeRequest(once(StoppedLeaderIT::keepsTheMigration), stops(sleeper))) {
      asked.await();
      stage.apply(Stage.scripts("orders-sql", "select 2"));
      replicas.start("other").awaitReady();
      replicas.awaitLeader("other");
      stage.awaitJob().starts().verifies("7", "8");
      stage.awaitStatus(
          "orders", now -> Expectations.hasRuns(now, 2) && now.phase() == Phase.VERIFIED);
      awaitNothingKept(stage, "orders");
      stage.jobs().forEach(job -> client.resource(job).delete());
      await().atMost(Stage.PATIENCE).until(() -> stage.jobs().isEmpty());
      server.clearRequests();

      sleeper.signal("CONT");
      // Either its own request has timed out by then, or the fence refuses what comes after it.
      assertThat(sleeper.awaitExit(Stage.PATIENCE)).isEqualTo(1);
    }

    assertThat(writesOf(SLEEPER)).isEmpty();
    assertThat(stage.jobs()).isEmpty();
    assertThat(Expectations.hasRuns(stage.status("orders"), 2)).isTrue();
    assertThat(replicas.leader()).isEqualTo("other");
  }

  /** As behind a network that swallows everything: the client asks ten times, for two minutes. */
  @Test
  void leaderWhoseQuestionsAboutTheLeaseAreNotAnsweredEndsBeforeItHasAskedAll()
      throws InterruptedException {
    var lonely = replicas.start("lonely", Map.of("KUBERNETES_AUTH_TOKEN", "lonely"));
    lonely.awaitReady();
    replicas.get("one").signal("TERM");
    replicas.get("two").signal("TERM");
    replicas.awaitLeader("lonely");

    try (var asked = new Pending("lonely")) {
      asked.await();

      assertThat(lonely.awaitExit(Stage.PATIENCE)).isEqualTo(1);
    }
    assertThat(lonely.log()).contains("this replica has lost the lease drawbridge, and ends");
  }

  /** A replica's questions about the lease, which are not answered in time. */
  private final class Pending implements AutoCloseable {

    private final AtomicBoolean isAsked = new AtomicBoolean();
    private final MockApiServer.Registration registration;

    Pending(String user) {
      registration =
          server.beforeRequest(
              request -> request.user().equals(user) && request.resource().equals("leases"),
              _ -> {
                isAsked.set(true);
                return new Reaction.Serve(LONGER_THAN_THE_LEASE);
              });
    }

    void await() {
      Awaitility.await().atMost(Stage.PATIENCE).until(isAsked::get);
    }

    @Override
    public void close() {
      registration.close();
    }
  }

  private static Function<ApiRequest, Reaction> stops(OperatorProgram program) {
    return _ -> {
      program.signal("STOP");
      return Reaction.SERVE;
    };
  }

  private static Predicate<ApiRequest> once(Predicate<ApiRequest> which) {
    var done = new AtomicBoolean();
    return request -> which.test(request) && done.compareAndSet(false, true);
  }

  private static boolean keepsTheMigration(ApiRequest request) {
    return request.method().equals("PATCH") && request.resource().equals("migrations");
  }

  private List<String> writesOf(String user) {
    return server.requests().stream()
        .filter(request -> request.user().equals(user))
        .filter(request -> !READS.contains(request.method()))
        .filter(request -> !request.resource().equals("leases"))
        .map(request -> request.method() + " " + request.path())
        .toList();
  }

  @Test
  void leaderEndsAtSigtermAndTheOtherWorksAtOnce() throws InterruptedException {
    var asked = System.nanoTime();
    replicas.get("one").signal("TERM");

    assertThat(replicas.get("one").awaitExit(TO_STOP)).isEqualTo(BY_SIGTERM);
    tell("leader that has nothing to do", asked);
    replicas.awaitLeader("two");
    tell("until the other one leads", asked);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Replicas.LEASE);
    stage.applyAll("orders");
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
  }

  /** The answer to its request comes long after it should have ended. */
  @Test
  void leaderEndsAtSigtermInTheMiddleOfALook() throws InterruptedException {
    var isLooking = new AtomicBoolean();
    try (var _ =
        server.beforeRequest(
            once(StoppedLeaderIT::makesTheJob),
            _ -> {
              isLooking.set(true);
              return new Reaction.Serve(LONGER_THAN_A_STOP);
            })) {
      stage.applyAll("orders");
      await().atMost(Stage.PATIENCE).until(isLooking::get);
      var asked = System.nanoTime();
      replicas.get("one").signal("TERM");

      assertThat(replicas.get("one").awaitExit(TO_STOP)).isEqualTo(BY_SIGTERM);
      tell("leader in the middle of a look", asked);
      replicas.awaitLeader("two");
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Replicas.LEASE);
    }

    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    assertThat(stage.jobs()).hasSize(1);
    assertThat(stage.status("orders").history()).isEmpty();
  }

  private static boolean makesTheJob(ApiRequest request) {
    return request.method().equals("POST") && request.resource().equals("jobs");
  }

  @Test
  void replicaThatWaitsEndsAtSigtermAndTheLeaseStaysWhereItIs() throws InterruptedException {
    var asked = System.nanoTime();
    replicas.get("two").signal("TERM");

    assertThat(replicas.get("two").awaitExit(TO_STOP)).isEqualTo(BY_SIGTERM);
    tell("replica that waits", asked);
    assertThat(replicas.leader()).isEqualTo("one");
    assertThat(replicas.get("one").isAlive()).isTrue();
  }

  private static void tell(String what, long since) {
    System.out.printf("%s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - since).toMillis());
  }
}
