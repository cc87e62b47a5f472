package dev.drawbridge.operator;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollout;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What shows the Migrations' loop the resources that depend on a Migration, of every kind that the
 * operator releases.
 *
 * @param withRollouts whether Rollouts are among them
 * @param concerned besides the Migrations that a resource depends on, those that wait for them
 * @param wake looks again at a Migration
 */
record Dependents(
    boolean withRollouts, UnaryOperator<Set<ResourceID>> concerned, Consumer<ResourceID> wake) {

  Stream<EventSource<?, Migration>> sources(EventSourceContext<Migration> context) {
    Stream<EventSource<?, Migration>> always =
        Stream.of(
            source(Deployment.class, UnaryOperator.identity(), context),
            source(Pod.class, PodReconciler::reduce, context));
    return withRollouts
        ? Stream.concat(
            always, Stream.of(source(Rollout.class, RolloutReconciler::reduce, context)))
        : always;
  }

  private <R extends HasMetadata> InformerEventSource<R, Migration> source(
      Class<R> type, UnaryOperator<R> trim, EventSourceContext<Migration> context) {
    var plain =
        InformerEventSourceConfiguration.from(type, Migration.class)
            .withLabelSelector(Markers.MIGRATION_LABEL)
            .withSecondaryToPrimaryMapper(one -> concerned.apply(References.migrationByLabel(one)))
            .withOnUpdateFilter(this::wakeTheOneBefore)
            .build();
    return new InformerEventSource<>(TrimmedInformers.of(plain, trim), context);
  }

  /** Always true: what turns to another Migration is news for the one that it leaves. */
  private boolean wakeTheOneBefore(HasMetadata now, HasMetadata before) {
    var left = new HashSet<>(References.migrationByLabel(before));
    left.removeAll(References.migrationByLabel(now));
    left.forEach(wake);
    return true;
  }
}
