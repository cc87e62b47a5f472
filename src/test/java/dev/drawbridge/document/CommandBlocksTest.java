package dev.drawbridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands of the README and the tutorial stand in blocks that {@link Walk} executes, or that say
 * why they are not. {@code ReadmeIT}, {@code TutorialIT} and the cluster's suite walk through them.
 */
class CommandBlocksTest {

  /** Commands, what they print, files, pictures: nothing else, so that no command hides. */
  private static final Set<String> LANGUAGES = Set.of("sh", "text", "yaml", "mermaid");

  static List<Path> pages() {
    return List.of(Path.of("README.md"), Path.of("docs/tutorial.md"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockIsOfAKnownKind(Path path) {
    var blocks = Page.of(path).blocks();

    assertThat(blocks).filteredOn(Block::isOfCommands).isNotEmpty();
    assertThat(blocks)
        .allSatisfy(
            block -> assertThat(LANGUAGES).as("line " + block.line()).contains(block.language()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatIsNotExecutedSaysWhy(Path path) {
    var left =
        Page.of(path).blocks().stream().filter(one -> one.notExecuted().isPresent()).toList();

    left.forEach(block ->
        System.out.println(
            "%s:%d is not executed: %s"
                .formatted(path, block.line(), block.notExecuted().orElseThrow())));
    assertThat(left).allMatch(Block::isOfCommands);
    assertThat(left).allMatch(block -> !block.notExecuted().orElseThrow().isBlank());
  }
}
