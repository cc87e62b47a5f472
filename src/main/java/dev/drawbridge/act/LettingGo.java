package dev.drawbridge.act;

/** How something that is held is let go. */
@FunctionalInterface
public interface LettingGo {

  /**
   * Lets it go if it is still held and the rule says so now, freshly read.
   *
   * @return whether it was let go
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if it has changed
   *     since it was read
   */
  boolean release(String namespace, String name);
}
