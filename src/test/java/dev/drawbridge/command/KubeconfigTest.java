package dev.drawbridge.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.command.terminal.PlayedTerminal;
import dev.drawbridge.sandbox.apiserver.Reaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that cannot be asked: one sentence that says why and what to do, and exit code 2. */
class KubeconfigTest {

  @TempDir Path folder;

  private static void isSaid(Caller.Outcome outcome, String... words) {
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors()).hasLineCount(1).contains(words).doesNotContain("Exception");
  }

  private static Caller.Outcome call(Map<String, String> environment, String... words) {
    var terminal = new PlayedTerminal("", environment);
    var code = Commands.run(List.of(words), terminal.asTerminal());
    return new Caller.Outcome(code, terminal.output(), terminal.errors());
  }

  private Caller.Outcome statusWith(String kubeconfig, String... words) throws IOException {
    var file = Files.writeString(folder.resolve("config"), kubeconfig);
    var all = new ArrayList<>(List.of("status", "--kubeconfig", file.toString()));
    all.addAll(List.of(words));
    return call(Map.of(), all.toArray(String[]::new));
  }

  @Test
  void withoutAKubeconfigNothingIsGuessed() {
    isSaid(
        call(Map.of("HOME", folder.toString()), "status"),
        "drawbridge status: There is no kubeconfig: name one with --kubeconfig or KUBECONFIG");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    isSaid(
        call(Map.of(), "status", "--kubeconfig", "/nowhere/config"),
        "/nowhere/config cannot be read: name another kubeconfig");
  }

  @Test
  void brokenFileIsNamed() throws IOException {
    isSaid(statusWith("clusters: [{name: a"), "config is no kubeconfig: correct it");
    isSaid(statusWith("just words"), "config is no kubeconfig: correct it");
  }

  @Test
  void contextThatIsNotThereIsSaidWithThoseThatAre() throws IOException {
    isSaid(
        statusWith(Caller.kubeconfig("https://127.0.0.1:1", "x"), "--context", "prod"),
        "The kubeconfig has no context prod; it has test.");
  }

  @Test
  void kubeconfigWithoutACurrentContextAsksForOne() throws IOException {
    var kubeconfig = Caller.kubeconfig("https://127.0.0.1:1", "x");

    isSaid(
        statusWith(kubeconfig.replace("current-context: test", "")),
        "no current context",
        "kubectl config use-context",
        "it has test");
  }

  @Test
  void refusedConnectionIsSaid() throws IOException {
    isSaid(
        statusWith(Caller.kubeconfig("https://127.0.0.1:1", "x")),
        "The cluster at https://127.0.0.1:1",
        "the connection was refused");
  }

  /** It takes the connection, and never answers. */
  @Test
  @Timeout(40)
  void silentClusterIsNotWaitedForLong() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var url = "http://127.0.0.1:" + silent.getLocalPort();
      var begin = System.nanoTime();

      isSaid(statusWith(Caller.kubeconfig(url, "x")), url, "nothing came back in time");

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void clusterWithoutDrawbridgeIsSaid() throws IOException {
    try (var caller = Caller.ofBareCluster(folder)) {
      isSaid(caller.call("status"), "knows no Migrations: Drawbridge is not installed there");
      isSaid(caller.call("status", "orders"), "knows no Migrations");
      isSaid(caller.call("approve", "orders", "--yes"), "knows no Migrations");
    }
  }

  @Test
  void nameThatIsNotThereIsSaid() throws IOException {
    try (var caller = Caller.in(folder)) {
      for (var command : List.of("status", "approve", "retry", "plan")) {
        isSaid(
            caller.call(command, "nobody"),
            "There is no Migration nobody in namespace default. kubectl get migrations");
      }
      isSaid(
          caller.call("break-glass", "deployment/nobody", "--reason", "x"),
          "There is no Deployment nobody in namespace default. kubectl get deployments");
    }
  }

  @Test
  void missingRightIsNamed() throws IOException {
    try (var caller = Caller.in(folder);
        var _ =
            caller
                .server()
                .beforeRequest(
                    request -> request.resource().equals("migrations"),
                    request -> Reaction.refuse(403, "Forbidden", "anna cannot"))) {
      isSaid(
          caller.call("status", "-A"),
          "You may not read Migrations in all namespaces. Somebody has to give you the verb list on"
              + " migrations.drawbridge.dev there. The API server says: anna cannot");
    }
  }
}
