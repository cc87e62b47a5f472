package dev.drawbridge.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Somebody who reads a page from its first line to its last, and does what it says. */
public final class Walk {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Shell shell;
  private final Function<Block, Optional<String>> doneElsewhere;
  private final Runnable afterEach;
  private final Map<String, String> names;

  /**
   * @param doneElsewhere why a block is not executed in this walk, if another one does it
   * @param afterEach what the surroundings do on their own after a block
   * @param names of users and namespaces here, and what the page has in their place
   */
  public Walk(
      Shell shell,
      Function<Block, Optional<String>> doneElsewhere,
      Runnable afterEach,
      Map<String, String> names) {
    this.shell = shell;
    this.doneElsewhere = doneElsewhere;
    this.afterEach = afterEach;
    this.names = names;
  }

  /** Goes through the page; each block has to succeed, and to print what the page shows. */
  public void through(Path path) throws Exception {
    for (var block : Page.of(path).blocks()) {
      if (block.isOfCommands()) {
        var place = "%s:%d".formatted(path, block.line());
        var reason = block.notExecuted().or(() -> doneElsewhere.apply(block));
        if (reason.isPresent()) {
          System.out.println(place + " is not executed: " + reason.get());
        } else {
          execute(place, block);
          afterEach.run();
        }
      }
    }
  }

  private void execute(String place, Block block) throws Exception {
    if (block.onlyReads()) {
      await(place)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> once(place, block));
    } else {
      once(place, block);
    }
  }

  private void once(String place, Block block) throws Exception {
    var answer = shell.run(block.text());
    System.out.println("%s%n%s%s".formatted(place, block.text().indent(2), answer.text()));
    assertThat(answer.code()).as(place + "\n" + answer.text()).isZero();
    var printed = answer.text();
    for (var name : names.entrySet()) {
      printed = printed.replace(name.getKey(), name.getValue());
    }
    assertThat(Printed.missing(block.shown(), printed))
        .as("shown at %s, and not printed:%n%s", place, answer.text())
        .isEmpty();
  }
}
