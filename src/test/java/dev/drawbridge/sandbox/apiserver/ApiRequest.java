package dev.drawbridge.sandbox.apiserver;

import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request, taken apart as Kubernetes reads paths.
 *
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param path without the query
 * @param group empty for the core group
 * @param version empty if the path names no API
 * @param namespace empty if the path names none
 * @param resource the plural, such as deployments
 * @param name empty for a collection
 * @param subresource such as status; empty for the object itself
 * @param user who asks
 */
public record ApiRequest(
    String method,
    String path,
    Map<String, String> query,
    String group,
    String version,
    String namespace,
    String resource,
    String name,
    String subresource,
    String user,
    String contentType,
    boolean wantsWebSocket,
    boolean wantsTable,
    String body) {

  /** Who asks without saying who. */
  public static final String ADMINISTRATOR = "kubernetes-admin";

  static ApiRequest of(RecordedRequest request) {
    var target = request.getPath();
    var mark = target.indexOf('?');
    var path = mark < 0 ? target : target.substring(0, mark);
    var parts = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    parts.replaceAll(part -> URLDecoder.decode(part, StandardCharsets.UTF_8));
    var isCore = take(parts).equals("api");
    var group = isCore ? "" : take(parts);
    var version = take(parts);
    var namespace = parts.size() > 2 && parts.getFirst().equals("namespaces") ? scope(parts) : "";
    return new ApiRequest(
        request.getMethod(),
        path,
        mark < 0 ? Map.of() : query(target.substring(mark + 1)),
        group,
        version,
        namespace,
        take(parts),
        take(parts),
        String.join("/", parts),
        user(request),
        Optional.ofNullable(request.getHeader("Content-Type")).orElse(""),
        "websocket".equalsIgnoreCase(request.getHeader("Upgrade")),
        Optional.ofNullable(request.getHeader("Accept")).orElse("").contains("as=Table"),
        Optional.ofNullable(request.getUtf8Body()).orElse(""));
  }

  private static String take(List<String> parts) {
    return parts.isEmpty() ? "" : parts.removeFirst();
  }

  /** Takes the namespace off, unless it is the Namespace object itself that is meant. */
  private static String scope(List<String> parts) {
    if (List.of("status", "finalize").contains(parts.get(2))) {
      return "";
    }
    parts.removeFirst();
    return parts.removeFirst();
  }

  private static Map<String, String> query(String text) {
    var parameters = new HashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "true" : pair.substring(equals + 1);
      parameters.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static String user(RecordedRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.startsWith("Bearer "))
        .map(header -> header.substring("Bearer ".length()))
        .orElse(ADMINISTRATOR);
  }

  String parameter(String parameter) {
    return query.getOrDefault(parameter, "");
  }

  /** The verb that RBAC would ask about. */
  public String verb() {
    return switch (method) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
      default -> isWatch() ? "watch" : name.isEmpty() ? "list" : "get";
    };
  }

  boolean isWatch() {
    return List.of("true", "1").contains(parameter("watch"));
  }

  public boolean isWrite() {
    return !method.equals("GET");
  }

  /**
   * Whether it writes objects of {@code plural}, or a subresource written as plural/subresource.
   */
  public boolean writes(String plural) {
    return isWrite()
        && plural.equals(subresource.isEmpty() ? resource : resource + "/" + subresource);
  }
}
