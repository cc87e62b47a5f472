package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which namespaces a process speaks about to the API server. Rights in some namespaces only would
 * refuse the rest.
 */
final class Reach implements Interceptor {

  private static final Pattern NAMESPACE = Pattern.compile("/namespaces/([^/]+)/");

  private final Set<String> namespaces = Collections.synchronizedSet(new TreeSet<>());
  private final Set<String> clusterWide = Collections.synchronizedSet(new TreeSet<>());

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var path = request.uri().getPath();
    var namespace = NAMESPACE.matcher(path);
    if (namespace.find()) {
      namespaces.add(namespace.group(1));
    } else if (!path.contains("reviews")) {
      clusterWide.add(request.method() + " " + path);
    }
  }

  Set<String> namespaces() {
    return Set.copyOf(namespaces);
  }

  /** What was asked about no namespace in particular, questions about one's own rights aside. */
  Set<String> clusterWide() {
    return Set.copyOf(clusterWide);
  }
}
