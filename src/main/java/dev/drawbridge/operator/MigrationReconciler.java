package dev.drawbridge.operator;

import dev.drawbridge.act.Actor;
import dev.drawbridge.act.Announcer;
import dev.drawbridge.act.Result;
import dev.drawbridge.act.StatusWrite;
import dev.drawbridge.api.Migration;
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
  private final OwnWrites ownWrites = new OwnWrites();
  private final News news = new News();
  private final FirstLook firstLook = new FirstLook();

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
      ownWrites.forget(migration);
      actor.forget(migration);
      sources.wakeWaiting();
      news.forget(migration);
      sources.wakeThoseAfter(migration);
      return UpdateControl.noUpdate();
    }
    if (news.is(migration)) {
      sources.wakeThoseAfter(migration);
    }
    return ownWrites.isOutOfDate(migration) ? UpdateControl.noUpdate() : look(migration, context);
  }

  private UpdateControl<Migration> look(Migration migration, Context<Migration> context) {
    var snapshot = sources.observer().observe(migration, context);
    firstLook.taken(snapshot.now());
    var verdict = MigrationRules.decide(snapshot);
    var result = actor.perform(migration, verdict.actions());
    return write(snapshot, verdict, result, context);
  }

  private UpdateControl<Migration> write(
      Snapshot snapshot, Verdict decided, Result result, Context<Migration> context) {
    return switch (result) {
      case Result.Done(Migration current) -> write(snapshot, current, decided, context);
      case Result.Refused(Migration current, String message) ->
          write(snapshot, current, MigrationRules.refused(snapshot, message), context);
      case Result.Overtaken(Migration current, String by) ->
          write(snapshot, current, MigrationRules.overtaken(snapshot, by), context);
    };
  }

  private UpdateControl<Migration> write(
      Snapshot snapshot, Migration current, Verdict verdict, Context<Migration> context) {
    var before = snapshot.status();
    var seen = current.getMetadata().getResourceVersion();
    var written = StatusWrite.write(context.getClient(), current, verdict.status());
    ownWrites.replaced(snapshot.migration(), seen, written);
    if (written.isPresent()) {
      announcer.announce(current, Announcements.between(before, verdict.status()));
      meters.count(before, verdict.status());
    } else if (!sources.isBusy(current)) {
      // Not at the write itself: those who wait look at the cache, which must show it first.
      sources.wakeWaiting();
    }
    return verdict
        .lookAgain()
        .map(UpdateControl.<Migration>noUpdate()::rescheduleAfter)
        .orElseGet(UpdateControl::noUpdate);
  }
}
