package dev.drawbridge.sandbox;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** Changes of what others write to as well. The client tests the version that it has read. */
public final class OnConflict {

  private static final int CONFLICT = 409;
  private static final int ATTEMPTS = 20;

  private OnConflict() {}

  /** Makes {@code change}, which reads what is there, again as long as others were faster. */
  public static void again(Runnable change) {
    for (var attempt = 1; ; attempt++) {
      try {
        change.run();
        return;
      } catch (KubernetesClientException refused) {
        if (refused.getCode() != CONFLICT || attempt == ATTEMPTS) {
          throw refused;
        }
      }
    }
  }
}
