package dev.drawbridge.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedactedStreamTest {

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Redaction redaction = new Redaction();
  private final PrintStream stream =
      RedactedStream.over(new PrintStream(output, true, StandardCharsets.UTF_8), redaction);

  private String told() {
    return output.toString(StandardCharsets.UTF_8);
  }

  @Test
  void secretOfSeveralLinesIsTakenOutOfEachLine() {
    redaction.learn("first-part\nsecond-part\n");
    stream.print("a first-part\nsecond-part b\n");
    assertThat(told()).isEqualTo("a ***\n*** b\n");
  }

  @Test
  void lastLineWithoutAnEndIsPassedOnWhenItIsClosed() {
    redaction.learn("hush-hush");
    stream.print("last hush-hush");
    stream.close();
    assertThat(told()).isEqualTo("last ***");
  }

  @Test
  void beginningOfAnEndlessLineIsPassedOnAndSecretsInItAreNot() {
    redaction.learn("hush-hush");
    for (var turn = 0; turn < 20_000; turn++) {
      stream.print("wörd hush-hush ");
    }
    assertThat(output.size()).isGreaterThan(100_000);
    stream.close();
    assertThat(told()).isEqualTo("wörd *** ".repeat(20_000));
  }
}
