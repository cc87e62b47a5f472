package dev.drawbridge.command.check;

import dev.drawbridge.api.ScriptName;
import dev.drawbridge.command.manifest.SourceOptions;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.command.terminal.Misuse;
import dev.drawbridge.command.terminal.Terminal;
import dev.drawbridge.runner.review.FileRules.NamedScript;
import dev.drawbridge.runner.review.Notes;
import dev.drawbridge.runner.review.Reviewer;
import dev.drawbridge.runner.script.Dialect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drawbridge check FILE…}: what a run would say about scripts, before there is one. */
@Command(
    name = "check",
    synopsisHeading = "usage: ",
    description =
        "Looks at SQL scripts as a run does before it applies anything. No database is needed.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:nothing is wrong, or there are warnings only",
      "1:there are errors",
      "2:the command cannot be carried out"
    })
public final class CheckCommand implements Callable<Integer> {

  private static final int CLEAN = 0;
  private static final int ERRORS = 1;

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description =
          "a script, or a folder of scripts; with -f there is none: the scripts are those that the"
              + " Migration names")
  private List<Path> paths = List.of();

  @Mixin private SourceOptions sources = new SourceOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Format.Words.class,
      description =
          "text (default) for people, json, github for annotations beside the changed lines, sarif"
              + " for code hosts and editors")
  private Format format = Format.TEXT;

  @Option(
      names = "--dialect",
      paramLabel = "postgresql|sqlite",
      converter = DialectWords.class,
      description =
          "sqlite: the scripts are for SQLite, so its rules apply and nothing is said about"
              + " PostgreSQL's locks; a run knows by its spec (default: postgresql)")
  private Dialect dialect = Dialect.POSTGRESQL;

  @Option(
      names = "--destructive",
      paramLabel = "warn|refuse",
      converter = Destructive.Words.class,
      description = "refuse: what loses data is an error, as with guardrails.destructive: Refuse")
  private Destructive destructive = Destructive.WARN;

  @Option(
      names = "--applied",
      paramLabel = "VERSION",
      converter = VersionWords.class,
      description =
          "scripts up to this version are in production already: only their names and versions are"
              + " looked at, and their tables are taken as full")
  private @Nullable ScriptName applied;

  @Option(
      names = "--undo",
      description = "each versioned script needs an undo script, U7__….sql beside V7__….sql")
  private boolean wantsUndo;

  @Option(
      names = "--history-schema",
      paramLabel = "NAME",
      description =
          "the schema of the history table: the first of flyway.schemas (default: public)")
  private String historySchema = Reviewer.USUAL_SCHEMA;

  public CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (paths.isEmpty() != sources.nameManifests()) {
      throw new ParameterException(
          spec.commandLine(), "name files or folders of scripts, or manifests with -f");
    }
    try {
      return sources.nameManifests() ? checkManifests() : checkScripts();
    } catch (Unusable unusable) {
      terminal.errors().println("drawbridge check: " + unusable.getMessage());
      return Misuse.CODE;
    } catch (IOException unreadable) {
      terminal.errors().println("drawbridge check: " + unreadable.getMessage());
      return Misuse.CODE;
    }
  }

  private int checkManifests() throws IOException, Unusable {
    var given = sources.read();
    var limits = given.source().migration().getSpec().limits();
    var notes = new Notes(destructive == Destructive.REFUSE || limits.refusesDestructive());
    return check(new ManifestScripts(given, notes).read(), notes);
  }

  private int checkScripts() throws IOException, Unusable {
    var notes = new Notes(destructive == Destructive.REFUSE);
    var files = ScriptPaths.read(paths, notes);
    return check(List.of(new Batch(files, dialect, historySchema, Map.of())), notes);
  }

  private int check(List<Batch> batches, Notes notes) throws Unusable {
    var reviewer = new Reviewer(notes, batches.getFirst().dialect());
    var scripts = 0;
    for (var batch : batches) {
      batch.read(reviewer, this::isWanted);
      if (wantsUndo) {
        batch.files().wantUndo(this::isWanted);
      }
      scripts += batch.files().scripts().size();
    }
    var review = notes.review();
    if (scripts == 0 && review.findings().isEmpty()) {
      throw new Unusable(
          "There is no script in what is named. A script is a file named V<version>__<description>.sql.");
    }
    format.write(review, scripts, terminal.output());
    return review.errors().isEmpty() ? CLEAN : ERRORS;
  }

  /** Whether the script is not said to be applied already. */
  private boolean isWanted(NamedScript script) {
    var name = script.name();
    return applied == null
        || name.version() == null
        || ScriptName.BY_VERSION.compare(name, applied) > 0;
  }
}
