package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the runner costs, from the start of its process to its end, beside what else applies the
 * same scripts to the same server, taking turns. Prints; asserts nothing about time.
 */
@Tag("benchmark")
class RunnerBenchmarkIT {

  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 7);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {10, 1000})
  void smallScripts(int count) throws Exception {
    var scripts = new TreeMap<String, String>();
    for (var number = 1; number <= count; number++) {
      scripts.put(
          "V%d__table.sql".formatted(number),
          "create table t%d (id bigint primary key, name text);".formatted(number));
    }
    var ways = Ways.of(write("small-" + count, scripts));

    compare(
        count + " scripts",
        ways,
        List.of("runner", "Flyway command line", "Flyway library", "psql"));
  }

  /** What one more statement costs is told apart from what it costs to begin and to end. */
  @Test
  void manyStatementsInOneScript() throws Exception {
    var names = List.of("runner", "Flyway library", "psql");

    var few = compare("1 statement", Ways.of(inserts(1)), names);
    var many = compare("5,000 statements", Ways.of(inserts(5_000)), names);

    var ours = median(many, "runner") - median(few, "runner");
    var library = median(many, "Flyway library") - median(few, "Flyway library");
    System.out.printf(
        Locale.ROOT,
        "4,999 statements more: runner %.3f s, Flyway library %.3f s, runner/library %.2f%n",
        ours,
        library,
        ours / library);
  }

  private Path inserts(int count) throws Exception {
    var text =
        IntStream.range(0, count)
            .mapToObj(row -> "insert into rows values (%d, 'row %d');\n".formatted(row, row))
            .collect(Collectors.joining("", "create table rows (id bigint, name text);\n", ""));
    return write("statements-" + count, Map.of("V1__rows.sql", text));
  }

  private static double median(Map<String, List<Ways.Figure>> figures, String name) {
    var seconds =
        figures.getOrDefault(name, List.of()).stream().map(Ways.Figure::seconds).sorted().toList();
    return seconds.get(seconds.size() / 2);
  }

  private Path write(String name, Map<String, String> scripts) throws Exception {
    var home = Files.createDirectories(folder.resolve(name).resolve("sql"));
    for (var script : scripts.entrySet()) {
      Files.writeString(home.resolve(script.getKey()), script.getValue());
    }
    return home;
  }

  private Map<String, List<Ways.Figure>> compare(String what, Ways ways, List<String> names)
      throws Exception {
    var present = names.stream().filter(ways::isThere).toList();
    var figures = new LinkedHashMap<String, List<Ways.Figure>>();
    for (var round = 0; round <= ROUNDS; round++) {
      for (var name : present) {
        var figure = ways.run(name, Files.createTempDirectory(folder, "run"));
        // The first round fills the caches of the disk.
        if (round > 0) {
          figures.computeIfAbsent(name, unknown -> new ArrayList<>()).add(figure);
        }
      }
    }
    assertThat(figures.keySet()).contains("runner", "Flyway library");
    print(what, figures);
    return figures;
  }

  private static void print(String what, Map<String, List<Ways.Figure>> figures) {
    var ours = figures.getOrDefault("runner", List.of());
    figures.forEach((name, measured) -> {
      var ratios =
          IntStream.range(0, measured.size())
              .mapToObj(round -> ours.get(round).seconds() / measured.get(round).seconds())
              .sorted()
              .toList();
      var seconds = measured.stream().map(Ways.Figure::seconds).sorted().toList();
      System.out.printf(
          Locale.ROOT,
          "%-18s %-20s %7.3f s (%.3f–%.3f)  %4d MiB  runner/this %.2f (%.2f–%.2f)  n = %d%n",
          what,
          name,
          seconds.get(seconds.size() / 2),
          seconds.getFirst(),
          seconds.getLast(),
          measured.stream()
              .mapToLong(Ways.Figure::mebibytes)
              .sorted()
              .toArray()[measured.size() / 2],
          ratios.get(ratios.size() / 2),
          ratios.getFirst(),
          ratios.getLast(),
          ratios.size());
    });
  }
}
