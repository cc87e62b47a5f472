package dev.drawbridge.operator;

import dev.drawbridge.act.Actor;
import dev.drawbridge.act.Announcer;
import dev.drawbridge.act.BreakGlassRight;
import dev.drawbridge.act.OwnerMemory;
import dev.drawbridge.act.Places;
import dev.drawbridge.act.PodRelease;
import dev.drawbridge.act.Release;
import dev.drawbridge.act.RunJob;
import dev.drawbridge.act.RunPod;
import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.gate.webhook.Judges;
import dev.drawbridge.gate.webhook.Webhook;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator, put together. It is started once, and stopped with its process. */
public final class OperatorProcess implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(OperatorProcess.class);
  private static final Duration TO_FINISH_WHAT_IS_UNDER_WAY = Duration.ofSeconds(1);
  private static final int RETRY_FIRST_AFTER_MILLIS = 100;
  private static final int RETRY_AT_LEAST_EVERY_MILLIS = 30_000;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Configuration configuration;
  private final KubernetesClient client;
  private final Clock clock;
  private final Leadership leadership;
  private final Operator operator;
  private final Optional<Webhook> webhook;
  private final Endpoints endpoints;

  /**
   * Builds the operator; {@link #start} starts it. The client is closed with it.
   *
   * @throws IOException if the port of health and metrics, or of the webhook, is taken
   * @throws IllegalStateException if the webhook has no certificate
   */
  public OperatorProcess(Configuration configuration, KubernetesClient client, Clock clock)
      throws IOException {
    this.configuration = configuration;
    this.client = client;
    this.clock = clock;
    leadership = new Leadership(configuration);
    operator = new Operator(this::configure);
    register();
    webhook = serveWebhook();
    endpoints = new Endpoints(configuration.port(), this::isLive, this::isReady, registry::scrape);
  }

  private void configure(ConfigurationServiceOverrider service) {
    service
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withResourceCloner(new Copies())
        .withUseSSAToPatchPrimaryResource(false)
        .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
        .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
        .withReconciliationTerminationTimeout(TO_FINISH_WHAT_IS_UNDER_WAY)
        .withStopOnInformerErrorDuringStartup(true);
    leadership.election().ifPresent(service::withLeaderElectionConfiguration);
  }

  /**
   * From the beginning and on every replica: it needs neither a lease nor what is in the caches.
   */
  private Optional<Webhook> serveWebhook() throws IOException {
    if (configuration.webhook().isEmpty()) {
      return Optional.empty();
    }
    var serving = configuration.webhook().get();
    var rights = new BreakGlassRight(client);
    var started =
        Webhook.start(
            serving.port(),
            serving.certificates(),
            Judges.of(new HoldRule(HoldRule.OPERATOR)),
            rights::isGivenTo,
            clock);
    LOGGER.info("the webhook answers on port {}", started.port());
    return Optional.of(started);
  }

  private void register() {
    var meters = new Meters(registry, clock);
    var rollouts = Rollouts.asFarAsServed(configuration, client);
    var announcer = new Announcer(client, clock, configuration.podName());
    var runJob = new RunJob(new RunPod(configuration.runnerImage(), configuration.pullPolicy()));
    var sources = new MigrationSources(client, configuration, rollouts, clock);
    var actor = new Actor(client, runJob, new Places(sources::runningBesides));
    var gate = gate(Gated.DEPLOYMENTS, announcer, meters);
    var rolloutGate = gate(Gated.ROLLOUTS, announcer, meters);
    register(
        new MigrationReconciler(sources, actor, announcer, meters),
        UnaryOperator.identity(),
        controller -> common(controller, "migration").withTriggerReconcilerOnAllEvents(true));
    register(
        new GateReconciler(gate),
        UnaryOperator.identity(),
        controller ->
            common(controller, "gate")
                .withLabelSelector(Markers.MIGRATION_LABEL)
                .withTriggerReconcilerOnAllEvents(true));
    register(
        new OrphanReconciler(),
        OrphanReconciler::reduce,
        controller ->
            common(controller, "orphan")
                .withLabelSelector(Markers.RUN_LABEL)
                .withTriggerReconcilerOnAllEvents(true));
    var podGate = registerPods(announcer, meters);
    if (rollouts.areReleased()) {
      register(
          new RolloutReconciler(rolloutGate),
          RolloutReconciler::reduce,
          controller ->
              common(controller, "rollouts")
                  .withLabelSelector(Markers.MIGRATION_LABEL)
                  .withTriggerReconcilerOnAllEvents(true));
    }
    meters.watch(sources::migrations, Gates.of(List.of(gate, rolloutGate, podGate)));
  }

  private GateLoop<Pod> registerPods(Announcer announcer, Meters meters) {
    var memory = new OwnerMemory(client);
    var release = new PodRelease(client, memory);
    var loop = new GateLoop<>(client, Gated.PODS, release, announcer, meters, clock);
    register(
        new PodReconciler(loop, memory),
        PodReconciler::reduce,
        controller ->
            common(controller, "pods")
                .withLabelSelector(Markers.MIGRATION_LABEL)
                .withTriggerReconcilerOnAllEvents(true));
    return loop;
  }

  private <R extends HasMetadata> GateLoop<R> gate(
      Gated<R> kind, Announcer announcer, Meters meters) {
    return new GateLoop<>(client, kind, new Release<>(client, kind), announcer, meters, clock);
  }

  private <R extends HasMetadata> void register(
      Reconciler<R> reconciler,
      UnaryOperator<R> trim,
      Consumer<ControllerConfigurationOverrider<R>> settings) {
    var plain = operator.getConfigurationService().getConfigurationFor(reconciler);
    var overrider = ControllerConfigurationOverrider.override(plain);
    settings.accept(overrider);
    operator.register(reconciler, TrimmedInformers.of(overrider.build(), trim));
  }

  private <R extends HasMetadata> ControllerConfigurationOverrider<R> common(
      ControllerConfigurationOverrider<R> controller, String name) {
    controller
        .withName(name)
        .withGenerationAware(false)
        .withRetry(
            new GenericRetry()
                .setInitialInterval(RETRY_FIRST_AFTER_MILLIS)
                .setIntervalMultiplier(2)
                .setMaxInterval(RETRY_AT_LEAST_EVERY_MILLIS)
                .withoutMaxAttempts());
    return configuration.namespaces().isEmpty()
        ? controller.watchingAllNamespaces()
        : controller.settingNamespaces(configuration.namespaces());
  }

  /**
   * Starts to work, or to wait for the lease. Returns once that is under way.
   *
   * @throws IllegalStateException if the API server does not know Migrations
   */
  public void start() {
    Definitions.require(client, configuration);
    operator.start();
    LOGGER.info("operator started; health and metrics on port {}", endpoints.port());
  }

  /** Where health and metrics are. */
  public int port() {
    return endpoints.port();
  }

  /** Where admission reviews are answered, if they are. */
  public OptionalInt webhookPort() {
    return webhook.stream().mapToInt(Webhook::port).findFirst();
  }

  private boolean isLive() {
    return !operator.getRuntimeInfo().isStarted()
        || operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  private boolean isReady() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Stops within about two seconds: no new look begins, and the lease is given back. */
  @Override
  public void close() {
    leadership.stopping();
    endpoints.close();
    operator.stop();
    webhook.ifPresent(Webhook::close);
    leadership.giveBack(client);
    client.close();
  }
}
