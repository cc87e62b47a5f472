package dev.drawbridge.operator;

import dev.drawbridge.act.Actor;
import dev.drawbridge.act.Announcer;
import dev.drawbridge.act.Result;
import dev.drawbridge.act.StatusWrite;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.decide.Announcements;
import dev.drawbridge.decide.MigrationRules;
import dev.drawbridge.decide.RollbackRules;
import dev.drawbridge.decide.RollbackSnapshot;
import dev.drawbridge.decide.ScriptFiles;
import dev.drawbridge.decide.TakenBackRules;
import dev.drawbridge.decide.Verdict;
import dev.drawbridge.observe.ClosingGate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The loop of a Rollback: as that of a Migration, once its Migration's gate is closed. */
final class RollbackReconciler implements Reconciler<Rollback> {

  private final MigrationSources sources;
  private final Actor actor;
  private final ClosingGate gate;
  private final Announcer announcer;
  private final OwnWrites ownWrites = new OwnWrites();

  RollbackReconciler(MigrationSources sources, Actor actor, ClosingGate gate, Announcer announcer) {
    this.sources = sources;
    this.actor = actor;
    this.gate = gate;
    this.announcer = announcer;
  }

  @Override
  public List<EventSource<?, Rollback>> prepareEventSources(EventSourceContext<Rollback> context) {
    return List.of(parts(Job.class, context), parts(Pod.class, context), migrations(context));
  }

  private static <R extends HasMetadata> InformerEventSource<R, Rollback> parts(
      Class<R> type, EventSourceContext<Rollback> context) {
    var plain =
        InformerEventSourceConfiguration.from(type, Rollback.class)
            .withLabelSelector(Markers.ROLLBACK_LABEL)
            .withSecondaryToPrimaryMapper(References::rollbackByLabel)
            .build();
    return new InformerEventSource<>(TrimmedInformers.of(plain), context);
  }

  private static EventSource<?, Rollback> migrations(EventSourceContext<Rollback> context) {
    var plain =
        InformerEventSourceConfiguration.from(Migration.class, Rollback.class)
            .withSecondaryToPrimaryMapper(migration -> namedBy(migration, context))
            .withPrimaryToSecondaryMapper(References::migrationOf)
            .build();
    return new InformerEventSource<>(TrimmedInformers.of(plain, RollbackReconciler::bare), context);
  }

  /** Only that it has changed matters here: it is read where its own loop keeps it. */
  private static Migration bare(Migration migration) {
    migration.getMetadata().setAnnotations(Map.of());
    migration.setSpec(SpecReader.UNREADABLE);
    migration.setStatus(MigrationStatus.NONE);
    return migration;
  }

  private static Set<ResourceID> namedBy(
      Migration migration, EventSourceContext<Rollback> context) {
    var id = ResourceID.fromResource(migration);
    return context
        .getPrimaryCache()
        .list(rollback -> References.migrationOf(rollback).contains(id))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  @Override
  public UpdateControl<Rollback> reconcile(Rollback rollback, Context<Rollback> context) {
    var migration =
        References.migrationOf(rollback).stream().findFirst().flatMap(sources::migration);
    var back = WayBack.of(rollback, migration.orElseGet(WayBack::ofNothing));
    if (context.isPrimaryResourceDeleted()) {
      ownWrites.forget(back);
      actor.forget(back);
      sources.wakeWaiting();
      return UpdateControl.noUpdate();
    }
    return ownWrites.isOutOfDate(back)
        ? UpdateControl.noUpdate()
        : look(rollback, migration, back, context);
  }

  private UpdateControl<Rollback> look(
      Rollback rollback, Optional<Migration> migration, Migration back, Context<Rollback> context) {
    var dependants =
        rollback.isOver()
            ? List.<Migration>of()
            : migration.map(sources::dependantsOf).orElse(List.of());
    var withoutScripts =
        new RollbackSnapshot(
            rollback,
            migration,
            context
                .getPrimaryCache()
                .list(
                    other -> References.migrationOf(other).equals(References.migrationOf(rollback)))
                .toList(),
            sources.observer().observeWayBack(back, dependants, context),
            migration
                .filter(found -> TakenBackRules.isGateClosedFor(rollback, found))
                .filter(_ -> rollback.statusOrNone().run() == null)
                .map(gate::notClosed)
                .orElse(List.of()),
            ScriptFiles.UNKNOWN);
    var snapshot =
        withoutScripts.with(
            sources.observer().scriptFiles(withoutScripts.scriptsToLookInto(), back));
    var verdict = RollbackRules.decide(snapshot);
    var result = actor.perform(back, verdict.actions());
    return switch (result) {
      case Result.Done(Migration current) -> write(rollback, back, current, verdict, context);
      case Result.Refused(Migration current, String message) ->
          write(rollback, back, current, MigrationRules.refused(snapshot.run(), message), context);
      case Result.Overtaken(Migration current, String by) ->
          write(rollback, back, current, MigrationRules.overtaken(snapshot.run(), by), context);
    };
  }

  private UpdateControl<Rollback> write(
      Rollback rollback,
      Migration back,
      Migration current,
      Verdict verdict,
      Context<Rollback> context) {
    var next = WayBack.status(verdict.status());
    var written = StatusWrite.write(context.getClient(), rollback, current.getMetadata(), next);
    if (written.isPresent()) {
      announcer.announce(rollback, Announcements.ofWayBack(back.statusOrNone(), verdict.status()));
    } else if (!sources.isBusy(current)) {
      sources.wakeWaiting();
    }
    var seen = current.getMetadata().getResourceVersion();
    ownWrites.replaced(back, seen, written.map(current::withMetadata));
    return verdict
        .lookAgain()
        .map(UpdateControl.<Rollback>noUpdate()::rescheduleAfter)
        .orElseGet(UpdateControl::noUpdate);
  }
}
