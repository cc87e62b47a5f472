package dev.drawbridge.gate.webhook;

import io.fabric8.kubernetes.api.model.authentication.UserInfo;

/** What people may do, as the API server's authorization says. */
@FunctionalInterface
public interface Rights {

  /** Whether {@code user} may open the gate of this Migration without verification. */
  boolean mayBreakGlass(UserInfo user, String namespace, String migration);
}
