package dev.drawbridge.runner;

/** What a test says of a spec; the rest is as usual. */
record SpecFields(String written) {

  /** With {@code database} and the scripts of the ConfigMap sql, where nothing else is said. */
  String whole(String database) {
    var fields = written.strip();
    var inner = fields.substring(1, fields.length() - 1).strip();
    var migrate =
        inner.contains("\"migrate\"")
            ? ""
            : ", \"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"]}}]";
    var named =
        inner.contains("\"database\"")
            ? ""
            : "\"database\": " + database + (inner.isEmpty() ? "" : ", ");
    return "{" + named + inner + migrate + "}";
  }
}
