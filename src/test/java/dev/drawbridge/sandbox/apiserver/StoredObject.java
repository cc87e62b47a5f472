package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * An object with the metadata that the server itself reads and writes. What is in the store is
 * never changed, only replaced: change a {@link #copy}.
 */
record StoredObject(ObjectKey key, ObjectNode json) {

  static final String FOREGROUND = "foregroundDeletion";

  StoredObject copy() {
    return new StoredObject(key, json.deepCopy());
  }

  ObjectNode metadata() {
    return json.withObjectProperty("metadata");
  }

  String text(String field) {
    return json.path("metadata").path(field).asText("");
  }

  String uid() {
    return text("uid");
  }

  String resourceVersion() {
    return text("resourceVersion");
  }

  boolean isBeingDeleted() {
    return json.path("metadata").hasNonNull("deletionTimestamp");
  }

  List<String> finalizers() {
    return texts(json.path("metadata").path("finalizers"));
  }

  List<String> ownerUids() {
    return owners().map(owner -> owner.path("uid").asText()).toList();
  }

  boolean blocks(String ownerUid) {
    return owners()
        .anyMatch(owner ->
            owner.path("uid").asText().equals(ownerUid)
                && owner.path("blockOwnerDeletion").asBoolean(false));
  }

  private java.util.stream.Stream<JsonNode> owners() {
    return StreamSupport.stream(json.path("metadata").path("ownerReferences").spliterator(), false);
  }

  StoredObject withoutOwner(String uid) {
    return keeping("ownerReferences", owner -> !owner.path("uid").asText().equals(uid));
  }

  StoredObject withoutFinalizer(String finalizer) {
    return keeping("finalizers", element -> !element.asText().equals(finalizer));
  }

  private StoredObject keeping(String list, Predicate<JsonNode> isKept) {
    var changed = copy();
    var kept = changed.metadata().arrayNode();
    json.path("metadata")
        .path(list)
        .forEach(element -> {
          if (isKept.test(element)) {
            kept.add(element);
          }
        });
    changed.metadata().set(list, kept);
    return changed.pruned();
  }

  /** Empty lists and maps of the metadata are not kept, nor is what a client sent as null. */
  StoredObject pruned() {
    var fields = new ArrayList<String>();
    metadata()
        .properties()
        .forEach(field -> {
          var value = field.getValue();
          if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            fields.add(field.getKey());
          }
        });
    metadata().remove(fields);
    return this;
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
