package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What comes after a failure that has left something changed. */
public enum OnFailure {
  STOP("Stop"),
  ROLLBACK("Rollback");

  private final String word;

  OnFailure(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  @JsonCreator
  static OnFailure of(String word) {
    return Arrays.stream(values())
        .filter(one -> one.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("neither Stop nor Rollback: " + word));
  }
}
