package dev.drawbridge.runner.review.command;

import dev.drawbridge.runner.review.Reviewer;
import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.script.ScriptName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the command is asked for. */
final class CheckArguments {

  static final String USAGE =
      "usage: drawbridge check [--format text|json|github|sarif] [--destructive warn|refuse] [--applied VERSION] [--undo] [--history-schema NAME] [--dialect postgresql|sqlite] FILE…";

  static final String HELP =
      USAGE
          + """


          Looks at SQL scripts as a run of Drawbridge does before it applies anything. No database is needed.

            FILE                      a script, or a folder of scripts
            --format FORMAT           text (default), json, github (annotations of a workflow) or sarif
            --dialect sqlite          the scripts are for SQLite (default: postgresql)
            --destructive refuse      what loses data is an error, not a warning
            --applied VERSION         scripts up to this version are applied already: only their names are looked at
            --undo                    each versioned script needs an undo script
            --history-schema NAME     the schema of Flyway's history table (default: public)

          Exit code: 0 if nothing is wrong or there are warnings only, 1 if there are errors, 2 if the command cannot be carried out.
          """;

  private final List<Path> paths = new ArrayList<>();
  private Format format = Format.TEXT;
  private Dialect dialect = Dialect.POSTGRESQL;
  private String historySchema = Reviewer.USUAL_SCHEMA;
  private @Nullable ScriptName applied;
  private boolean refusesDestructive;
  private boolean wantsUndo;
  private boolean asksForHelp;

  private CheckArguments() {}

  static CheckArguments parse(List<String> words) throws UsageException {
    var arguments = new CheckArguments();
    var next = words.iterator();
    while (next.hasNext()) {
      arguments.take(next.next(), next);
    }
    if (arguments.paths.isEmpty() && !arguments.asksForHelp) {
      throw new UsageException("name at least one file or folder");
    }
    return arguments;
  }

  private void take(String word, Iterator<String> next) throws UsageException {
    switch (word) {
      case "--help", "-h" -> asksForHelp = true;
      case "--undo" -> wantsUndo = true;
      case "--format" -> format = format(value(word, next));
      case "--destructive" -> refusesDestructive = destructive(value(word, next));
      case "--applied" -> applied = version(value(word, next));
      case "--dialect" -> dialect = dialect(value(word, next));
      case "--history-schema" -> historySchema = value(word, next);
      default -> {
        if (word.startsWith("--")) {
          throw new UsageException("there is no option " + word);
        }
        paths.add(Path.of(word));
      }
    }
  }

  private static String value(String option, Iterator<String> next) throws UsageException {
    if (!next.hasNext()) {
      throw new UsageException(option + " needs a value");
    }
    return next.next();
  }

  private static Format format(String word) throws UsageException {
    for (var format : Format.values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
        return format;
      }
    }
    throw new UsageException("there is no format " + word);
  }

  private static Dialect dialect(String word) throws UsageException {
    for (var dialect : Dialect.values()) {
      if (dialect.word().equals(word)) {
        return dialect;
      }
    }
    throw new UsageException("--dialect is postgresql or sqlite, not " + word);
  }

  private static boolean destructive(String word) throws UsageException {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "warn" -> false;
      case "refuse" -> true;
      default -> throw new UsageException("--destructive is warn or refuse, not " + word);
    };
  }

  private static ScriptName version(String word) throws UsageException {
    Optional<ScriptName> name = ScriptName.ofVersion(word);
    if (name.isEmpty()) {
      throw new UsageException("%s is no version: write it like 7 or 1.2".formatted(word));
    }
    return name.get();
  }

  List<Path> paths() {
    return paths;
  }

  Format format() {
    return format;
  }

  Dialect dialect() {
    return dialect;
  }

  String historySchema() {
    return historySchema;
  }

  boolean refusesDestructive() {
    return refusesDestructive;
  }

  boolean wantsUndo() {
    return wantsUndo;
  }

  boolean asksForHelp() {
    return asksForHelp;
  }

  /** Whether the script {@code name} is said to be applied already. */
  boolean takesAsApplied(ScriptName name) {
    return applied != null
        && name.version() != null
        && ScriptName.BY_VERSION.compare(name, applied) <= 0;
  }
}
