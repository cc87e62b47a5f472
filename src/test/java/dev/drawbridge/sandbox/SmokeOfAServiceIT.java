package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.SmokeResult;
import dev.drawbridge.sandbox.postgres.Postgres;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Smoke that asks a service, from end to end: operator, runner, database and service are real. */
class SmokeOfAServiceIT {

  private static final String SPEC =
      """
      migrate:
      - flyway:
          inline:
            V1__items.sql: "create table items (id int)"
            V2__orders.sql: "create table orders (id int)"
            U2__orders.sql: "drop table orders"
      smoke:
        within: 3s
        checks:
        - {name: health, http: {url: "%s", contains: well}}
        - {name: nobody is stuck, sql: {query: "select count(*) from items", expect: {equals: 0}}}
      """;
  private static final String WITH_ROLLBACK =
      SPEC
          + """
          onFailure: Rollback
          rollback: {undo: {to: "1"}}
          """;

  @TempDir Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer service;
  private volatile int wellFrom = 1;
  private Stage stage;
  private Postgres.Database database;

  @BeforeEach
  void start() throws Exception {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/health",
        exchange -> {
          var isWell = asked.incrementAndGet() >= wellFrom;
          var answer = (isWell ? "all is well" : "starting").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isWell ? 200 : 503, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    service.start();
    stage = Stage.open(folder);
    database = stage.database("shop", "shop");
  }

  @AfterEach
  void stop() {
    stage.close();
    service.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:%d/health".formatted(service.getAddress().getPort());
  }

  private MigrationStatus awaitSmoke() {
    return stage.await("shop", status -> status.smoke() != null && status.smoke().isOver());
  }

  private static SmokeResult smoke(MigrationStatus status) {
    return Objects.requireNonNull(status.smoke());
  }

  @Test
  void serviceThatIsWellAfterAWhilePasses() {
    wellFrom = 3;
    stage.migrate("shop", SPEC.formatted(url()));

    var after = awaitSmoke();

    assertThat(smoke(after).outcome()).as(smoke(after).toString()).isEqualTo(SmokeResult.PASSED);
    assertThat(after.phase()).isEqualTo(Phase.VERIFIED);
    assertThat(asked.get()).isEqualTo(3);
    assertThat(Objects.requireNonNull(smoke(after).run()).timeline())
        .filteredOn(entry -> entry.phase().equals("smoke"))
        .extracting(entry -> entry.state() + " " + entry.subject())
        .contains("Passed health", "Passed nobody is stuck");
    assertThat(Stage.run(after).id()).isNotEqualTo(Objects.requireNonNull(smoke(after).run()).id());
  }

  @Test
  void serviceThatIsNeverWellTakesTheMigrationBack() throws Exception {
    wellFrom = Integer.MAX_VALUE;
    stage.migrate("shop", WITH_ROLLBACK.formatted(url()));

    var after = stage.await("shop", status -> status.phase() == Phase.ROLLED_BACK);

    assertThat(asked.get()).as("asked again and again").isGreaterThan(1);
    assertThat(smoke(after).outcome()).isEqualTo(SmokeResult.FAILED);
    assertThat(smoke(after).message()).contains("health").doesNotContain("nobody is stuck");
    assertThat(Objects.requireNonNull(after.verified()).version()).isEqualTo("1");
    assertThat(rollbacks())
        .singleElement()
        .satisfies(made ->
            assertThat(made.getMetadata().getName())
                .isEqualTo("shop-back-" + Stage.run(after).id()));
    assertThat(hasOrders()).isFalse();
  }

  private List<Rollback> rollbacks() {
    return stage
        .cluster()
        .client()
        .resources(Rollback.class)
        .inNamespace(Example.NAMESPACE)
        .list()
        .getItems();
  }

  private boolean hasOrders() throws SQLException {
    try (var connection = database.connect();
        var found = connection.getMetaData().getTables(null, null, "orders", null)) {
      return found.next();
    }
  }
}
