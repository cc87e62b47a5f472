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

  @Test
  void manyStatementsInOneScript() throws Exception {
    var inserts =
        IntStream.range(0, 5_000)
            .mapToObj(row -> "insert into rows values (%d, 'row %d');".formatted(row, row));
    var text = new ArrayList<String>(List.of("create table rows (id bigint, name text);"));
    inserts.forEach(text::add);
    var ways = Ways.of(write("statements", Map.of("V1__rows.sql", String.join("\n", text))));

    compare("5,000 statements", ways, List.of("runner", "Flyway library", "psql"));
  }

  private Path write(String name, Map<String, String> scripts) throws Exception {
    var home = Files.createDirectories(folder.resolve(name).resolve("sql"));
    for (var script : scripts.entrySet()) {
      Files.writeString(home.resolve(script.getKey()), script.getValue());
    }
    return home;
  }

  private void compare(String what, Ways ways, List<String> names) throws Exception {
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
