package dev.drawbridge.sandbox.apiserver;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server for tests and for the sandbox, over HTTP on the loopback address. Who asks is what
 * stands behind {@code Authorization: Bearer}; without it, an administrator.
 */
public final class MockApiServer implements AutoCloseable {

  /** Held on to, because the settings of a logger that nobody holds are forgotten. */
  private static final Logger CHATTER = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer web = new MockWebServer();
  private final ObjectDispatcher dispatcher = new ObjectDispatcher();

  /** Starts a server with the namespaces default and kube-system, on a free port. */
  public static MockApiServer start() {
    CHATTER.setLevel(Level.WARNING);
    var server = new MockApiServer();
    // The JDK's client would upgrade to HTTP/2 otherwise, in which the web server is not at home.
    server.web.setHttp2ClearTextEnabled(false);
    server.web.setDispatcher(server.dispatcher);
    server.web.start();
    try (var client = server.client()) {
      List.of("default", "kube-system").forEach(name -> createNamespace(client, name));
    }
    server.dispatcher.clearRequests();
    return server;
  }

  private static void createNamespace(KubernetesClient client, String name) {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
    client.resource(namespace).create();
  }

  /** Where the server is, such as {@code http://127.0.0.1:40123}. */
  public String url() {
    return "http://127.0.0.1:" + web.getPort();
  }

  /** A client that asks as an administrator. */
  public KubernetesClient client() {
    return client(ApiRequest.ADMINISTRATOR);
  }

  /** A client that asks as {@code user}. */
  public KubernetesClient client(String user) {
    return new KubernetesClientBuilder().withConfig(config(user)).build();
  }

  /** How to reach the server as {@code user}; nothing is read from the environment. */
  public Config config(String user) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(url())
        .withOauthToken(user)
        .withNamespace("default")
        .withTrustCerts(true)
        .build();
  }

  /** Creates all objects of the YAML files in {@code folder}, such as CRDs. */
  public void load(Path folder) {
    try (var client = client();
        var files = Files.list(folder)) {
      for (var file :
          files
              .filter(path -> path.toString().endsWith(".yml") || path.toString().endsWith(".yaml"))
              .sorted()
              .toList()) {
        try (var content = Files.newInputStream(file)) {
          client.load(content).create();
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Lets {@code rule} decide how Deployments are stored. */
  public void admitDeploymentsBy(Admission rule) {
    dispatcher.admitBy(rule);
  }

  /** From now on refuses custom objects whose fields have wrong types or sizes. */
  public void checkSchemas() {
    dispatcher.checkSchemas();
  }

  /** Serves the logs of pods, by namespace and name. */
  public void readPodLogsFrom(BiFunction<String, String, String> source) {
    dispatcher.readPodLogsFrom(source);
  }

  /**
   * Does {@code action} before each request that {@code which} picks, until the result is closed.
   * Requests are served one after the other, so an action that takes long holds up all of them.
   */
  public Registration beforeRequest(
      Predicate<ApiRequest> which, Function<ApiRequest, Reaction> action) {
    return dispatcher.beforeRequest(which, action);
  }

  /** All requests since the start, or since {@link #clearRequests}. */
  public List<ApiRequest> requests() {
    return dispatcher.requests();
  }

  public void clearRequests() {
    dispatcher.clearRequests();
    web.reset();
  }

  /** Ends all watches, and has every client list again because its resource version is too old. */
  public void expireWatches() {
    dispatcher.expireWatches();
  }

  @Override
  public void close() {
    dispatcher.endWatches();
    web.shutdown();
  }

  /** Ends an agreement when it is closed. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
