package dev.drawbridge.api;

/** How schema versions are written where they have an order. */
final class SchemaVersions {

  /** Numbers with dots or underscores between, for the API server. */
  static final String RULE = "self.matches('^[0-9]+([._][0-9]+)*$')";

  static final String RULE_MESSAGE =
      "write a version as numbers with dots or underscores between, such as 7 or 2.1";

  private SchemaVersions() {}
}
