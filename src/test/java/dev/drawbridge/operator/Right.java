package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The right that a request to the API server takes, as RBAC sees it. */
record Right(String verb, String group, String resource) {

  static Right of(HttpRequest request) {
    var path =
        Arrays.stream(request.uri().getPath().split("/", -1))
            .filter(part -> !part.isEmpty())
            .toList();
    var isCore = path.getFirst().equals("api");
    var group = isCore ? "" : path.get(1);
    var rest = path.subList(isCore ? 2 : 3, path.size());
    var inNamespace = rest.size() > 2 && rest.getFirst().equals("namespaces");
    return of(request, group, inNamespace ? rest.subList(2, rest.size()) : rest);
  }

  private static Right of(HttpRequest request, String group, List<String> rest) {
    var resource = rest.size() > 2 ? rest.get(0) + "/" + rest.get(2) : rest.getFirst();
    var query = Objects.requireNonNullElse(request.uri().getQuery(), "");
    var verb =
        switch (request.method()) {
          case "POST" -> "create";
          case "PUT" -> "update";
          case "GET" -> query.contains("watch=true") ? "watch" : rest.size() > 1 ? "get" : "list";
          default -> request.method().toLowerCase(Locale.ROOT);
        };
    return new Right(verb, group, resource);
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(verb, group.isEmpty() ? "core" : group, resource);
  }
}
