package dev.drawbridge.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.runner.script.ScriptSize;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Files that are no text, and so cannot be among the cases. */
class FileRulesTest {

  private final Notes notes = new Notes(false);
  private final FileRules files = new FileRules(notes);

  private String found(byte[] content) {
    files.add("a/V1__a.sql", "a", "V1__a.sql", content);
    assertThat(files.scripts()).hasSize(notes.review().findings().isEmpty() ? 1 : 0);
    var findings = notes.review().findings();
    return findings.isEmpty()
        ? "nothing"
        : findings.getFirst().rule().id() + " in line " + findings.getFirst().line();
  }

  @Test
  void textOfAnotherEncodingIsFoundInItsLine() {
    assertThat(found("select 1;\nselect 'Grüße';\n".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("encoding in line 2");
  }

  @Test
  void textInUtf16IsFound() {
    assertThat(found("select 1;".getBytes(StandardCharsets.UTF_16)))
        .isEqualTo("encoding in line 1");
  }

  @Test
  void textInUtf16WithoutMarkIsFoundByItsZeros() {
    assertThat(found("select 1;".getBytes(StandardCharsets.UTF_16LE)))
        .isEqualTo("nul-byte in line 1");
  }

  @Test
  void zeroIsFoundInItsLine() {
    assertThat(found("select 1;\n\nselect '\0';".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("nul-byte in line 3");
  }

  @Test
  void scriptMayBeAsLargeAsTheLimitAndNotLarger() {
    assertThat(found(" ".repeat((int) ScriptSize.MOST).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("nothing");
    files.add("b/V2__b.sql", "b", "V2__b.sql", new byte[(int) ScriptSize.MOST + 1]);
    assertThat(notes.review().findings())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("V2__b.sql has 3 MB", "no more than 2 MB");
  }
}
