package dev.drawbridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links lead to what is there, and every document is found by whoever begins at the README. */
class DocumentLinksTest {

  private static final Path README = Path.of("README.md");

  static List<Path> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path path) {
    var page = Page.of(path);
    assertThat(page.links()).allSatisfy(link -> assertThat(problem(page, link)).isEmpty());
  }

  @Test
  void everyDocumentIsReachedFromTheReadme() {
    var reached = reachedFrom(README);

    assertThat(pages())
        .filteredOn(path -> path.startsWith("docs"))
        .isNotEmpty()
        .allSatisfy(path -> assertThat(reached).contains(path));
  }

  private static Optional<String> problem(Page page, String link) {
    var target = target(page, link);
    if (!Files.exists(target)) {
      return Optional.of("%s: %s is not there".formatted(page.path(), link));
    }
    var anchor = link.indexOf('#') < 0 ? "" : link.substring(link.indexOf('#') + 1);
    if (anchor.isEmpty() || !target.toString().endsWith(".md")) {
      return Optional.empty();
    }
    return Page.of(target).anchors().contains(anchor)
        ? Optional.empty()
        : Optional.of("%s: %s has no heading #%s".formatted(page.path(), target, anchor));
  }

  private static Path target(Page page, String link) {
    var file = link.replaceFirst("#.*", "");
    return file.isEmpty() ? page.path() : page.path().resolveSibling(file).normalize();
  }

  /** A folder leads to the pages that lie in it, for GitHub lists them. */
  private static Set<Path> reachedFrom(Path start) {
    var all = pages();
    var reached = new HashSet<>(Set.of(start));
    var ahead = new ArrayDeque<>(List.of(start));
    while (!ahead.isEmpty()) {
      var page = Page.of(ahead.pop());
      page.links().stream()
          .map(link -> target(page, link))
          .flatMap(target -> all.stream().filter(path -> leads(target, path)))
          .filter(reached::add)
          .forEach(ahead::add);
    }
    return reached;
  }

  private static boolean leads(Path target, Path page) {
    return target.equals(page) || (Files.isDirectory(target) && target.equals(page.getParent()));
  }
}
