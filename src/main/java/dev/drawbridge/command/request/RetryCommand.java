package dev.drawbridge.command.request;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.command.cluster.ClusterOptions;
import dev.drawbridge.command.cluster.Named;
import dev.drawbridge.command.cluster.Unanswered;
import dev.drawbridge.command.terminal.Terminal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drawbridge retry}: asks for a new run of what is written already. */
@Command(
    name = "retry",
    synopsisHeading = "usage: ",
    description =
        "Asks for a new run of a Migration as it is written, after what made the last one fail was"
            + " put right.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:done",
      "1:nothing was changed, because it would not be what was meant",
      "2:the command cannot be carried out, or the API server does not allow it"
    })
public final class RetryCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MIGRATION", arity = "0..1", description = "its name")
  private @Nullable String name;

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(
      names = {"-y", "--yes"},
      description = "apply what a Rollback has taken back, without a question")
  private boolean isSure;

  public RetryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (name == null) {
      throw new ParameterException(spec.commandLine(), "name the Migration");
    }
    var asked = name;
    return Request.carryOut(
        "retry", terminal, options, cluster -> retry(cluster, Named.of(asked, "migration").name()));
  }

  private void retry(Cluster cluster, String migration) throws Unanswered, NotDone {
    var seen = cluster.read(Migration.class, migration);
    requireConsent(seen);
    var value = terminal.clock().instant().toString();
    var written =
        Wish.write(
            cluster,
            Migration.class,
            seen,
            now -> {
              if (phase(now) != phase(seen)) {
                requireConsent(now);
              }
              return Map.of(Markers.RETRY_ANNOTATION, Optional.of(value));
            });
    terminal
        .output()
        .println(
            "A new run of Migration %s is asked for. %s"
                .formatted(written.qualifiedName(), next(written)));
  }

  private void requireConsent(Migration migration) throws NotDone {
    if (phase(migration) == Phase.ROLLED_BACK) {
      new Consent(terminal, isSure)
          .require(
              "A Rollback has taken Migration %s back. Apply it again?"
                  .formatted(migration.qualifiedName()),
              "--yes");
    }
  }

  private static Phase phase(Migration migration) {
    var phase = migration.statusOrNone().phase();
    return phase == null ? Phase.UNKNOWN : phase;
  }

  private static String next(Migration migration) {
    if (migration.getSpec().isSuspended()) {
      return "It starts when spec.suspend is taken out.";
    }
    return migration
        .runUnderWay()
        .map(run -> "It starts when run %s has ended.".formatted(run.id()))
        .orElse(
            "drawbridge status %s tells what comes of it."
                .formatted(migration.getMetadata().getName()));
  }
}
