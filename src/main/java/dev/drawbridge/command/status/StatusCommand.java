package dev.drawbridge.command.status;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.command.cluster.ClusterOptions;
import dev.drawbridge.command.cluster.Named;
import dev.drawbridge.command.cluster.Unanswered;
import dev.drawbridge.command.terminal.EnumWords;
import dev.drawbridge.command.terminal.JsonText;
import dev.drawbridge.command.terminal.Misuse;
import dev.drawbridge.command.terminal.Terminal;
import java.util.Comparator;
import java.util.List;
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

/** {@code drawbridge status}: how Migrations stand, and what they wait for. */
@Command(
    name = "status",
    synopsisHeading = "usage: ",
    description =
        "Tells how Migrations stand: their phases, what they wait for and since when, and who waits"
            + " for them.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {"0:told, however they stand", "2:the command cannot be carried out"})
public final class StatusCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "MIGRATION",
      arity = "0..1",
      description = "one of them, with all that is known of it")
  private @Nullable String name;

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "those of all namespaces")
  private boolean isEverywhere;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Form.Words.class,
      description = "table (default) or json")
  private Form form = Form.TABLE;

  public StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** For whom it is written. */
  enum Form {
    /** For people. */
    TABLE,
    /** One object for programs. */
    JSON;

    /** A form by its name. */
    static final class Words extends EnumWords<Form> {

      Words() {
        super("--output", Form.class);
      }
    }
  }

  /** All of them, for programs. */
  record Lines(int version, List<Line> migrations) {}

  @Override
  public Integer call() {
    if (name != null && isEverywhere) {
      throw new ParameterException(
          spec.commandLine(), "a Migration by its name is in one namespace: leave -A out");
    }
    try (var cluster = options.open(terminal)) {
      terminal.output().print(name == null ? all(cluster) : one(cluster, name));
      return 0;
    } catch (Unanswered nothing) {
      terminal.errors().println("drawbridge status: " + nothing.sentence());
      return Misuse.CODE;
    }
  }

  private String all(Cluster cluster) throws Unanswered {
    var lines =
        cluster.list(Migration.class, isEverywhere).stream()
            .map(Line::of)
            .sorted(Comparator.comparing(Line::namespace).thenComparing(Line::name))
            .toList();
    if (form == Form.JSON) {
      return JsonText.of(new Lines(Details.VERSION, lines));
    }
    if (lines.isEmpty()) {
      terminal
          .errors()
          .println(
              isEverywhere
                  ? "There are no Migrations in any namespace."
                  : "There are no Migrations in namespace %s; -A looks in all of them."
                      .formatted(cluster.namespace()));
      return "";
    }
    return StatusTable.of(lines, isEverywhere, terminal.clock().instant());
  }

  private String one(Cluster cluster, String word) throws Unanswered {
    var migration = cluster.read(Migration.class, Named.of(word, "migration").name());
    var details = Details.of(migration, newestRollback(cluster, migration));
    return form == Form.JSON
        ? JsonText.of(details)
        : DetailsText.of(details, terminal.clock().instant());
  }

  /** Whoever may not read Rollbacks is told what the Migration knows of them. */
  private static Optional<Details.Back> newestRollback(Cluster cluster, Migration migration) {
    try {
      return cluster.list(Rollback.class, false).stream()
          .filter(one -> one.getSpec().migration().equals(migration.getMetadata().getName()))
          .max(Comparator.comparing(one -> one.getMetadata().getCreationTimestamp()))
          .map(Details.Back::of);
    } catch (Unanswered notToBeRead) {
      return Optional.ofNullable(migration.statusOrNone().takenBack()).map(Details.Back::of);
    }
  }
}
