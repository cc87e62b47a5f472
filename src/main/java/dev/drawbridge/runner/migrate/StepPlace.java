package dev.drawbridge.runner.migrate;

import org.jspecify.annotations.Nullable;

/**
 * Where a step stands in the spec, for people: named by its number only where there are several.
 *
 * @param index from 0
 * @param count how many steps there are
 * @param named the first schema that it names; null if it names none
 */
public record StepPlace(int index, int count, @Nullable String named) {

  /** The schema of its history, as the beginning of a sentence. */
  String schema() {
    var name = named == null ? "The database" : "Schema " + named;
    return count == 1 ? name : "%s (%s)".formatted(name, step());
  }

  /** The path of one of its fields. */
  String field(String name) {
    return (count == 1 ? "" : step() + ".") + "flyway." + name;
  }

  private String step() {
    return "spec.migrate[" + index + "]";
  }
}
