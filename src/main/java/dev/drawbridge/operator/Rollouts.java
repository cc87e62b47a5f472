package dev.drawbridge.operator;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollout;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this operator releases Argo Rollouts. Where they are not asked for, nothing is ever asked
 * about them.
 */
record Rollouts(boolean areReleased) {

  private static final Logger LOGGER = LoggerFactory.getLogger(Rollouts.class);

  /** Released if the configuration says so and the API server knows them. */
  static Rollouts asFarAsServed(Configuration configuration, KubernetesClient client) {
    return new Rollouts(configuration.rollouts() && areServed(configuration, client));
  }

  /** An operator that would not start for want of Rollouts would leave the Migrations undone. */
  private static boolean areServed(Configuration configuration, KubernetesClient client) {
    var all = client.resources(Rollout.class);
    var namespaces = configuration.namespaces();
    Listable<?> some =
        namespaces.isEmpty() ? all.inAnyNamespace() : all.inNamespace(namespaces.iterator().next());
    try {
      some.list(new ListOptionsBuilder().withLimit(1L).build());
      return true;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw refused;
      }
      LOGGER.warn(
          "{} is true, but the API server does not know Rollouts, so none is released: install Argo"
              + " Rollouts and restart this operator",
          Configuration.ROLLOUTS);
      return false;
    }
  }

  /**
   * What shows the Migrations' loop the Rollouts that wait; nothing where they are not released.
   */
  List<EventSource<?, Migration>> sources(EventSourceContext<Migration> context) {
    if (!areReleased) {
      return List.of();
    }
    var plain =
        InformerEventSourceConfiguration.from(Rollout.class, Migration.class)
            .withLabelSelector(Markers.MIGRATION_LABEL)
            .withSecondaryToPrimaryMapper(References::migrationByLabel)
            .build();
    return List.of(
        new InformerEventSource<>(TrimmedInformers.of(plain, RolloutReconciler::reduce), context));
  }
}
