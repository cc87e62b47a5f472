package dev.drawbridge.runner.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.PlanItem;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.ReportFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The folder that is shared with a container of the user's own, who may write there what it likes.
 */
class ToolContainerTest {

  @TempDir Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private ToolContainer container() {
    var journal =
        new Journal(
            Clock.systemUTC(),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new ReportFile(folder.resolve("report"), 4096),
            new Redaction());
    var item = new PlanItem(PlanItem.Part.MIGRATE, 1, null);
    return new ToolContainer(item, new SharedFolder(folder), journal);
  }

  @BeforeEach
  void makeReady() throws Exception {
    container().makeReady();
  }

  @Test
  void whatIsLeftOutStaysSoWhenOursIsStartedAgain() throws Exception {
    container().leaveOut();
    container().makeReady();
    container().leaveOut();

    assertThat(container().isLeftOut()).isTrue();
  }

  @Test
  void linkIsReplacedAndNotFollowed() throws Exception {
    var elsewhere = folder.resolve("elsewhere");
    Files.createSymbolicLink(folder.resolve("step-1/skip"), elsewhere);
    assertThat(container().isLeftOut()).isFalse();

    container().leaveOut();

    assertThat(elsewhere).doesNotExist();
    assertThat(folder.resolve("step-1/skip")).isRegularFile();
    assertThat(Files.isSymbolicLink(folder.resolve("step-1/skip"))).isFalse();
  }

  @Test
  void outputThatIsALinkIsNotRead() throws Exception {
    var secret =
        Files.writeString(folder.resolve("pgpass"), "{\"ok\": false, \"why\": \"hush\"}\n");
    Files.createSymbolicLink(folder.resolve("step-1/last"), secret);

    assertThat(container().readOutput()).isEmpty();
  }
}
