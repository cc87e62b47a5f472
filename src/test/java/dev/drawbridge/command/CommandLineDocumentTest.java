package dev.drawbridge.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.command.terminal.PlayedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The tables in docs/command-line.md have each option, as the code says it, and no other. {@code
 * ./mvnw test -Dtest=CommandLineDocumentTest -Dwrite} writes them.
 */
class CommandLineDocumentTest {

  private static final boolean WRITE = System.getProperty("write") != null;
  private static final Path PAGE = Path.of("docs", "command-line.md");
  private static final Pattern TABLE =
      Pattern.compile("(?s)(<!-- options: ([\\w-]+) -->\n).*?(<!-- end -->)");

  private final CommandLine parser = Commands.parser(new PlayedTerminal().asTerminal());

  @Test
  void tablesAreMadeFromTheOptions() throws IOException {
    var page = Files.readString(PAGE);

    var made =
        TABLE
            .matcher(page)
            .replaceAll(found ->
                Matcher.quoteReplacement(found.group(1) + table(found.group(2)) + found.group(3)));

    if (WRITE) {
      Files.writeString(PAGE, made);
    }
    assertThat(made)
        .as("run ./mvnw test -Dtest=CommandLineDocumentTest -Dwrite")
        .isEqualTo(Files.readString(PAGE));
  }

  @Test
  void everyCommandHasASection() throws IOException {
    assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("## ")))
        .containsExactlyElementsOf(
            parser.getSubcommands().keySet().stream()
                .map(name -> "## drawbridge " + name)
                .toList());
  }

  private String table(String command) {
    var spec =
        Objects.requireNonNull(parser.getSubcommands().get(command), command).getCommandSpec();
    var rows = new ArrayList<>(List.of("| option | meaning |", "| --- | --- |"));
    spec.positionalParameters()
        .forEach(word -> rows.add(row(word.paramLabel(), word.description())));
    spec.options().stream()
        .filter(option -> !option.usageHelp())
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .forEach(option -> rows.add(row(names(option), option.description())));
    return rows.stream().map(row -> row + "\n").collect(Collectors.joining());
  }

  private static String names(OptionSpec option) {
    var names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private static String row(String names, String[] description) {
    return "| `%s` | %s |"
        .formatted(names.replace("|", "\\|"), String.join(" ", description).replace("|", "\\|"));
  }
}
