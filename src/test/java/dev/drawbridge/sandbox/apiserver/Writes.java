package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creating and changing objects: what is checked, what is kept, and who has which side of it. */
final class Writes {

  private static final List<String> KEPT_METADATA =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "resourceVersion");

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private final ObjectStore store;
  private final ResourceTypes types;
  private final Removals removals;
  private final Clock clock;
  private Admission admission = Admission.NONE;
  private boolean checksSchemas;

  Writes(ObjectStore store, ResourceTypes types, Removals removals, Clock clock) {
    this.store = store;
    this.types = types;
    this.removals = removals;
    this.clock = clock;
  }

  void admitBy(Admission rule) {
    admission = rule;
  }

  void checkSchemas() {
    checksSchemas = true;
  }

  private void checkSchema(StoredObject asked) {
    var type = asked.key().type();
    if (!checksSchemas || !type.isCustom()) {
      return;
    }
    var definitions = types.required("apiextensions.k8s.io", "customresourcedefinitions");
    store
        .find(new ObjectKey(definitions, "", type.qualifiedName()))
        .map(definition -> CustomSchema.of(definition.json(), type.version()))
        .map(schema -> schema.problems(asked.json()))
        .filter(problems -> !problems.isEmpty())
        .ifPresent(problems -> {
          throw ApiFailure.invalid(asked.key(), String.join("; ", problems));
        });
  }

  StoredObject create(ResourceType type, String namespace, ObjectNode body, String user) {
    var asked = new StoredObject(NewObject.keyFor(type, namespace, body), body.deepCopy());
    NewObject.check(asked);
    checkSchema(asked);
    removals.requireLivingNamespace(asked.key());
    if (store.find(asked.key()).isPresent()) {
      throw new ApiFailure(
          409,
          "AlreadyExists",
          "%s \"%s\" already exists".formatted(type.qualifiedName(), asked.key().name()));
    }
    begin(asked);
    Defaults.fill(asked);
    var admitted = admitted(null, asked, "", user);
    Defaults.firstStatus(admitted);
    var stored = store.put(admitted.pruned());
    if (type.kind().equals("CustomResourceDefinition")) {
      types.define(stored.json());
    }
    removals.collectIfOrphan(stored);
    return stored;
  }

  private void begin(StoredObject object) {
    var metadata = object.metadata();
    metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "managedFields"));
    metadata.put("name", object.key().name()).put("uid", UUID.randomUUID().toString());
    if (object.key().type().namespaced()) {
      metadata.put("namespace", object.key().namespace());
    }
    metadata.put("creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    if (object.key().type().countsGenerations()) {
      metadata.put("generation", 1);
    }
    if (object.key().type().hasStatus()) {
      object.json().remove("status");
    }
  }

  /** Changes the object itself, asked for through {@code subresource} if that is not empty. */
  StoredObject update(StoredObject old, ObjectNode body, String subresource, String user) {
    var asked = new StoredObject(old.key(), body.deepCopy());
    checkPreconditions(old, asked);
    keepSystemMetadata(old, asked);
    checkSchema(asked);
    Defaults.fill(asked);
    if (old.key().type().hasStatus()) {
      copyField(old.json(), asked.json(), "status");
    }
    var changed = admitted(old, asked, subresource, user).pruned();
    if (changed.json().equals(old.json())) {
      return old;
    }
    Immutability.check(old, changed);
    if (changed.key().type().countsGenerations() && wishesDiffer(old, changed)) {
      changed
          .metadata()
          .put("generation", old.json().path("metadata").path("generation").asLong() + 1);
    }
    return removals.putOrRemove(changed);
  }

  /**
   * Changes the status; of built-in kinds, also what their metadata lets a status writer change.
   */
  StoredObject updateStatus(StoredObject old, ObjectNode body, String user) {
    var asked = new StoredObject(old.key(), body.deepCopy());
    checkPreconditions(old, asked);
    var changed = old.copy();
    copyField(asked.json(), changed.json(), "status");
    if (!old.key().type().isCustom()) {
      changed.json().set("metadata", asked.metadata());
      keepSystemMetadata(old, changed);
      copyField(old.metadata(), changed.metadata(), "labels");
    }
    var admitted = admitted(old, changed, "status", user).pruned();
    return admitted.json().equals(old.json()) ? old : removals.putOrRemove(admitted);
  }

  private static void checkPreconditions(StoredObject old, StoredObject asked) {
    var uid = asked.uid();
    if (!uid.isEmpty() && !uid.equals(old.uid())) {
      throw ApiFailure.conflict(
          old.key(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, old.uid()));
    }
    var version = asked.resourceVersion();
    if (!version.isEmpty() && !version.equals("0") && !version.equals(old.resourceVersion())) {
      throw ApiFailure.stale(old.key());
    }
  }

  private static void keepSystemMetadata(StoredObject old, StoredObject asked) {
    KEPT_METADATA.forEach(field -> copyField(old.metadata(), asked.metadata(), field));
    asked.metadata().remove("managedFields");
    asked.json().put("apiVersion", old.json().path("apiVersion").asText());
    asked.json().put("kind", old.json().path("kind").asText());
  }

  private static void copyField(ObjectNode from, ObjectNode to, String field) {
    var value = from.get(field);
    if (value == null || value.isNull()) {
      to.remove(field);
    } else {
      to.set(field, value.deepCopy());
    }
  }

  private static boolean wishesDiffer(StoredObject old, StoredObject changed) {
    return !wishes(old).equals(wishes(changed));
  }

  private static JsonNode wishes(StoredObject object) {
    return object.json().deepCopy().remove(List.of("metadata", "status"));
  }

  private StoredObject admitted(
      @Nullable StoredObject old, StoredObject asked, String subresource, String user) {
    if (asked.key().type().is("argoproj.io", "rollouts")) {
      return AdmittedRollout.of(old, asked, subresource, user, admission);
    }
    if (!asked.key().type().is("apps", "deployments")) {
      return asked;
    }
    var wish = deployment(asked);
    var result = admission.admit(old == null ? null : deployment(old), wish, subresource, user);
    return result.equals(wish)
        ? asked
        : new StoredObject(asked.key(), SERIALIZATION.convertValue(result, ObjectNode.class));
  }

  private static Deployment deployment(StoredObject object) {
    return SERIALIZATION.convertValue(object.json(), Deployment.class);
  }
}
