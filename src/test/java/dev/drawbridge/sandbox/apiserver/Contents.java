package dev.drawbridge.sandbox.apiserver;

import java.util.List;

/** What goes when a Namespace or a CustomResourceDefinition goes: all that is in it or of it. */
record Contents(ObjectStore store) {

  static boolean has(StoredObject object) {
    return List.of("Namespace", "CustomResourceDefinition").contains(object.key().type().kind());
  }

  List<StoredObject> of(StoredObject container) {
    return store.all().stream().filter(object -> contains(container, object)).toList();
  }

  private static boolean contains(StoredObject container, StoredObject object) {
    if (container.key().type().kind().equals("Namespace")) {
      return object.key().namespace().equals(container.key().name());
    }
    var spec = container.json().path("spec");
    return has(container)
        && object
            .key()
            .type()
            .is(spec.path("group").asText(), spec.path("names").path("plural").asText());
  }
}
