package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** From a request about objects to what the store does, and back to an answer. */
final class Requests {

  private final ObjectStore store;
  private final Writes writes;
  private final Removals removals;
  private final Tables tables;
  private final AppliedConfigurations applied = new AppliedConfigurations();

  /** The log of a pod, by namespace and name; from whoever runs it. */
  private BiFunction<String, String, String> podLogs = (namespace, pod) -> "";

  Requests(ObjectStore store, Writes writes, Removals removals) {
    this.store = store;
    this.writes = writes;
    this.removals = removals;
    this.tables = new Tables(store);
  }

  void readPodLogsFrom(BiFunction<String, String, String> source) {
    podLogs = source;
  }

  ApiAnswer answer(ApiRequest request, ResourceType type) {
    var key = new ObjectKey(type, request.namespace(), request.name());
    return switch (request.method()) {
      case "GET" -> request.name().isEmpty() ? list(request, type) : get(request, key);
      case "POST" -> post(request, key);
      case "PUT" -> put(request, key);
      case "PATCH" -> patch(request, key);
      case "DELETE" -> delete(request, key);
      default -> throw ApiFailure.badRequest("no such method: " + request.method());
    };
  }

  static Predicate<StoredObject> selection(ApiRequest request, ResourceType type) {
    return LabelSelector.parse(request.parameter("labelSelector"))
        .and(FieldSelector.parse(request.parameter("fieldSelector"), type));
  }

  private StoredObject existing(ObjectKey key) {
    return store.find(key).orElseThrow(() -> ApiFailure.notFound(key));
  }

  private ApiAnswer list(ApiRequest request, ResourceType type) {
    var list = JsonNodeFactory.instance.objectNode();
    list.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(store.revision()));
    var items = list.putArray("items");
    store.list(type, request.namespace()).stream()
        .filter(selection(request, type))
        .forEach(object -> items.add(object.json()));
    return ApiAnswer.ok(tables.wanted(request, type) ? tables.of(list, type) : list);
  }

  private ApiAnswer get(ApiRequest request, ObjectKey key) {
    var object = existing(key);
    return switch (request.subresource()) {
      case "", "status" ->
          ApiAnswer.ok(
              tables.wanted(request, key.type())
                  ? tables.ofOne(object.json(), key.type())
                  : object.json());
      case "scale" -> ApiAnswer.ok(Scale.of(object));
      case "log" -> ApiAnswer.ok(new TextNode(podLogs.apply(key.namespace(), key.name())));
      default -> throw ApiFailure.notFound(key);
    };
  }

  private ApiAnswer post(ApiRequest request, ObjectKey key) {
    if (request.subresource().equals("eviction")) {
      return answerTo(removals.delete(existing(key), json(request).path("deleteOptions")));
    }
    if (!request.name().isEmpty()) {
      throw new ApiFailure(405, "MethodNotAllowed", "POST is for collections");
    }
    var created = writes.create(key.type(), key.namespace(), json(request), request.user());
    return ApiAnswer.created(created.json());
  }

  /** Gives a pod to a node. */
  ApiAnswer bind(ApiRequest request, ResourceType pods) {
    var binding = json(request);
    var name = binding.path("metadata").path("name").asText();
    var pod = existing(new ObjectKey(pods, request.namespace(), name));
    if (pod.json().at("/spec/nodeName").isTextual()) {
      throw ApiFailure.conflict(pod.key(), "the pod is assigned to a node already");
    }
    var bound = pod.copy().json();
    bound.withObjectProperty("spec").put("nodeName", binding.path("target").path("name").asText());
    writes.update(pod, bound, "binding", request.user());
    return ApiAnswer.created(ApiFailure.status("Success", 201));
  }

  private ApiAnswer put(ApiRequest request, ObjectKey key) {
    var body = json(request);
    var old = existing(key);
    var version = body.path("metadata").path("resourceVersion").asText("");
    if (version.isEmpty() && !key.type().allowsUnconditionalUpdate()) {
      throw ApiFailure.invalid(
          key, "metadata.resourceVersion: Invalid value: 0: must be specified for an update");
    }
    return changed(request, old, body);
  }

  private ApiAnswer patch(ApiRequest request, ObjectKey key) {
    var kind = Patch.of(request);
    var found = store.find(key);
    if (kind == Patch.APPLY) {
      if (found.isEmpty() && request.subresource().isEmpty()) {
        return apply(request, key);
      }
      var patch = applied.asPatch(existing(key), request, json(request));
      return changed(request, existing(key), kind.apply(existing(key), patch.toString()));
    }
    var target = existing(key);
    var seen = request.subresource().equals("scale") ? scaleObject(target) : target;
    return changed(request, target, kind.apply(seen, request.body()));
  }

  private static StoredObject scaleObject(StoredObject object) {
    return new StoredObject(object.key(), Scale.of(object));
  }

  private ApiAnswer apply(ApiRequest request, ObjectKey key) {
    var body = json(request);
    var created = writes.create(key.type(), key.namespace(), body, request.user());
    applied.asPatch(created, request, body);
    return ApiAnswer.created(created.json());
  }

  private ApiAnswer changed(ApiRequest request, StoredObject old, ObjectNode body) {
    return switch (request.subresource()) {
      case "" -> ApiAnswer.ok(writes.update(old, body, "", request.user()).json());
      case "status" -> {
        if (!old.key().type().hasStatus()) {
          throw ApiFailure.notFound(old.key());
        }
        yield ApiAnswer.ok(writes.updateStatus(old, body, request.user()).json());
      }
      case "scale" -> {
        var wished = Scale.applied(old, body);
        yield ApiAnswer.ok(Scale.of(writes.update(old, wished, "scale", request.user())));
      }
      case "finalize" -> ApiAnswer.ok(old.json());
      default -> throw ApiFailure.notFound(old.key());
    };
  }

  private ApiAnswer delete(ApiRequest request, ObjectKey key) {
    var options = request.body().isBlank() ? optionsOf(request) : json(request);
    if (!request.name().isEmpty()) {
      return answerTo(removals.delete(existing(key), options));
    }
    store.list(key.type(), key.namespace()).stream()
        .filter(selection(request, key.type()))
        .filter(object -> store.find(object.key()).isPresent())
        .forEach(object -> removals.delete(object, options));
    return ApiAnswer.ok(ApiFailure.status("Success", 200));
  }

  private static ObjectNode optionsOf(ApiRequest request) {
    var options = JsonNodeFactory.instance.objectNode();
    var policy = request.parameter("propagationPolicy");
    return policy.isEmpty() ? options : options.put("propagationPolicy", policy);
  }

  /** What is still there is answered with itself, what is gone with a success. */
  private ApiAnswer answerTo(StoredObject deleted) {
    return store.find(deleted.key()).isPresent()
        ? ApiAnswer.ok(deleted.json())
        : ApiAnswer.ok(ApiFailure.status("Success", 200));
  }

  static ObjectNode json(ApiRequest request) {
    if (request.contentType().contains("protobuf")) {
      throw new ApiFailure(
          415,
          "UnsupportedMediaType",
          "the mock API server reads JSON and YAML: use kubectl apply --validate=false -f");
    }
    try {
      var node = Serialization.unmarshal(request.body(), JsonNode.class);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (RuntimeException unreadable) {
      throw ApiFailure.badRequest("the body cannot be read: " + unreadable.getMessage());
    }
    throw ApiFailure.badRequest("the body of the request is no object");
  }
}
