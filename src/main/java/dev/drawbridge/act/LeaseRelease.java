package dev.drawbridge.act;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the leader's lease back, so that another replica need not wait until it has run out. The
 * SDK lets it run out.
 */
public final class LeaseRelease {

  private static final Logger LOGGER = LoggerFactory.getLogger(LeaseRelease.class);

  private LeaseRelease() {}

  /** Gives the lease back if {@code holder} has it. If that fails, it runs out by itself. */
  public static void release(
      KubernetesClient client, String namespace, String name, String holder) {
    try {
      var lease = client.leases().inNamespace(namespace).withName(name).get();
      if (lease != null && holder.equals(lease.getSpec().getHolderIdentity())) {
        client.resource(withoutHolder(lease)).update();
      }
    } catch (KubernetesClientException notReleased) {
      LOGGER.warn("the lease {} was not given back: {}", name, notReleased.getMessage());
    }
  }

  private static Lease withoutHolder(Lease lease) {
    return new LeaseBuilder(lease)
        .editSpec()
        .withHolderIdentity("")
        .withLeaseDurationSeconds(1)
        .endSpec()
        .build();
  }
}
