package dev.drawbridge.sandbox;

import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.sandbox.postgres.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The main job on one machine: everything is started, an example is applied, and what happens is
 * told line by line. It succeeds only if all that Drawbridge promises was really seen.
 */
public final class Sandbox {

  private static final Path EXAMPLE = Path.of("manifests", "examples", "m10-recovery");
  private static final Path JAR = Path.of("target", "drawbridge.jar");
  private static final String KEEP = "--keep";
  private static final Path DEFINITIONS = Path.of("crds");
  private static final int TAIL = 25;

  private final Screen screen = new Screen(System.out);
  private final Path folder =
      Path.of("target", "sandbox-" + ProcessHandle.current().pid()).toAbsolutePath();
  private final Cleanup cleanup = new Cleanup(folder, screen);
  private @Nullable PlayedCluster cluster;
  private @Nullable OperatorProgram operator;

  private Sandbox() {}

  /**
   * Exits with 0 if everything was seen, with 1 if not, with 2 if the folder cannot be shown. With
   * --keep it then stays. A folder of manifests takes the place of the usual example.
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    Example example;
    try {
      example = Example.in(exampleIn(arguments), DEFINITIONS);
    } catch (Unusable unusable) {
      System.err.println("sandbox: " + unusable.getMessage());
      return 2;
    }
    var sandbox = new Sandbox();
    try {
      return sandbox.run(example, List.of(arguments).contains(KEEP));
    } catch (Unusable refused) {
      sandbox.explain(String.valueOf(refused.getMessage()));
    } catch (Exception failed) {
      // Whoever interrupts it is not told what could not be seen because of that.
      if (!sandbox.cleanup.isOver()) {
        sandbox.showLogs();
        sandbox.explain(Optional.ofNullable(failed.getMessage()).orElse(failed.toString()));
      }
    }
    return 1;
  }

  private static Path exampleIn(String[] arguments) {
    return Stream.of(arguments)
        .filter(argument -> !argument.equals(KEEP))
        .findFirst()
        .map(Path::of)
        .orElse(EXAMPLE);
  }

  private int run(Example example, boolean keep) throws Exception {
    var postgres = startPostgres();
    var played = startCluster();
    screen.step("Drawbridge operator", () -> startOperator(played));
    screen.ready("Drawbridge operator");
    var evidence = new Evidence(example.scripts(), example.checks());
    new Trial(screen, played.client(), example, evidence).run(postgres.createDatabase("m10"));
    var view = new KubectlView(screen, played.client(), Instant.now());
    var name = example.migration().getMetadata().getName();
    if (evidence.failure().isPresent()) {
      view.failureOf(Example.NAMESPACE, name);
      explain(evidence.failure().get());
      return 1;
    }
    show(view, name, example.deployment().getMetadata().getName());
    if (!evidence.isComplete()) {
      showLogs();
      explain(String.join("\n  ", evidence.missing()));
      return 1;
    }
    conclude(example);
    if (keep) {
      stay(played, example);
    }
    return 0;
  }

  private Postgres startPostgres() throws Exception {
    var postgres =
        screen.step(
            "PostgreSQL, embedded",
            () -> cleanup.add(Postgres.in(folder.resolve("postgres"))).start());
    screen.ready("PostgreSQL " + postgres.version() + ", embedded");
    return postgres;
  }

  private PlayedCluster startCluster() throws Exception {
    var played =
        screen.step(
            "API server: Fabric8 mock",
            () ->
                cleanup.add(
                    PlayedCluster.start(JAR, folder.resolve("node"), Duration.ofSeconds(1))));
    played.server().checkSchemas();
    cluster = played;
    screen.ready("API server: Fabric8 mock");
    return played;
  }

  private OperatorProgram startOperator(PlayedCluster played) throws InterruptedException {
    var program =
        cleanup.add(OperatorProgram.start(JAR, played.server().url(), folder.resolve("operator")));
    operator = program;
    program.awaitReady();
    return program;
  }

  private void conclude(Example example) {
    screen.line("");
    screen.line(
        "Seen: the Deployment held before anything ran, and without a ReplicaSet until the Migration"
            + " was verified;");
    screen.line(
        "%d scripts applied, %d checks passed, the Deployment released after that."
            .formatted(example.scripts().size(), example.checks().size()));
  }

  private void show(KubectlView view, String migration, String deployment) {
    screen.line("");
    view.getMigrations(Example.NAMESPACE);
    screen.line("");
    view.describeMigration(Example.NAMESPACE, migration);
    screen.line("");
    view.eventsForDeployment(Example.NAMESPACE, deployment);
  }

  private void stay(PlayedCluster played, Example example) throws InterruptedException {
    screen.line("");
    screen.line("The sandbox stays until you press Ctrl-C. In another window, to look around:");
    var kubectl = "  kubectl --server " + played.server().url();
    screen.line(kubectl + " get migrations,deployments,jobs,pods");
    screen.line(kubectl + " describe migration " + example.migration().getMetadata().getName());
    screen.line(kubectl + " apply --validate=false -f " + Quoted.of(example.folder()));
    screen.line("It has no schemas, and serves no watches to kubectl (get -w, rollout status).");
    new CountDownLatch(1).await();
  }

  /** The last that is said: what is wrong, once. */
  private void explain(String problem) {
    screen.line("");
    screen.line("The sandbox did not see what it should have seen:");
    screen.line("  " + problem);
  }

  private void showLogs() {
    if (cluster != null) {
      var lines = cluster.node().logs().lines().toList();
      screen.line("");
      screen.line(
          lines.isEmpty() ? "No runner has written anything." : "The runner's log ends with");
      lines
          .subList(Math.max(0, lines.size() - TAIL), lines.size())
          .forEach(line -> screen.line("  " + line));
    }
    if (operator != null) {
      screen.line("");
      screen.line("The operator's log ends with");
      operator.lastLines(TAIL).forEach(line -> screen.line("  " + line));
    }
  }
}
