package dev.drawbridge.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file.
 *
 * @param path from the repository's root
 */
public record Page(Path path, String text) {

  private static final Pattern BLOCK =
      Pattern.compile(
          "(?ms)(?:^ *<!-- not executed: ([^\\n]*?) -->\\s*)?^( *)```(\\w*)$\\n(.*?)^\\2```$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
  private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\">");
  private static final Pattern LINK = Pattern.compile("\\]\\(<?([^()\\s>]+)>?\\)");
  private static final Pattern MARKUP = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)|[`*]");
  private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");

  /** Reads the file. */
  public static Page of(Path path) {
    try {
      return new Page(path, Files.readString(path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(path + " cannot be read", unreadable);
    }
  }

  /** All Markdown files of the repository. */
  static List<Path> all() {
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      return files
          .map(Path::normalize)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.startsWith("target") && !file.toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Its fenced blocks, each with what the page shows as its output. */
  public List<Block> blocks() {
    var found = BLOCK.matcher(text).results().toList();
    var blocks = new ArrayList<Block>();
    for (var index = 0; index < found.size(); index++) {
      var next = index + 1 < found.size() ? Optional.of(found.get(index + 1)) : empty();
      blocks.add(block(found.get(index), next));
    }
    return List.copyOf(blocks);
  }

  private static Optional<MatchResult> empty() {
    return Optional.empty();
  }

  private Block block(MatchResult match, Optional<MatchResult> next) {
    var shown =
        next.filter(one -> one.group(3).equals("text"))
            .filter(one -> text.substring(match.end(), one.start()).isBlank())
            .map(one -> one.group(4).lines().toList());
    return new Block(
        lineOf(match.start(4)) - 1,
        match.group(3),
        match.group(4).stripIndent(),
        Optional.ofNullable(match.group(1)),
        shown.orElse(List.of()));
  }

  private int lineOf(int position) {
    return (int) text.substring(0, position).chars().filter(letter -> letter == '\n').count() + 1;
  }

  /** Where links may lead to in it, by the rule of GitHub. */
  Set<String> anchors() {
    var anchors = new TreeSet<String>();
    var times = new HashMap<String, Integer>();
    for (var match : HEADING.matcher(withoutBlocks()).results().toList()) {
      var anchor = anchor(match.group(1));
      var before = times.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    ANCHOR.matcher(text).results().forEach(match -> anchors.add(match.group(1)));
    return anchors;
  }

  private static String anchor(String heading) {
    return MARKUP
        .matcher(heading)
        .replaceAll("$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** What its links say, those to other sites left out. */
  List<String> links() {
    var prose = CODE.matcher(withoutBlocks()).replaceAll("``");
    return LINK.matcher(prose)
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .toList();
  }

  private String withoutBlocks() {
    return BLOCK.matcher(text).replaceAll("");
  }
}
