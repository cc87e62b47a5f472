package dev.drawbridge.runner.script;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules that a step's scripts must keep, checked before the database is asked anything. */
public final class ScriptRules {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)\\}");

  /** Their names are the same in capitals and small letters, as Flyway takes them. */
  private final Map<String, String> placeholders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private final Map<String, String> sourceOfFile = new HashMap<>();
  private final Map<String, String> fileOfVersion = new HashMap<>();
  private final List<Script> scripts = new ArrayList<>();

  private ScriptRules(Map<String, String> placeholders) {
    this.placeholders.putAll(placeholders);
  }

  /**
   * The scripts of {@code sources}, by source and file name. What breaks a rule ends the run as
   * refused.
   */
  public static List<Script> check(
      Map<String, Map<String, byte[]>> sources, Map<String, String> placeholders) {
    var rules = new ScriptRules(placeholders);
    sources.forEach(
        (source, files) -> files.forEach((file, content) -> rules.add(source, file, content)));
    if (rules.scripts.stream().allMatch(script -> script.name().kind() == ScriptName.Kind.UNDO)) {
      throw Ending.refused(
              Reason.NO_SCRIPTS,
              "There is no script to apply in %s. Add files named V<version>__<description>.sql."
                  .formatted(String.join(", ", sources.keySet())))
          .asException();
    }
    return List.copyOf(rules.scripts);
  }

  private void add(String source, String file, byte[] content) {
    var name = ScriptName.parse(file);
    if (name.isEmpty()) {
      throw Ending.refused(
              Reason.NOT_A_SCRIPT,
              file,
              null,
              "%s in %s is not named like a script: %s. Nothing was applied."
                  .formatted(file, source, ScriptName.advice(file)))
          .asException();
    }
    refuseDuplicates(source, file, name.get());
    var text = text(source, file, content);
    refuseUnknownPlaceholders(file, text);
    scripts.add(new Script(file, name.get(), text, isTransactional(file, text)));
  }

  private void refuseDuplicates(String source, String file, ScriptName name) {
    var sameFile = sourceOfFile.put(file, source);
    if (sameFile != null) {
      throw duplicate(file, "%s is in both %s and %s.".formatted(file, sameFile, source));
    }
    if (name.kind() == ScriptName.Kind.REPEATABLE) {
      return;
    }
    var sameVersion = fileOfVersion.put(name.kind() + " " + name.version(), file);
    if (sameVersion != null) {
      throw duplicate(
          file,
          "%s and %s have the same version, %s.".formatted(sameVersion, file, name.version()));
    }
  }

  private static RuntimeException duplicate(String file, String what) {
    return Ending.refused(
            Reason.DUPLICATE_SCRIPT,
            file,
            null,
            what + " Remove one of them, or give it a version of its own. Nothing was applied.")
        .asException();
  }

  private static String text(String source, String file, byte[] content) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      if (text.indexOf('\0') >= 0) {
        throw new CharacterCodingException();
      }
      return text;
    } catch (CharacterCodingException binary) {
      throw Ending.refused(
              Reason.NOT_A_SCRIPT,
              file,
              null,
              "%s in %s is not text in UTF-8, or has NUL bytes. Save it in that encoding. Nothing was applied."
                  .formatted(file, source))
          .asException();
    }
  }

  private void refuseUnknownPlaceholders(String file, String text) {
    var found = PLACEHOLDER.matcher(text);
    while (found.find()) {
      var name = found.group(1);
      if (!name.startsWith("flyway:") && !placeholders.containsKey(name)) {
        var line =
            1
                + (int)
                    text.substring(0, found.start())
                        .chars()
                        .filter(letter -> letter == '\n')
                        .count();
        throw Ending.refused(
                Reason.SCRIPT_FAILED,
                file,
                line,
                "%s, line %d: there is no value for the placeholder %s. Add it to flyway.placeholders. Nothing was applied."
                    .formatted(file, line, found.group()))
            .asException();
      }
    }
  }

  private boolean isTransactional(String file, String text) {
    var statements = SqlSplitter.split(withPlaceholders(text));
    for (var statement : statements) {
      if (statement.controlsTransaction()) {
        throw refused(
            Reason.TRANSACTION_CONTROL,
            file,
            statement,
            "%s begins or ends a transaction, but each script already is one transaction. Remove it.");
      }
    }
    var outside = statements.stream().filter(SqlStatement::needsNoTransaction).findFirst();
    if (outside.isPresent() && statements.size() > 1) {
      throw refused(
          Reason.MIXED_SCRIPT,
          file,
          outside.get(),
          "%s cannot run in a transaction, so it must be the only statement of its script. Move it to a script of its own.");
    }
    return outside.isEmpty();
  }

  private String withPlaceholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(placeholders.getOrDefault(found.group(1), found.group())));
  }

  private static RuntimeException refused(
      Reason reason, String file, SqlStatement statement, String what) {
    return Ending.refused(
            reason,
            file,
            statement.line(),
            "%s, line %d: %s Nothing was applied."
                .formatted(file, statement.line(), what.formatted(statement.title())))
        .asException();
  }
}
