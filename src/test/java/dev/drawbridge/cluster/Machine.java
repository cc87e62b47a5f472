package dev.drawbridge.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What figures were measured on. */
record Machine(KubernetesClient client) {

  @Override
  public String toString() {
    var node = client.nodes().list().getItems().getFirst();
    return "%s, Kubernetes %s, %d node(s), the first with %s cores and %s; load average %.1f"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            client.getKubernetesVersion().getGitVersion(),
            client.nodes().list().getItems().size(),
            node.getStatus().getCapacity().get("cpu"),
            node.getStatus().getCapacity().get("memory"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
