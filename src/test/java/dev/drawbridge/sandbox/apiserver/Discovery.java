package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells clients such as kubectl which APIs there are. */
record Discovery(ResourceTypes types) {

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  /** The document at {@code path}, if it is one of discovery. */
  Optional<ObjectNode> document(String path) {
    return switch (path) {
      case "/version" -> Optional.of(version());
      case "/api" -> Optional.of(coreVersions());
      case "/apis" -> Optional.of(groups());
      case "/apis/" + Reviews.GROUP + "/v1" -> Optional.of(reviews());
      default -> resources(path);
    };
  }

  private static ObjectNode object(String kind) {
    return JsonNodeFactory.instance.objectNode().put("kind", kind).put("apiVersion", "v1");
  }

  private static ObjectNode version() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("major", "1")
        .put("minor", "36")
        .put("gitVersion", "v1.36.0")
        .put("platform", "memory");
  }

  private static ObjectNode coreVersions() {
    var versions = object("APIVersions");
    versions.putArray("versions").add("v1");
    versions.putArray("serverAddressByClientCIDRs");
    return versions;
  }

  private ObjectNode groups() {
    var versionsOf = new LinkedHashMap<String, List<String>>();
    for (var type : types.all()) {
      var versions = versionsOf.computeIfAbsent(type.group(), group -> new ArrayList<>());
      if (!versions.contains(type.version())) {
        versions.add(type.version());
      }
    }
    versionsOf.remove("");
    versionsOf.put(Reviews.GROUP, List.of("v1"));
    var list = object("APIGroupList");
    var groups = list.putArray("groups");
    versionsOf.forEach((group, versions) -> groups.add(group(group, versions)));
    return list;
  }

  private static ObjectNode group(String name, List<String> versions) {
    var group = JsonNodeFactory.instance.objectNode().put("name", name);
    var list = group.putArray("versions");
    versions.forEach(version -> list.add(groupVersion(name, version)));
    group.set("preferredVersion", groupVersion(name, versions.getFirst()));
    return group;
  }

  private static ObjectNode groupVersion(String group, String version) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("groupVersion", group + "/" + version)
        .put("version", version);
  }

  private static ObjectNode reviews() {
    var list = object("APIResourceList").put("groupVersion", Reviews.GROUP + "/v1");
    var resources = list.putArray("resources");
    Reviews.RESOURCES.forEach(plural -> {
      var resource = resources.addObject().put("name", plural).put("singularName", "");
      resource.put("namespaced", false).put("kind", Reviews.kind(plural));
      resource.putArray("verbs").add("create");
    });
    return list;
  }

  private Optional<ObjectNode> resources(String path) {
    var apiVersion = path.replaceFirst("^/(api|apis)/", "");
    var found = types.all().stream().filter(type -> type.apiVersion().equals(apiVersion)).toList();
    if (found.isEmpty() || apiVersion.equals(path)) {
      return Optional.empty();
    }
    var list = object("APIResourceList").put("groupVersion", apiVersion);
    var resources = list.putArray("resources");
    for (var type : found) {
      resources.add(resource(type, ""));
      if (type.hasStatus()) {
        resources.add(resource(type, "/status"));
      }
    }
    return Optional.of(list);
  }

  private static ObjectNode resource(ResourceType type, String subresource) {
    var resource = JsonNodeFactory.instance.objectNode();
    resource.put("name", type.plural() + subresource);
    resource.put("singularName", type.kind().toLowerCase(Locale.ROOT));
    resource.put("namespaced", type.namespaced()).put("kind", type.kind());
    if (subresource.isEmpty() && !type.shortName().isEmpty()) {
      resource.putArray("shortNames").add(type.shortName());
    }
    var verbs = resource.putArray("verbs");
    (subresource.isEmpty() ? VERBS : List.of("get", "patch", "update")).forEach(verbs::add);
    return resource;
  }
}
