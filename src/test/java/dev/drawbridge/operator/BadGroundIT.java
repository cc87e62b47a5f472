package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.Person;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.sandbox.OperatorProgram;
import dev.drawbridge.sandbox.apiserver.ApiAnswer;
import dev.drawbridge.sandbox.apiserver.MockApiServer;
import dev.drawbridge.sandbox.apiserver.Reaction;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged operator where it cannot work: it says what, where, why, and what to do. */
class BadGroundIT {

  private static final Path JAR = Path.of("target", "drawbridge.jar");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Ground.Mock ground = new Ground.Mock();
  private final MockApiServer server = ground.server();
  @TempDir private Path folder;

  /** What an operator says that ends instead of starting. */
  private record Ended(int exit, String log) {

    static Ended of(OperatorProgram program) throws InterruptedException {
      try (program) {
        var exit = program.awaitExit(PATIENCE);
        return new Ended(exit, said(program));
      }
    }

    void says(int expected, String... words) {
      assertThat(log).contains(words).doesNotContain("\"stepArray\"");
      assertThat(exit).as(log).isEqualTo(expected);
    }
  }

  /** JSON may write a slash as it likes. */
  private static String said(OperatorProgram program) {
    return program.log().replace("\\/", "/");
  }

  private Map<String, String> environment(String... changes) {
    var environment = new HashMap<>(OperatorProgram.environment(server.url(), folder));
    for (var i = 0; i < changes.length; i += 2) {
      environment.put(changes[i], changes[i + 1]);
    }
    return environment;
  }

  private Ended ended(String... changes) throws InterruptedException {
    return Ended.of(OperatorProgram.start(JAR, environment(changes)));
  }

  @Test
  void kubeconfigThatIsNotThere() throws InterruptedException {
    ended("KUBECONFIG", "/not/there").says(2, "KUBECONFIG names /not/there", "cannot be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          clusters: [ | is no kubeconfig
          apiVersion: v1 | has no current context
          """)
  void kubeconfigThatIsNone(String text, String said) throws Exception {
    var file = Files.writeString(folder.resolve("config"), text);

    ended("KUBECONFIG", file.toString()).says(2, file.toString(), said);
  }

  @Test
  void portThatIsTaken() throws Exception {
    try (var taken = new ServerSocket(0)) {
      var port = Integer.toString(taken.getLocalPort());

      ended("DRAWBRIDGE_HTTP_PORT", port)
          .says(2, "the port " + port + " for health", "DRAWBRIDGE_HTTP_PORT");
    }
  }

  @Test
  void kubernetesThatIsTooOld() throws InterruptedException {
    var version = ApiAnswer.failure(200, "", "");
    ((ObjectNode) version.body()).put("major", "1").put("minor", "29+");
    try (var _ =
        server.beforeRequest(
            request -> request.path().equals("/version"), _ -> new Reaction.Answer(version))) {
      ended().says(3, "is of Kubernetes 1.29", "needs 1.30 or newer", "upgrade the cluster");
    }
  }

  /** It goes on trying, and says so in the meantime. */
  @Test
  void serverThatDoesNotAnswerIsNamedSoon() throws Exception {
    int nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    var url = "http://127.0.0.1:" + nobody;
    try (var program = OperatorProgram.start(JAR, environment("KUBERNETES_MASTER", url))) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> said(program).contains("the API server at " + url));
      assertThat(said(program)).contains("does not answer: ", "it is tried again for some minutes");
    }
  }

  @Test
  void credentialsThatHaveExpired() throws Exception {
    var real = RealApiServer.shared();
    real.installCustomResources();
    var namespace = real.newNamespace();
    new Person(namespace, "poor").create(real.client());
    var environment = Replicas.ofServiceAccount(real, namespace, "poor", folder);
    var file = Path.of(environment.get("KUBECONFIG"));
    Files.writeString(file, Files.readString(file).replaceFirst("token: \"..", "token: \"xx"));

    Ended.of(OperatorProgram.start(JAR, environment))
        .says(2, "does not know who the operator is", "have expired");
  }

  /** All that is missing is named, not only what is met first. */
  @Test
  void rightsThatAreMissingAtTheStart() throws Exception {
    var real = RealApiServer.shared();
    real.installCustomResources();
    var namespace = real.newNamespace();
    String[] verbs = {"get", "list", "watch", "patch"};
    new Person(namespace, "poor")
        .create(
            real.client(),
            Person.right(Markers.GROUP, "migrations", verbs),
            Person.right(Markers.GROUP, "rollbacks", verbs));
    var environment = Replicas.ofServiceAccount(real, namespace, "poor", folder);
    environment.put("DRAWBRIDGE_NAMESPACES", namespace);

    var ended = Ended.of(OperatorProgram.start(JAR, environment));

    ended.says(
        2,
        "lacks these rights",
        "create batch jobs in the namespace " + namespace,
        "patch apps deployments in the namespace " + namespace);
    assertThat(ended.log()).doesNotContain("list drawbridge.dev migrations");
  }

  /** It is in the log once, and in what /ready says; and it goes away by itself. */
  @Test
  void rightThatIsTakenAwayIsNamedUntilItIsBack() throws Exception {
    var stage = new Stage(ground);
    try (var program =
        OperatorProgram.start(JAR, environment("DRAWBRIDGE_NAMESPACES", stage.namespace()))) {
      program.awaitReady();
      try (var _ =
              server.beforeRequest(
                  request ->
                      request.method().equals("PATCH") && request.resource().equals("deployments"),
                  _ -> Reaction.refuse(403, "Forbidden", "cannot patch deployments"));
          var _ =
              server.beforeRequest(
                  request ->
                      request.resource().equals("selfsubjectaccessreviews")
                          && request.body().contains("\"deployments\"")
                          && request.body().contains("\"patch\""),
                  _ -> new Reaction.Answer(denied()))) {
        stage.applyAll("orders");
        stage.awaitJob().starts().verifies("7");

        await()
            .atMost(PATIENCE)
            .until(() -> ready(program).contains("lacks these rights: patch apps deployments"));
        assertThat(ready(program)).startsWith("ok\n");
        assertThat(said(program).split("lacks these rights", -1)).hasSize(2);
      }
      await().atMost(PATIENCE).until(() -> ready(program).equals("ok\n"));
      stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    } finally {
      stage.close();
    }
  }

  private static ApiAnswer denied() {
    var answer = ApiAnswer.failure(201, "", "");
    var body = (ObjectNode) answer.body();
    body.removeAll();
    body.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
    body.putObject("status").put("allowed", false);
    return answer;
  }

  private static String ready(OperatorProgram program) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:%d/ready".formatted(program.port()));
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
