package dev.drawbridge.sandbox;

import dev.drawbridge.api.Migration;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The main job on one machine: everything is started, an example is applied, and what happens is
 * told line by line. It succeeds only if all that Drawbridge promises was really seen.
 */
public final class Sandbox {

  private static final String NAMESPACE = "default";
  private static final Path EXAMPLE = Path.of("manifests", "examples", "m10-recovery");
  private static final Path JAR = Path.of("target", "drawbridge.jar");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String KEEP = "--keep";
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
  private static final int TAIL = 25;

  private final Screen screen = new Screen(System.out);
  private final Path folder =
      Path.of("target", "sandbox-" + ProcessHandle.current().pid()).toAbsolutePath();
  private final Cleanup cleanup = new Cleanup(folder);
  private @Nullable PlayedCluster cluster;
  private @Nullable OperatorProgram operator;

  private Sandbox() {}

  /**
   * Exits with 0 if everything was seen, with 1 if not. With --keep it then stays. A folder of
   * manifests takes the place of the usual example.
   */
  public static void main(String[] arguments) {
    var sandbox = new Sandbox();
    var code = 1;
    try {
      code = sandbox.run(exampleIn(arguments), List.of(arguments).contains(KEEP));
    } catch (Exception failed) {
      // Whoever interrupts it is not told what could not be seen because of that.
      if (!sandbox.cleanup.isOver()) {
        sandbox.explain(failed.toString());
      }
    }
    System.exit(code);
  }

  private static Path exampleIn(String[] arguments) {
    return Stream.of(arguments)
        .filter(argument -> !argument.equals(KEEP))
        .findFirst()
        .map(Path::of)
        .orElse(EXAMPLE);
  }

  private int run(Path manifests, boolean keep) throws Exception {
    var postgres =
        screen.step(
            "PostgreSQL, embedded",
            () -> cleanup.add(Postgres.in(folder.resolve("postgres"))).start());
    screen.ready("PostgreSQL " + postgres.version() + ", embedded");
    var played =
        screen.step(
            "API server: Fabric8 mock",
            () ->
                cleanup.add(
                    PlayedCluster.start(JAR, folder.resolve("node"), Duration.ofSeconds(1))));
    cluster = played;
    screen.ready("API server: Fabric8 mock");
    screen.step("Drawbridge operator", () -> startOperator(played));
    screen.ready("Drawbridge operator");
    var client = played.client();
    var example = Example.in(manifests, client);
    createSecret(client, example, postgres.createDatabase("m10"));
    var evidence = new Evidence(example.scripts(), example.checks());
    watch(client, example, evidence);
    show(client, example);
    if (!evidence.isComplete()) {
      explain(String.join("\n  ", evidence.missing()));
      return 1;
    }
    screen.line("");
    screen.line(
        "Seen: the Deployment held before anything ran, and without a ReplicaSet until the Migration"
            + " was verified;");
    screen.line(
        "%d scripts applied, %d checks passed, the Deployment released after that."
            .formatted(example.scripts().size(), example.checks().size()));
    if (keep) {
      stay(played, example);
    }
    return 0;
  }

  private OperatorProgram startOperator(PlayedCluster played) throws InterruptedException {
    var program =
        cleanup.add(OperatorProgram.start(JAR, played.server().url(), folder.resolve("operator")));
    operator = program;
    program.awaitReady();
    return program;
  }

  private static void createSecret(
      KubernetesClient client, Example example, Postgres.Database database) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(example.secret())
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withStringData(database.secret())
                .build())
        .create();
  }

  /** Applies the example and tells what is seen, until there is nothing more to wait for. */
  private void watch(KubernetesClient client, Example example, Evidence evidence)
      throws InterruptedException {
    var seen = new LinkedBlockingQueue<HasMetadata>();
    try (var _ = client.resources(Migration.class).inNamespace(NAMESPACE).inform(into(seen));
        var _ = client.apps().deployments().inNamespace(NAMESPACE).inform(into(seen));
        var _ = client.apps().replicaSets().inNamespace(NAMESPACE).inform(into(seen))) {
      screen.line("");
      screen.line("  kubectl apply -f " + example.folder());
      var begin = Instant.now();
      example
          .resources()
          .forEach(resource -> client.resource(resource).inNamespace(NAMESPACE).create());
      var story = new Story(screen, evidence, begin);
      var said = begin;
      while (!evidence.isComplete()
          && evidence.failure().isEmpty()
          && Instant.now().isBefore(begin.plus(PATIENCE))) {
        var resource = seen.poll(1, TimeUnit.SECONDS);
        if (resource != null) {
          story.see(resource, Instant.now());
          said = Instant.now();
        } else if (Instant.now().isAfter(said.plus(SIGN_OF_LIFE))) {
          said = Instant.now();
          var waited = Screen.seconds(Duration.between(begin, said));
          screen.line(" %s  waiting, for 2 minutes at most".formatted(waited));
        }
      }
    }
  }

  private static <T extends HasMetadata> ResourceEventHandler<T> into(
      BlockingQueue<HasMetadata> queue) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T resource) {
        queue.add(resource);
      }

      @Override
      public void onUpdate(T old, T resource) {
        queue.add(resource);
      }

      @Override
      public void onDelete(T resource, boolean stateUnknown) {
        // The story ends before anything is deleted.
      }
    };
  }

  private void show(KubernetesClient client, Example example) {
    var view = new KubectlView(screen, client, Instant.now());
    screen.line("");
    view.getMigrations(NAMESPACE);
    screen.line("");
    view.describeMigration(NAMESPACE, example.migration().getMetadata().getName());
    screen.line("");
    view.eventsForDeployment(NAMESPACE, example.deployment().getMetadata().getName());
  }

  private void stay(PlayedCluster played, Example example) throws InterruptedException {
    screen.line("");
    screen.line("The sandbox stays until you press Ctrl-C. In another window, to look around:");
    var kubectl = "  kubectl --server " + played.server().url();
    screen.line(kubectl + " get migrations,deployments,jobs,pods");
    screen.line(kubectl + " describe migration " + example.migration().getMetadata().getName());
    screen.line(kubectl + " apply --validate=false -f " + example.folder());
    screen.line("It has no schemas, and serves no watches to kubectl (get -w, rollout status).");
    new CountDownLatch(1).await();
  }

  private void explain(String problem) {
    screen.line("");
    screen.line("The sandbox did not see what it should have seen:");
    screen.line("  " + problem);
    if (operator != null) {
      screen.line("");
      screen.line("The operator's log ends with");
      operator.lastLines(TAIL).forEach(line -> screen.line("  " + line));
    }
    if (cluster != null) {
      var lines = cluster.node().logs().lines().toList();
      screen.line("");
      screen.line(
          lines.isEmpty() ? "No runner has written anything." : "The runner's log ends with");
      lines
          .subList(Math.max(0, lines.size() - TAIL), lines.size())
          .forEach(line -> screen.line("  " + line));
    }
  }
}
