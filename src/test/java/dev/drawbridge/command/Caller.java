package dev.drawbridge.command;

import dev.drawbridge.api.Migration;
import dev.drawbridge.command.terminal.PlayedTerminal;
import dev.drawbridge.command.terminal.Terminal;
import dev.drawbridge.sandbox.apiserver.MockApiServer;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Somebody who calls commands, with a kubeconfig for a played API server that has our resources.
 */
final class Caller implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-21T02:10:00Z");
  private static final Path CASES = Path.of("src/test/resources/status");

  private final MockApiServer server = MockApiServer.start();
  private final KubernetesClient client = server.client();
  private final Path kubeconfig;

  private Caller(Path folder) throws IOException {
    kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubeconfig(server.url(), "anna"));
  }

  /** With our CRDs. */
  static Caller in(Path folder) throws IOException {
    var caller = new Caller(folder);
    caller.server.load(Path.of("crds"));
    return caller;
  }

  /** Of a cluster that has never heard of Drawbridge. */
  static Caller ofBareCluster(Path folder) throws IOException {
    return new Caller(folder);
  }

  static String kubeconfig(String url, String token) {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: test, cluster: {server: "%s"}}]
    users: [{name: test, user: {token: "%s"}}]
    contexts: [{name: test, context: {cluster: test, user: test, namespace: default}}]
    current-context: test
    """
        .formatted(url, token);
  }

  MockApiServer server() {
    return server;
  }

  KubernetesClient client() {
    return client;
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  /** Stores the Migration of a file in {@code src/test/resources/status}, with its status. */
  Migration migration(String file) throws IOException {
    return store(Migration.class, file, Migration::withStatus, Migration::statusOrNone);
  }

  <S, T extends CustomResource<?, S>> T store(
      Class<T> type, String file, BiFunction<T, S, T> withStatus, Function<T, S> status)
      throws IOException {
    var read = new KubernetesSerialization().unmarshal(Files.readString(CASES.resolve(file)), type);
    var told = status.apply(read);
    read.setStatus(null);
    var created = client.resource(read).create();
    return client.resource(withStatus.apply(created, told)).updateStatus();
  }

  Migration stored(String name) {
    return client.resources(Migration.class).inNamespace("default").withName(name).require();
  }

  /** Calls a command of this cluster where nobody can be asked. */
  Outcome call(String... words) {
    return call(new PlayedTerminal("", Map.of(), fixed(), false), words);
  }

  /** Calls it at a terminal, where {@code answer} is typed. */
  Outcome callAndType(String answer, String... words) {
    return call(new PlayedTerminal(answer, Map.of(), fixed(), true), words);
  }

  /** Calls it at a terminal, where yes is typed after {@code meanwhile} was done. */
  Outcome callAndDo(Runnable meanwhile, String... words) {
    var played = new PlayedTerminal("", Map.of(), fixed(), true);
    var terminal = played.asTerminal();
    var slow =
        new Terminal(
            new SlowAnswer(meanwhile),
            terminal.output(),
            terminal.errors(),
            terminal.environment(),
            terminal.clock(),
            terminal.isWatched());
    var code = Commands.run(here(words), slow);
    return new Outcome(code, played.output(), played.errors());
  }

  /** What is typed by somebody who takes time. */
  private static final class SlowAnswer extends ByteArrayInputStream {

    private final Runnable meanwhile;
    private boolean isTyped;

    SlowAnswer(Runnable meanwhile) {
      super("y\n".getBytes(StandardCharsets.UTF_8));
      this.meanwhile = meanwhile;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) {
      if (!isTyped) {
        isTyped = true;
        meanwhile.run();
      }
      return super.read(bytes, offset, length);
    }
  }

  private static Clock fixed() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  private Outcome call(PlayedTerminal terminal, String... words) {
    var code = Commands.run(here(words), terminal.asTerminal());
    return new Outcome(code, terminal.output(), terminal.errors());
  }

  private List<String> here(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return all;
  }

  /** How a command has ended, and what it has said. */
  record Outcome(int code, String output, String errors) {}

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
