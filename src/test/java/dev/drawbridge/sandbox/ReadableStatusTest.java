package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What people read stays in its columns. */
class ReadableStatusTest {

  @Test
  void linesOfAStatementStandBelowEachOther() {
    var object = JsonNodeFactory.instance.objectNode().put("statement", "a (\n  b\n)");

    assertThat(ReadableStatus.of(object, 2))
        .containsExactly("  Statement:    a (", "                  b", "                )");
  }

  @Test
  void pathIsQuotedOnlyIfAShellWouldSplitIt() {
    assertThat(Quoted.of(Path.of("a/b-1.0"))).isEqualTo("a/b-1.0");
    assertThat(Quoted.of(Path.of("it's a b"))).isEqualTo("'it'\\''s a b'");
  }
}
