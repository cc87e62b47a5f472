package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The name that a new object gets, and what is refused about it. */
final class NewObject {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private NewObject() {}

  static ObjectKey keyFor(ResourceType type, String namespace, ObjectNode body) {
    var metadata = body.withObjectProperty("metadata");
    var name = metadata.path("name").asText("");
    var prefix = metadata.path("generateName").asText("");
    if (name.isEmpty() && !prefix.isEmpty()) {
      name = prefix + suffix();
    }
    var written = metadata.path("namespace").asText("");
    if (!written.isEmpty() && !written.equals(namespace)) {
      throw ApiFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return new ObjectKey(type, namespace, name);
  }

  private static String suffix() {
    var letters = new StringBuilder();
    for (var letter = 0; letter < 5; letter++) {
      var index = ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length());
      letters.append(SUFFIX_LETTERS.charAt(index));
    }
    return letters.toString();
  }

  static void check(StoredObject asked) {
    var key = asked.key();
    var type = key.type();
    if (!asked.json().path("kind").asText().equals(type.kind())
        || !asked.json().path("apiVersion").asText().equals(type.apiVersion())) {
      throw ApiFailure.badRequest(
          "the object provided is not a %s of %s".formatted(type.kind(), type.apiVersion()));
    }
    if (key.name().isEmpty()) {
      throw ApiFailure.invalid(
          key, "metadata.name: Required value: name or generateName is required");
    }
    var longest = type.is("batch", "jobs") || type.kind().equals("Namespace") ? 63 : 253;
    if (key.name().length() > longest) {
      throw ApiFailure.invalid(
          key, "metadata.name: must be no more than " + longest + " characters");
    }
    var isPlain = type.group().startsWith("rbac") || NAME.matcher(key.name()).matches();
    if (!isPlain) {
      throw ApiFailure.invalid(key, "metadata.name: a lowercase RFC 1123 subdomain is needed");
    }
    if (!asked.resourceVersion().isEmpty()) {
      throw ApiFailure.badRequest("resourceVersion should not be set on objects to be created");
    }
  }
}
