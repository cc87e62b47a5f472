package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands of a shell in the place of tools. */
@Timeout(value = 50, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ToolProcessTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream target = new PrintStream(shown, true, StandardCharsets.UTF_8);

  private static ToolProcess tool(String script) throws IOException {
    return new ToolProcess(new ProcessBuilder("sh", "-c", script).start(), Duration.ofMillis(200));
  }

  private static String text(byte[] end) {
    return new String(end, StandardCharsets.UTF_8);
  }

  @AfterEach
  void endWhatIsLeft() {
    shown
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("child "))
        .map(line -> Long.valueOf(line.substring("child ".length())))
        .forEach(child -> ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly));
  }

  @Test
  void allThatItWritesIsShownAndItsEndIsKept() throws Exception {
    var tool = tool("printf %20000s x; echo end");
    tool.endAfter(Duration.ofMinutes(1));
    var end = tool.endOfOutput(target);

    assertThat(tool.ended()).isZero();
    assertThat(tool.isLate()).isFalse();
    assertThat(shown.size()).isEqualTo(20_004);
    assertThat(text(end)).hasSize(16 * 1024).endsWith("xend\n");
  }

  @Test
  void toolThatIsAtWorkAtItsDeadlineIsEnded() throws Exception {
    var tool = tool("echo one; exec sleep 600");
    tool.endAfter(Duration.ofMillis(200));
    var end = tool.endOfOutput(target);

    assertThat(tool.ended()).isNotZero();
    assertThat(tool.isLate()).isTrue();
    assertThat(text(end)).isEqualTo("one\n");
  }

  @Test
  void toolThatHasClosedItsOutputIsEndedToo() throws Exception {
    var tool = tool("exec sleep 600 >&-");
    tool.endAfter(Duration.ofSeconds(1));
    tool.endOfOutput(target);

    assertThat(tool.ended()).isNotZero();
    assertThat(tool.isLate()).isTrue();
  }

  /** The JDK stops reading for a process that has ended, but not where it is reading already. */
  @Test
  void whatAToolHasLeftBehindIsNotReadForEver() throws Exception {
    var tool = tool("sleep 600 & echo child $!; sleep 1");
    tool.endAfter(Duration.ofSeconds(2));
    var end = tool.endOfOutput(target);

    assertThat(tool.ended()).isZero();
    assertThat(tool.isLate()).isTrue();
    assertThat(text(end)).startsWith("child ");
  }
}
