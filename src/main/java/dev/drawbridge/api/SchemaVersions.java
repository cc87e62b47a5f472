package dev.drawbridge.api;

/** How schema versions are written where they have an order. */
final class SchemaVersions {

  /** Numbers with dots or underscores between. */
  static final String PATTERN = "^[0-9]+([._][0-9]+)*$";

  /** The same for the API server. */
  static final String RULE = "self.matches('" + PATTERN + "')";

  static final String RULE_MESSAGE =
      "write a version as numbers with dots or underscores between, such as 7 or 2.1";

  private SchemaVersions() {}
}
