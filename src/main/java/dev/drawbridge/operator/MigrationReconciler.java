package dev.drawbridge.operator;

import dev.drawbridge.act.Actor;
import dev.drawbridge.act.Announcer;
import dev.drawbridge.act.Result;
import dev.drawbridge.act.StatusWrite;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.decide.Announcements;
import dev.drawbridge.decide.MigrationRules;
import dev.drawbridge.decide.Snapshot;
import dev.drawbridge.decide.Verdict;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** The loop of a Migration: observe, decide, act, and write the status. */
final class MigrationReconciler implements Reconciler<Migration> {

  private final MigrationSources sources;
  private final Actor actor;
  private final Announcer announcer;
  private final Meters meters;

  MigrationReconciler(MigrationSources sources, Actor actor, Announcer announcer, Meters meters) {
    this.sources = sources;
    this.actor = actor;
    this.announcer = announcer;
    this.meters = meters;
  }

  @Override
  public List<EventSource<?, Migration>> prepareEventSources(
      EventSourceContext<Migration> context) {
    return sources.prepare(context);
  }

  @Override
  public UpdateControl<Migration> reconcile(Migration migration, Context<Migration> context) {
    if (context.isPrimaryResourceDeleted()) {
      sources.wakeWaiting();
      return UpdateControl.noUpdate();
    }
    var snapshot = sources.observer().observe(migration, context);
    var verdict = MigrationRules.decide(snapshot);
    var result = actor.perform(migration, verdict.actions());
    return write(snapshot, verdict, result, context);
  }

  private UpdateControl<Migration> write(
      Snapshot snapshot, Verdict decided, Result result, Context<Migration> context) {
    var before = snapshot.status();
    return switch (result) {
      case Result.Done(Migration current) -> write(before, current, decided, context);
      case Result.Refused(Migration current, String message) ->
          write(before, current, MigrationRules.refused(snapshot, message), context);
      case Result.Overtaken(Migration current, String by) ->
          write(before, current, MigrationRules.overtaken(snapshot, by), context);
    };
  }

  private UpdateControl<Migration> write(
      MigrationStatus before, Migration current, Verdict verdict, Context<Migration> context) {
    if (StatusWrite.write(context.getClient(), current, verdict.status())) {
      announcer.announce(current, Announcements.between(before, verdict.status()));
      meters.count(before, verdict.status());
    } else if (!sources.isBusy(current)) {
      sources.wakeWaiting();
    }
    return verdict
        .lookAgain()
        .map(UpdateControl.<Migration>noUpdate()::rescheduleAfter)
        .orElseGet(UpdateControl::noUpdate);
  }
}
