package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * Asks the API server who the caller is, and what the caller may. It stores nothing, but it is made
 * by requests that create something, so it is here.
 */
public record OwnRights(KubernetesClient client) {

  /** The caller's name; empty if the API server does not tell it. */
  public Optional<String> user() {
    try {
      return Optional.ofNullable(client.resource(new SelfSubjectReview()).create().getStatus())
          .flatMap(status -> Optional.ofNullable(status.getUserInfo()))
          .flatMap(user -> Optional.ofNullable(user.getUsername()));
    } catch (KubernetesClientException notTold) {
      return Optional.empty();
    }
  }

  /**
   * Whether the caller may approve of the plans of {@code migration}.
   *
   * @param name under which; empty for approvals without a name
   */
  public boolean mayApprove(Migration migration, String name) {
    var right =
        new ResourceAttributesBuilder()
            .withGroup(Markers.GROUP)
            .withResource("migrations")
            .withVerb(Markers.APPROVE_VERB)
            .withNamespace(migration.getMetadata().getNamespace())
            .withName(migration.getMetadata().getName());
    return areGiven((name.isEmpty() ? right : right.withSubresource(name)).build());
  }

  /** Whether the caller may do this. */
  public boolean areGiven(ResourceAttributes right) {
    var question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withResourceAttributes(right)
            .endSpec()
            .build();
    return client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(question)
        .getStatus()
        .getAllowed();
  }
}
