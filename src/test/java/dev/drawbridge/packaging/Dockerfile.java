package dev.drawbridge.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The instructions of the Dockerfile, in their order, without comments and line breaks. */
record Dockerfile(List<Instruction> instructions) {

  private static final Pattern LABEL = Pattern.compile("([\\w.]+)=\"([^\"]*)\"");

  /** A word such as COPY, and what stands behind it. */
  record Instruction(String word, String arguments) {

    static Instruction of(String line) {
      var parts = line.split("\\s+", 2);
      return new Instruction(parts[0], parts[1]);
    }
  }

  static Dockerfile read() throws IOException {
    var text = Files.readString(Path.of("Dockerfile"));
    var joined = text.replaceAll("(?m)^#.*\\n", "").replaceAll("\\\\\\n\\s*", "");
    return new Dockerfile(
        joined.lines().filter(line -> !line.isBlank()).map(Instruction::of).toList());
  }

  List<String> all(String word) {
    return instructions.stream()
        .filter(each -> each.word().equals(word))
        .map(Instruction::arguments)
        .toList();
  }

  /** What the image is made of: the instructions after the last FROM. */
  List<Instruction> lastStage() {
    var words = instructions.stream().map(Instruction::word).toList();
    return instructions.subList(words.lastIndexOf("FROM") + 1, instructions.size());
  }

  /** The default of a build argument. */
  String argument(String name) {
    return all("ARG").stream()
        .filter(each -> each.startsWith(name + "="))
        .map(each -> each.substring(name.length() + 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no default for " + name));
  }

  Map<String, String> labels() {
    var labels = new HashMap<String, String>();
    for (var label : all("LABEL")) {
      LABEL.matcher(label).results().forEach(each -> labels.put(each.group(1), each.group(2)));
    }
    return labels;
  }

  /** What is copied from the folder of the project. */
  List<String> copied() {
    return all("COPY").stream()
        .filter(each -> !each.startsWith("--from="))
        .map(each -> each.split("\\s+"))
        .flatMap(words -> Arrays.stream(words).limit(words.length - 1L))
        .toList();
  }
}
