package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Asks the API server who has the verb {@code breakglass} on a Migration. It stores nothing, but it
 * is made by a request that creates something, so it is here.
 */
public record BreakGlassRight(KubernetesClient client) {

  private static final String RESOURCE = "migrations";

  /** Whether {@code user} has the verb on this Migration. */
  public boolean isGivenTo(UserInfo user, String namespace, String migration) {
    return client
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(question(user, namespace, migration))
        .getStatus()
        .getAllowed();
  }

  private static SubjectAccessReview question(UserInfo user, String namespace, String migration) {
    return new SubjectAccessReviewBuilder()
        .withNewSpec()
        .withUser(user.getUsername())
        .withUid(user.getUid())
        .withGroups(user.getGroups())
        .withExtra(user.getExtra())
        .withNewResourceAttributes()
        .withGroup(Markers.GROUP)
        .withResource(RESOURCE)
        .withVerb(Markers.BREAK_GLASS_VERB)
        .withNamespace(namespace)
        .withName(migration)
        .endResourceAttributes()
        .endSpec()
        .build();
  }
}
