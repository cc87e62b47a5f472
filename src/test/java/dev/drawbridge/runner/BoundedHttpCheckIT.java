package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Reason;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a URL answers, a check of it ends with a sentence, in bounded memory and time. */
@EnabledOnOs(OS.LINUX)
class BoundedHttpCheckIT {

  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String MUCH = "x".repeat(100_000);

  /** One attempt may take 5 s; the rest is for a busy machine. */
  private static final long MOST_MILLIS = 10_000;

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess.Outcome ask(RudeServer server) throws Exception {
    return RunnerProcess.on(database, folder)
        .asInTheImage()
        .script("V1__one.sql", "select 1")
        .spec(
            """
            {"verify": [{"name": "health", "http": {"url": "%s", "contains": "ready", "within": "1ms"}}]}
            """
                .formatted(server.url()))
        .await();
  }

  static Stream<Arguments> answers() {
    var unclear = "no ";
    return Stream.of(
        Arguments.of("gigabytes", OK + "Content-Length: 5000000000\r\n\r\n", MUCH, "status 200"),
        Arguments.of("a body without end", OK + "\r\n", MUCH, "status 200"),
        Arguments.of(
            "chunks without end",
            OK + "Transfer-Encoding: chunked\r\n\r\n",
            "186a0\r\n" + MUCH + "\r\n",
            "status 200"),
        Arguments.of("headers without end", OK, "X-More: " + "x".repeat(1000) + "\r\n", unclear),
        Arguments.of("a header without end", OK + "X-Long: ", MUCH, unclear),
        Arguments.of("a status without end", "HTTP/1.1 200 ", MUCH, unclear),
        Arguments.of(
            "hints without end", "", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", unclear),
        Arguments.of(
            "a chunk that never begins",
            OK + "Transfer-Encoding: chunked\r\n\r\n1;",
            MUCH,
            unclear),
        Arguments.of("no HTTP without end", "", MUCH, unclear));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void answerWithoutEndIsHungUpOn(String name, String first, String again, String found)
      throws Exception {
    try (var server = RudeServer.saying(first, again)) {
      assertEnds(server, "Check health: found " + found);
    }
  }

  @Test
  void answerThatDripsIsNotAwaited() throws Exception {
    try (var server = RudeServer.dripping(OK + "Content-Length: 9000\r\n\r\n", "x")) {
      assertEnds(server, "Check health: found no whole answer within 5000 ms");
    }
  }

  @Test
  void headersThatDripAreNotAwaited() throws Exception {
    try (var server = RudeServer.dripping(OK, "X-More: x\r\n")) {
      assertEnds(server, "Check health: found no whole answer within 5000 ms");
    }
  }

  @Test
  void redirectToItselfIsNotFollowed() throws Exception {
    var redirect = "HTTP/1.1 302 Found\r\nLocation: /health\r\nContent-Length: 0\r\n\r\n";
    try (var server = RudeServer.saying(redirect, "")) {
      assertEnds(
          server, "Check health: found status 302 (a redirect to /health, which is not followed");
      assertThat(server.asked()).isEqualTo(1);
    }
  }

  private void assertEnds(RudeServer server, String words) throws Exception {
    var outcome = ask(server);

    BoundedMemoryIT.assertBounded(outcome, Reason.VERIFICATION_FAILED);
    assertThat(outcome.closing().message()).startsWith(words).hasSizeLessThan(600);
    assertThat(outcome.events())
        .filteredOn(event -> "health".equals(event.subject()))
        .singleElement()
        .satisfies(told -> assertThat(told.millis()).isLessThan(MOST_MILLIS));
  }
}
