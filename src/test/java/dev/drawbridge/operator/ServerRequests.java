package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many requests about what the operator looks at an API server has answered, from whomever.
 *
 * @param counts by verb and resource: {@code LIST migrations}
 */
record ServerRequests(Map<String, Long> counts) {

  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^apiserver_request_total\\{([^}]*)\\} (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Set<String> OURS =
      Set.of(
          "migrations",
          "rollbacks",
          "jobs",
          "pods",
          "configmaps",
          "events",
          "deployments",
          "replicasets");

  /** What was answered until now. A watch is counted when it ends, so watches are left out. */
  static ServerRequests of(KubernetesClient client) {
    var counts = new TreeMap<String, Long>();
    SAMPLE
        .matcher(client.raw("/metrics"))
        .results()
        .forEach(sample -> {
          var labels = labels(sample.group(1));
          if (OURS.contains(labels.get("resource")) && !"WATCH".equals(labels.get("verb"))) {
            counts.merge(name(labels), (long) Double.parseDouble(sample.group(2)), Long::sum);
          }
        });
    return new ServerRequests(counts);
  }

  private static String name(Map<String, String> labels) {
    var part = labels.getOrDefault("subresource", "");
    var code = labels.getOrDefault("code", "");
    return labels.get("verb")
        + " "
        + labels.get("resource")
        + (part.isEmpty() ? "" : "/" + part)
        + (code.startsWith("2") ? "" : " (" + code + ")");
  }

  private static Map<String, String> labels(String text) {
    return LABEL
        .matcher(text)
        .results()
        .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
  }

  ServerRequests since(ServerRequests before) {
    var difference = new TreeMap<String, Long>();
    counts.forEach((name, count) -> {
      var more = count - before.counts().getOrDefault(name, 0L);
      if (more > 0) {
        difference.put(name, more);
      }
    });
    return new ServerRequests(difference);
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
