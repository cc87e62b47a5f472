package dev.drawbridge.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a check has compared. Its name and how long it took are those of the event.
 *
 * @param found in words
 * @param expected in words
 * @param attempts how often was asked; null where a check asks once
 * @param snippet the beginning of what was answered, if it was not as expected; empty if that was
 *     empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Assertion(
    String found, String expected, @Nullable Integer attempts, @Nullable String snippet) {

  public Assertion(String found, String expected) {
    this(found, expected, null, null);
  }

  /** All of it, as a part of a sentence. */
  public String words() {
    var tries = attempts == null || attempts == 1 ? "" : " after " + attempts + " attempts";
    return "found " + found + tries + ", expected " + expected + answer();
  }

  private String answer() {
    if (snippet == null) {
      return "";
    }
    return snippet.isEmpty() ? "; its body is empty" : "; its body: " + snippet;
  }
}
