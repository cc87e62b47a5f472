package dev.drawbridge.gate.webhook;

import dev.drawbridge.gate.HoldRule;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The webhook with the real rule, on this machine, with a certificate that clients trust. */
public final class Served implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The rule, for whoever serves it. */
  public static final Judges JUDGES = Judges.of(new HoldRule(HoldRule.OPERATOR));

  private final Authority authority;
  private final Path folder;
  private final Webhook webhook;
  private final Map<Verdict, Integer> tally;

  private Served(Authority authority, Path folder, Webhook webhook, Map<Verdict, Integer> tally) {
    this.tally = tally;
    this.authority = authority;
    this.folder = folder;
    this.webhook = webhook;
  }

  /** With the real rule. */
  public static Served start() {
    return start(JUDGES, LIMIT);
  }

  /** With the real rule, and rights as an API server gives them. */
  public static Served start(Rights rights) {
    return start(JUDGES, rights, LIMIT, Authority::renew);
  }

  /** With a certificate that nobody trusts any more. */
  public static Served startExpired() {
    return start(JUDGES, Served::mayBreakGlass, LIMIT, Authority::writeExpired);
  }

  static Served start(Judges judges, Duration limit) {
    return start(judges, Served::mayBreakGlass, limit, Authority::renew);
  }

  private static Served start(
      Judges judges, Rights rights, Duration limit, BiConsumer<Authority, Path> certificate) {
    try {
      var authority = new Authority();
      var folder = Files.createTempDirectory("drawbridge-webhook");
      certificate.accept(authority, folder);
      var tally = new ConcurrentHashMap<Verdict, Integer>();
      Tally count = (verdict, took) -> tally.merge(verdict, 1, Integer::sum);
      var webhook = Webhook.start(0, folder, judges, rights, Clock.systemUTC(), count, limit);
      return new Served(authority, folder, webhook, tally);
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    }
  }

  /** As the groups say that the tests' people are in. */
  private static boolean mayBreakGlass(UserInfo user, String namespace, String migration) {
    return user.getGroups().contains("breakglass-" + migration);
  }

  public Authority authority() {
    return authority;
  }

  /** Where its certificate is. */
  public Path folder() {
    return folder;
  }

  public int port() {
    return webhook.port();
  }

  /** How many requests were answered, by verdict. */
  Map<Verdict, Integer> tally() {
    return Map.copyOf(tally);
  }

  int underWay() {
    return webhook.underWay();
  }

  /** Whether the next one would find no place, and none to wait for one. */
  boolean isFull() {
    return webhook.isFull();
  }

  /** A client with connections of its own. */
  public HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(authority.trusted())
        .connectTimeout(PATIENCE)
        .build();
  }

  /** A request to {@code path}, as JSON. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:%d%s".formatted(port(), path)))
        .header("Content-Type", "application/json")
        .timeout(PATIENCE);
  }

  /** Sends {@code body} as the API server would. */
  public HttpResponse<String> post(HttpClient client, String path, String body) {
    return send(client, request(path).POST(BodyPublishers.ofString(body)).build());
  }

  /** Sends the request, to which there must be an answer. */
  public static HttpResponse<String> send(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException unanswered) {
      throw new UncheckedIOException(unanswered);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    webhook.close();
  }
}
