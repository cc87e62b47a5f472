package dev.drawbridge.law;

import dev.drawbridge.decide.Need;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/** One Deployment and what is around it. */
final class World implements Past {

  private static final int ROUNDS = 2;
  private static final int ROLLOUT = 24;

  private final PlayedApiServer server;
  private final PlayedMigrations migrations = new PlayedMigrations();
  private final PlayedController controller;
  private final PlayedOperator operator;

  World(Rules rules) {
    server = new PlayedApiServer(rules);
    controller = new PlayedController(server);
    operator = new PlayedOperator(server, migrations, rules);
  }

  void perform(Step step) {
    var number = step.number();
    switch (step.kind()) {
      case WRITE ->
          server.change(step.hand().part, step, stored -> step.hand().write(stored, this, number));
      case CREATE -> server.create(Manifest.of(number), step);
      case CREATE_WITHOUT_LABEL -> server.create(Changes.labelled(Manifest.of(number), ""), step);
      case RESTORE_A_COPY -> restoreCopy(step);
      case DELETE -> delete();
      case DELETE_SLOWLY -> server.beginDeletion();
      case MIGRATION_APPLIED,
          SCRIPTS_CHANGED,
          MIGRATION_RUNS,
          MIGRATION_VERIFIED,
          MIGRATION_FAILED,
          MIGRATION_ROLLED_BACK,
          MIGRATION_BEING_DELETED,
          MIGRATION_GONE ->
          migrations.perform(step);
      case OPERATOR_DIES -> operator.die();
      case OPERATOR_STARTS -> operator.start();
      case OPERATOR_SEES_DEPLOYMENT -> operator.seeDeployment();
      case OPERATOR_SEES_MIGRATIONS -> operator.seeMigrations();
      case OPERATOR_LOOKS -> operator.look();
      case OPERATOR_LETS_GO -> operator.letGo();
      case OPERATOR_LOOKS_AND_LETS_GO -> {
        operator.look();
        operator.letGo();
      }
      case CONTROLLER_ACTS -> controller.act(number % 3);
      case REPLICA_SETS_ACT -> controller.replicaSetsAct();
      case POD_DIES -> controller.podDies(number);
    }
  }

  @Override
  public Deployment undone(Deployment stored) {
    return controller
        .previous(stored.getSpec().getTemplate())
        .map(set -> Changes.undone(stored, set.template, set.annotations))
        .orElse(stored);
  }

  @Override
  public Deployment anyCopy(int number) {
    var history = server.history();
    return history.get(number * 7 % history.size()).deployment();
  }

  private void delete() {
    server.delete();
    controller.forget();
  }

  private void restoreCopy(Step step) {
    if (!server.history().isEmpty()) {
      var copy = anyCopy(step.number());
      delete();
      server.create(copy, step);
    }
  }

  /** Nothing unlucky happens any more, and what the Deployment needs is verified: it rolls out. */
  void comeToRest() {
    var waiting = server.find();
    if (waiting.isEmpty() || waiting.get().isBeingDeleted()) {
      return;
    }
    controller.act(0);
    controller.replicaSetsAct();
    Need.of(waiting.get().deployment()).ifPresent(need -> migrations.verifyAll(need.migration()));
    operator.start();
    for (var round = 0; round < ROUNDS; round++) {
      operator.look();
      operator.letGo();
      operator.seeDeployment();
    }
    var released = server.find().orElseThrow();
    if (released.isHeld()) {
      throw new BrokenLaw("what it needs is verified, the operator is up, and it is still held");
    }
    if (!released.isPaused()) {
      rollOut(released);
    }
  }

  private void rollOut(Version released) {
    for (var turn = 0; turn < ROLLOUT; turn++) {
      controller.act(0);
      controller.replicaSetsAct();
    }
    for (var set : controller.sets()) {
      var wanted = set.template.equals(released.template()) ? released.replicas() : 0;
      if (set.pods != wanted) {
        throw new BrokenLaw(
            "it was let go, and has %d pods instead of %d of the template %s"
                .formatted(set.pods, wanted, set.template.getMetadata().getAnnotations()));
      }
    }
  }
}
