package dev.drawbridge.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.runner.script.Dialect;
import org.junit.jupiter.api.Test;

class NotesTest {

  @Test
  void aMillionFindingsAreCountedAndTheFirstErrorIsKept() {
    var notes = new Notes(false);
    for (var line = 1; line <= 1_000_000; line++) {
      notes.add(Rule.TRUNCATE, "V1__a.sql", line, "one of many");
    }
    notes.add(Rule.TRANSACTION_CONTROL, "V1__a.sql", 1_000_001, "the error");
    notes.add(Rule.NOT_ALONE, "V1__a.sql", 1_000_002, "another error");

    var review = notes.review();

    assertThat(review.findings()).hasSize(Review.MOST);
    assertThat(review.errors()).extracting(Finding::message).containsExactly("the error");
    assertThat(review.leftOut()).isEqualTo(1_000_002 - Review.MOST);
    assertThat(review.warningCount() + review.errorCount()).isEqualTo(1_000_002);
  }

  @Test
  void statementOfAnyLengthIsUnderstoodToItsEnd() {
    var notes = new Notes(false);
    var values = "(1, 'x'), ".repeat(200_000);
    new Reviewer(notes, Dialect.POSTGRESQL)
        .read(
            "V1__a.sql",
            "delete from t where (a, b) in ("
                + values
                + "(0, ''));\nupdate t set a = f("
                + values
                + "0) where b = 1;\nupdate t set a = f("
                + values
                + "0);",
            "public");

    assertThat(notes.review().findings())
        .extracting(finding -> finding.line() + " " + finding.rule().id())
        .containsExactly("3 update-all");
  }
}
