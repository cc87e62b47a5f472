package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.Action;
import dev.drawbridge.decide.RunLabel;
import dev.drawbridge.decide.RunPlan;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Performs actions, in their order.
 *
 * <p>Conflicts, timeouts and failures of the API server are thrown, and the whole look is repeated;
 * what is expected, such as a Job that is refused, comes back as a value.
 */
public final class Actor {

  private final KubernetesClient client;
  private final RunJob runJob;
  private final Places places;
  private final Quiesce quiesce;

  public Actor(KubernetesClient client, RunJob runJob, Places places) {
    this.client = client;
    this.runJob = runJob;
    this.places = places;
    quiesce = new Quiesce(client);
  }

  /** Performs {@code actions} on {@code migration}; what comes after a refusal is not done. */
  public Result perform(Migration migration, List<Action> actions) {
    Result result = new Result.Done(migration);
    if (actions.stream().noneMatch(Action.StartRun.class::isInstance)) {
      places.give(migration.getMetadata().getUid());
    }
    for (var action : actions) {
      if (!(result instanceof Result.Done(Migration current))) {
        break;
      }
      result = perform(current, action, actions);
    }
    return result;
  }

  /** Nothing is to be done for {@code migration} any more: it is gone. */
  public void forget(Migration migration) {
    places.give(migration.getMetadata().getUid());
  }

  /** Of many that come at once most find no place; they are not written to for that. */
  private Result keep(Migration migration, List<Action> actions) {
    var overtaken =
        actions.stream()
            .flatMap(action ->
                action instanceof Action.StartRun(var plan) ? Stream.of(plan) : Stream.of())
            .findFirst()
            .flatMap(plan -> places.take(migration, plan));
    return overtaken.isPresent()
        ? new Result.Overtaken(migration, overtaken.get())
        : new Result.Done(MigrationFinalizer.add(client, migration));
  }

  private Result perform(Migration migration, Action action, List<Action> all) {
    return switch (action) {
      case Action.KeepMigration _ -> keep(migration, all);
      case Action.Stop stop -> {
        quiesce.stop(migration, stop);
        yield new Result.Done(migration);
      }
      case Action.BringBack(var workload, var seen) -> {
        quiesce.bringBack(migration, workload, seen);
        yield new Result.Done(migration);
      }
      case Action.LeaveStopped(var workload, var seen) -> {
        quiesce.leaveStopped(migration, workload, seen);
        yield new Result.Done(migration);
      }
      case Action.StartRun(RunPlan plan) -> start(migration, plan);
      case Action.DeleteJob(String name) -> {
        job(migration, name).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
        yield new Result.Done(migration);
      }
      case Action.LetJobGo(String name) -> {
        JobFinalizer.remove(client, migration.getMetadata().getNamespace(), name);
        yield new Result.Done(migration);
      }
      case Action.MakeRollback make -> new OwnRollbackWrite(client).make(migration, make);
      case Action.LetMigrationGo _ -> new Result.Done(MigrationFinalizer.remove(client, migration));
    };
  }

  private Result start(Migration migration, RunPlan plan) {
    var overtaken = places.take(migration, plan);
    if (overtaken.isPresent()) {
      return new Result.Overtaken(migration, overtaken.get());
    }
    try {
      client.resource(runJob.of(migration, plan)).create();
      return new Result.Done(migration);
    } catch (KubernetesClientException refused) {
      return unlessThere(migration, plan, refused);
    }
  }

  /**
   * A Job that is there already is the one that was wanted only if it has the same owner and the
   * same run.
   */
  private Result unlessThere(Migration migration, RunPlan plan, KubernetesClientException refused) {
    if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
      var there = job(migration, plan.job()).get();
      return there != null && isOf(migration, plan, there)
          ? new Result.Done(migration)
          : refusal(
              migration, "a Job named %s exists, and is not this run's".formatted(plan.job()));
    }
    return refusal(migration, Refusal.words(refused));
  }

  private Result refusal(Migration migration, String message) {
    places.give(migration.getMetadata().getUid());
    return new Result.Refused(migration, message);
  }

  private static boolean isOf(Migration migration, RunPlan plan, Job job) {
    return plan.run().equals(RunLabel.of(job)) && job.hasOwnerReferenceFor(migration);
  }

  private ScalableResource<Job> job(Migration migration, String name) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(migration.getMetadata().getNamespace())
        .withName(name);
  }
}
