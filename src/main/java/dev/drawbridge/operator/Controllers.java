package dev.drawbridge.operator;

import dev.drawbridge.act.Actor;
import dev.drawbridge.act.Announcer;
import dev.drawbridge.act.LettingGo;
import dev.drawbridge.act.OwnerMemory;
import dev.drawbridge.act.Places;
import dev.drawbridge.act.PodRelease;
import dev.drawbridge.act.Release;
import dev.drawbridge.act.RunJob;
import dev.drawbridge.act.RunPod;
import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.observe.ClosingGate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The operator's loops: made, put together, and registered. */
final class Controllers {

  private static final int RETRY_FIRST_AFTER_MILLIS = 100;
  private static final int RETRY_AT_LEAST_EVERY_MILLIS = 30_000;

  private final Operator operator;
  private final Configuration configuration;
  private final KubernetesClient client;
  private final Clock clock;
  private final Meters meters;
  private final Announcer announcer;
  private final Rollouts rollouts;
  private final MigrationSources sources;
  private final Actor actor;
  private final List<GateLoop<?>> gates = new ArrayList<>();

  Controllers(
      Operator operator,
      Configuration configuration,
      KubernetesClient client,
      Rollouts rollouts,
      Clock clock,
      MeterRegistry registry) {
    this.operator = operator;
    this.configuration = configuration;
    this.client = client;
    this.clock = clock;
    meters = new Meters(registry, clock);
    var runJob = new RunJob(new RunPod(configuration.runnerImage(), configuration.pullPolicy()));
    announcer = new Announcer(client, clock, configuration.podName());
    this.rollouts = rollouts;
    sources = new MigrationSources(client, configuration, rollouts, this::leak, clock);
    actor = new Actor(client, runJob, new Places(sources::runningBesides));
  }

  void register() {
    registerMigrations();
    registerRollbacks();
    register(
        "orphan", Optional.of(Markers.RUN_LABEL), new OrphanReconciler(), OrphanReconciler::reduce);
    registerDeployments();
    registerPods();
    if (rollouts.areReleased()) {
      registerRollouts();
    }
    meters.watch(sources::migrations, Gates.of(gates));
  }

  private void registerRollbacks() {
    var gate = new ClosingGate(client, rollouts.areReleased());
    var reconciler = new RollbackReconciler(sources, actor, gate, announcer);
    register("rollback", Optional.empty(), reconciler, UnaryOperator.identity());
  }

  private void registerMigrations() {
    var reconciler = new MigrationReconciler(sources, actor, announcer, meters);
    register("migration", Optional.empty(), reconciler, UnaryOperator.identity());
  }

  private void registerDeployments() {
    var loop = loop(Gated.DEPLOYMENTS, new Release<>(client, Gated.DEPLOYMENTS));
    registerGate("gate", new GateReconciler(loop), UnaryOperator.identity());
  }

  private void registerRollouts() {
    var loop = loop(Gated.ROLLOUTS, new Release<>(client, Gated.ROLLOUTS));
    registerGate("rollouts", new RolloutReconciler(loop), RolloutReconciler::reduce);
  }

  private void registerPods() {
    var memory = new OwnerMemory(client);
    var loop = loop(Gated.PODS, new PodRelease(client, memory));
    registerGate("pods", new PodReconciler(loop, memory), PodReconciler::reduce);
  }

  private <R extends HasMetadata> GateLoop<R> loop(Gated<R> kind, LettingGo release) {
    var loop = new GateLoop<>(client, kind, release, announcer, sources::wakeThatOf, meters, clock);
    gates.add(loop);
    return loop;
  }

  /** What is known of a leak; empty if nobody has looked. */
  private Optional<Optional<String>> leak(DeploymentView view) {
    return gates.stream().flatMap(gate -> gate.leak(view).stream()).findFirst();
  }

  private <R extends HasMetadata> void registerGate(
      String name, Reconciler<R> reconciler, UnaryOperator<R> trim) {
    register(name, Optional.of(Markers.MIGRATION_LABEL), reconciler, trim);
  }

  /**
   * Registers a loop.
   *
   * @param label of the resources that it looks at; empty for all
   * @param trim leaves of a resource what the loop looks at
   */
  private <R extends HasMetadata> void register(
      String name, Optional<String> label, Reconciler<R> reconciler, UnaryOperator<R> trim) {
    var plain = operator.getConfigurationService().getConfigurationFor(reconciler);
    var controller = ControllerConfigurationOverrider.override(plain);
    controller
        .withName(name)
        .withGenerationAware(false)
        .withTriggerReconcilerOnAllEvents(true)
        .withRetry(
            new GenericRetry()
                .setInitialInterval(RETRY_FIRST_AFTER_MILLIS)
                .setIntervalMultiplier(2)
                .setMaxInterval(RETRY_AT_LEAST_EVERY_MILLIS)
                .withoutMaxAttempts());
    label.ifPresent(controller::withLabelSelector);
    if (configuration.namespaces().isEmpty()) {
      controller.watchingAllNamespaces();
    } else {
      controller.settingNamespaces(configuration.namespaces());
    }
    operator.register(reconciler, TrimmedInformers.of(controller.build(), trim));
  }
}
