package dev.drawbridge.runner.review;

import dev.drawbridge.api.ScriptName;
import dev.drawbridge.runner.script.Placeholders;
import dev.drawbridge.runner.script.ScriptSize;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The rules about files as such: name, version, size, encoding. */
public final class FileRules {

  private final Notes notes;
  private final List<NamedScript> scripts = new ArrayList<>();
  private final Map<String, String> sourceOfFile = new HashMap<>();
  private final Map<String, String> fileOfVersion = new HashMap<>();

  /**
   * A file that is a script.
   *
   * @param label what its readers call it
   */
  public record NamedScript(String label, String file, ScriptName name, String text) {}

  public FileRules(Notes notes) {
    this.notes = notes;
  }

  /** Whether a file of so many {@code bytes} may be a script; notes it if it may not. */
  public boolean hasRoom(String label, String file, long bytes) {
    var problem = ScriptSize.problem(file, bytes);
    problem.ifPresent(sentence -> notes.add(Rule.TOO_LARGE, label, 1, sentence));
    return problem.isEmpty();
  }

  /**
   * Looks at a file.
   *
   * @param label what its readers call it
   * @param source where it comes from, as in "ConfigMap orders"
   */
  public void add(String label, String source, String file, byte[] content) {
    var name = ScriptName.parse(file);
    if (name.isEmpty()) {
      notes.add(
          Rule.NAME,
          label,
          1,
          "%s in %s is not named like a script: %s."
              .formatted(file, source, ScriptName.advice(file)));
    } else if (hasRoom(label, file, content.length) && isUnique(label, source, file, name.get())) {
      readText(label, file, name.get(), content);
    }
  }

  /** Notes that a file cannot have its name, for the reason that {@code sentence} gives. */
  public void refuseName(String label, String sentence) {
    notes.add(Rule.NAME, label, 1, sentence);
  }

  private boolean isUnique(String label, String source, String file, ScriptName name) {
    var sameFile = sourceOfFile.put(file, source);
    if (sameFile != null) {
      duplicate(label, "%s is in both %s and %s.".formatted(file, sameFile, source));
      return false;
    }
    if (name.kind() == ScriptName.Kind.REPEATABLE) {
      return true;
    }
    var sameVersion = fileOfVersion.put(name.kind() + " " + name.version(), file);
    if (sameVersion != null) {
      duplicate(
          label,
          "%s and %s have the same version, %s.".formatted(sameVersion, file, name.version()));
    }
    return sameVersion == null;
  }

  private void duplicate(String label, String what) {
    notes.add(
        Rule.DUPLICATE, label, 1, what + " Remove one of them, or give it a version of its own.");
  }

  private void readText(String label, String file, ScriptName name, byte[] content) {
    var bytes = ByteBuffer.wrap(content);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      var zero = text.indexOf('\0');
      if (zero < 0) {
        scripts.add(new NamedScript(label, file, name, text));
      } else {
        notes.add(
            Rule.NUL_BYTE,
            label,
            1 + (int) text.substring(0, zero).chars().filter(letter -> letter == '\n').count(),
            "A byte of value 0, which no database takes in a script. Remove it, or save the file as"
                + " text in UTF-8.");
      }
    } catch (CharacterCodingException binary) {
      notes.add(
          Rule.ENCODING,
          label,
          line(content, bytes.position()),
          "This is not text in UTF-8. Save the file in that encoding.");
    }
  }

  private static int line(byte[] content, int end) {
    var line = 1;
    for (var index = 0; index < end; index++) {
      line += content[index] == '\n' ? 1 : 0;
    }
    return line;
  }

  /** Notes the versioned scripts among {@code wanted} that have no undo script. */
  public void wantUndo(Predicate<NamedScript> wanted) {
    var undone = new HashSet<String>();
    for (var script : scripts) {
      if (script.name().kind() == ScriptName.Kind.UNDO) {
        undone.add(String.valueOf(script.name().version()));
      }
    }
    for (var script : scripts) {
      var version = String.valueOf(script.name().version());
      if (script.name().kind() == ScriptName.Kind.VERSIONED
          && wanted.test(script)
          && !undone.contains(version)) {
        notes.add(
            Rule.MISSING_UNDO,
            script.label(),
            1,
            "%s has no undo script. Add %s, which takes back what it does."
                .formatted(script.file(), ScriptName.undoOf(script.file())));
      }
    }
  }

  /** Notes the scripts with a placeholder that has none of {@code values}. */
  public void wantValues(Placeholders values) {
    for (var script : scripts) {
      values
          .unknown(script.text())
          .ifPresent(placeholder ->
              notes.add(
                  Rule.PLACEHOLDER,
                  script.label(),
                  placeholder.line(),
                  "There is no value for the placeholder %s. Add it to flyway.placeholders."
                      .formatted(placeholder.text())));
    }
  }

  /** The files that are scripts, in the order in which they were added. */
  public List<NamedScript> scripts() {
    return List.copyOf(scripts);
  }
}
