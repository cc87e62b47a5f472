package dev.drawbridge.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.decide.Announcement;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Announcement HELD = new Announcement(true, "RolloutHeld", "waits", "key");
  private static final ConfigMap SUBJECT =
      new ConfigMapBuilder()
          .withNewMetadata()
          .withNamespace("shop")
          .withName("api")
          .withUid("uid")
          .endMetadata()
          .build();

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answer = new AtomicInteger(201);
  private final HttpServer server;
  private final KubernetesClient client;
  private Instant now = NOW;
  private final Announcer announcer;

  AnnouncerTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          var body = "{\"kind\":\"Event\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(answer.get(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    announcer = new Announcer(client, moving(), "one");
  }

  @BeforeEach
  void serve() {
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void eventIsMadeOnceWhileTheApiServerKeepsIt() {
    announce();
    now = NOW.plus(Duration.ofMinutes(59));
    announce();

    assertThat(asked).hasValue(1);
  }

  @Test
  void eventThatFailedIsTriedAgain() {
    answer.set(403);
    announce();
    answer.set(201);
    announce();
    announce();

    assertThat(asked).hasValue(2);
  }

  @Test
  void eventThatTheApiServerHasForgottenIsMadeAnew() {
    announce();
    now = NOW.plus(Duration.ofHours(1));
    announce();

    assertThat(asked).hasValue(2);
  }

  private void announce() {
    announcer.announce(SUBJECT, List.of(HELD));
  }

  private Clock moving() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }
}
