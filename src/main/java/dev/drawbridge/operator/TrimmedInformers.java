package dev.drawbridge.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration.DefaultInformerEventSourceConfiguration;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Informers that keep little of each resource, and read the first list in pages. Each has a store
 * of its own: the SDK would hand one store to the informers of all watched namespaces, and they
 * would empty it for each other.
 */
final class TrimmedInformers<R extends HasMetadata> extends InformerConfiguration<R> {

  /** How many resources are asked for at a time, so that a first list is never in memory whole. */
  static final long PAGE = 100;

  private final UnaryOperator<R> further;

  private TrimmedInformers(InformerConfiguration<R> plain, UnaryOperator<R> further) {
    super(
        plain.getResourceClass(),
        plain.getName(),
        plain.getNamespaces(),
        plain.getFollowControllerNamespaceChanges(),
        plain.getLabelSelector(),
        plain.getOnAddFilter(),
        plain.getOnUpdateFilter(),
        plain.getOnDeleteFilter(),
        plain.getGenericFilter(),
        null,
        PAGE,
        plain.getFieldSelector());
    this.further = further;
  }

  /**
   * The informers of a controller's own resources.
   *
   * @param further what to leave out besides, of each resource
   */
  static <R extends HasMetadata> ControllerConfiguration<R> of(
      ControllerConfiguration<R> plain, UnaryOperator<R> further) {
    return new ResolvedControllerConfiguration<>(
        plain.getName(),
        plain.isGenerationAware(),
        plain.getAssociatedReconcilerClassName(),
        plain.getRetry(),
        plain.getRateLimiter(),
        plain.maxReconciliationInterval().orElse(null),
        plain.getFinalizerName(),
        Map.of(),
        plain.fieldManager(),
        plain.getConfigurationService(),
        new TrimmedInformers<>(plain.getInformerConfig(), further),
        plain.triggerReconcilerOnAllEvents(),
        plain.getWorkflowSpec().orElse(null));
  }

  /** The informers of what a controller looks at besides. */
  static <R extends HasMetadata> InformerEventSourceConfiguration<R> of(
      InformerEventSourceConfiguration<R> plain) {
    return of(plain, UnaryOperator.identity());
  }

  /**
   * The informers of what a controller looks at besides.
   *
   * @param further what to leave out besides, of each resource
   */
  static <R extends HasMetadata> InformerEventSourceConfiguration<R> of(
      InformerEventSourceConfiguration<R> plain, UnaryOperator<R> further) {
    return new OfEventSource<>(plain, further);
  }

  /** Asked for once for each informer. */
  @Override
  public ItemStore<R> getItemStore() {
    return new Trimmed<>(getResourceClass(), further);
  }

  private static final class OfEventSource<R extends HasMetadata>
      extends DefaultInformerEventSourceConfiguration<R> {

    OfEventSource(InformerEventSourceConfiguration<R> plain, UnaryOperator<R> further) {
      super(
          null,
          plain.getPrimaryToSecondaryMapper(),
          plain.getSecondaryToPrimaryMapper(),
          new TrimmedInformers<>(plain.getInformerConfig(), further),
          null);
    }
  }
}
