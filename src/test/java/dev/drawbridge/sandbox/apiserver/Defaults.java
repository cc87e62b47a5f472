package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What a real API server fills in where a client has left something out. */
final class Defaults {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Defaults() {}

  static void fill(StoredObject object) {
    var json = object.json();
    switch (object.key().type().kind()) {
      case "Deployment" -> deployment(json);
      case "ReplicaSet" -> set(json.withObjectProperty("spec"), "replicas", 1);
      case "Job" -> job(object);
      case "Pod" -> pod(json.withObjectProperty("spec"));
      case "Secret" -> secret(json);
      default -> {
        // Other kinds are stored as they are sent.
      }
    }
  }

  /** The state that an object begins with. */
  static void firstStatus(StoredObject object) {
    switch (object.key().type().kind()) {
      case "Pod" -> object.json().putObject("status").put("phase", "Pending");
      case "Namespace" -> namespace(object);
      case "CustomResourceDefinition" -> established(object);
      default -> {
        // Controllers write the first status of the others.
      }
    }
  }

  private static void namespace(StoredObject object) {
    object.json().putObject("status").put("phase", "Active");
    object
        .metadata()
        .withObjectProperty("labels")
        .put("kubernetes.io/metadata.name", object.key().name());
  }

  private static void established(StoredObject object) {
    var conditions = object.json().putObject("status").putArray("conditions");
    for (var type : List.of("NamesAccepted", "Established")) {
      conditions.addObject().put("type", type).put("status", "True").put("reason", "Accepted");
    }
  }

  private static void deployment(ObjectNode json) {
    var spec = json.withObjectProperty("spec");
    set(spec, "replicas", 1);
    set(spec, "revisionHistoryLimit", 10);
    set(spec, "progressDeadlineSeconds", 600);
    var strategy = spec.withObjectProperty("strategy");
    set(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      set(strategy.withObjectProperty("rollingUpdate"), "maxSurge", "25%");
      set(strategy.withObjectProperty("rollingUpdate"), "maxUnavailable", "25%");
    }
    template(spec);
  }

  private static void job(StoredObject object) {
    var spec = object.json().withObjectProperty("spec");
    set(spec, "completions", 1);
    set(spec, "parallelism", 1);
    set(spec, "backoffLimit", 6);
    set(spec, "completionMode", "NonIndexed");
    set(spec, "suspend", false);
    set(
        spec,
        "podReplacementPolicy",
        spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    var labels =
        spec.withObjectProperty("template")
            .withObjectProperty("metadata")
            .withObjectProperty("labels");
    for (var prefix : List.of("", "batch.kubernetes.io/")) {
      labels.put(prefix + "controller-uid", object.uid());
      labels.put(prefix + "job-name", object.key().name());
    }
    spec.withObjectProperty("selector")
        .withObjectProperty("matchLabels")
        .put("batch.kubernetes.io/controller-uid", object.uid());
    template(spec);
  }

  private static void template(ObjectNode owner) {
    var template = owner.withObjectProperty("template");
    template.withObjectProperty("metadata");
    pod(template.withObjectProperty("spec"));
  }

  private static void pod(ObjectNode spec) {
    set(spec, "restartPolicy", "Always");
    set(spec, "terminationGracePeriodSeconds", 30);
    set(spec, "dnsPolicy", "ClusterFirst");
    set(spec, "schedulerName", "default-scheduler");
    spec.withObjectProperty("securityContext");
    for (var list : List.of("containers", "initContainers")) {
      spec.path(list).forEach(container -> container((ObjectNode) container));
    }
  }

  private static void container(ObjectNode container) {
    set(container, "terminationMessagePath", "/dev/termination-log");
    set(container, "terminationMessagePolicy", "File");
    set(container, "imagePullPolicy", "IfNotPresent");
    container.withObjectProperty("resources");
  }

  private static void secret(ObjectNode json) {
    set(json, "type", "Opaque");
    var texts = json.remove("stringData");
    if (texts != null) {
      var data = json.withObjectProperty("data");
      texts.properties().forEach(entry -> data.put(entry.getKey(), encoded(entry.getValue())));
    }
  }

  private static String encoded(JsonNode text) {
    return Base64.getEncoder().encodeToString(text.asText().getBytes(StandardCharsets.UTF_8));
  }

  private static void set(ObjectNode node, String field, Object value) {
    if (!node.hasNonNull(field)) {
      node.set(field, JSON.valueToTree(value));
    }
  }
}
