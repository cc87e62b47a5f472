package dev.drawbridge.sandbox.apiserver;

import java.util.List;
import java.util.Map;

/** What may not be changed once it is there. */
final class Immutability {

  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "Job",
          List.of(
              "/spec/template", "/spec/selector", "/spec/completions", "/spec/podFailurePolicy"),
          "Deployment",
          List.of("/spec/selector"),
          "ReplicaSet",
          List.of("/spec/selector"));

  private Immutability() {}

  static void check(StoredObject old, StoredObject changed) {
    for (var path : FIELDS.getOrDefault(old.key().type().kind(), List.of())) {
      if (!old.json().at(path).equals(changed.json().at(path))) {
        throw ApiFailure.invalid(
            old.key(), path.substring(1).replace('/', '.') + ": Invalid value: field is immutable");
      }
    }
    var isNew = changed.finalizers().stream().filter(name -> !old.finalizers().contains(name));
    if (old.isBeingDeleted() && isNew.findAny().isPresent()) {
      throw ApiFailure.invalid(
          old.key(),
          "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being"
              + " deleted");
    }
  }
}
