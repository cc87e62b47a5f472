package dev.drawbridge.operator;

import dev.drawbridge.act.BreakGlassRight;
import dev.drawbridge.act.OwnRights;
import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.gate.webhook.Judges;
import dev.drawbridge.gate.webhook.Webhook;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator, put together. It is started once, and stopped with its process. */
public final class OperatorProcess implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(OperatorProcess.class);

  /** So many requests at most are under way at once, however many resources there are. */
  private static final int LOOKS_AT_ONCE = 16;

  private static final Duration TO_FINISH_WHAT_IS_UNDER_WAY = Duration.ofSeconds(1);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Configuration configuration;
  private final KubernetesClient client;
  private final Clock clock;
  private final LeaseFence fence;
  private final RightsWatch rights;
  private final Leadership leadership;
  private final Operator operator;
  private final Optional<Webhook> webhook;
  private final Endpoints endpoints;

  /**
   * Builds the operator; {@link #start} starts it. The client is closed with it.
   *
   * @param fence stands before all requests of the client
   * @param rights looks at all answers to the client
   * @throws IOException if the port of health and metrics, or of the webhook, is taken
   * @throws IllegalStateException if the webhook has no certificate
   */
  OperatorProcess(
      Configuration configuration,
      KubernetesClient client,
      LeaseFence fence,
      RightsWatch rights,
      Clock clock)
      throws IOException {
    this.configuration = configuration;
    this.client = client;
    this.fence = fence;
    this.rights = rights;
    this.clock = clock;
    leadership = new Leadership(configuration, fence);
    Meters.watchLeadership(registry, leadership::isOurs);
    operator = new Operator(this::configure);
    webhook = serveWebhook();
    Meters.watchRights(registry, () -> rights.known().size());
    endpoints =
        new Endpoints(
            configuration.port(), this::isLive, this::isReady, this::lacks, registry::scrape);
  }

  /** The same, with a client that nothing stands before. */
  public OperatorProcess(Configuration configuration, KubernetesClient client, Clock clock)
      throws IOException {
    this(
        configuration, client, new LeaseFence(configuration, clock), new RightsWatch(clock), clock);
  }

  private void configure(ConfigurationServiceOverrider service) {
    service
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withResourceCloner(new Copies())
        .withUseSSAToPatchPrimaryResource(false)
        .withExecutorService(
            Executors.newFixedThreadPool(LOOKS_AT_ONCE, Thread.ofVirtual().factory()))
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
            Judges.of(new HoldRule(HoldRule.operatorIn(configuration.podNamespace()))),
            rights::isGivenTo,
            clock,
            new ReviewTimers(registry));
    Meters.watchCertificate(registry, clock, started::certificateExpires);
    LOGGER.info("the webhook answers on port {}", started.port());
    return Optional.of(started);
  }

  /**
   * Starts to work, or to wait for the lease. Returns once that is under way.
   *
   * @throws IllegalStateException if the API server does not know what this operator works on, or
   *     does not let it be listed
   */
  public void start() {
    var definitions = new Definitions(client, configuration);
    definitions.requireOurs();
    var rollouts = Rollouts.asFarAsServed(configuration, definitions);
    new Controllers(operator, configuration, client, rollouts, clock, registry).register();
    operator.start();
    LOGGER.info(
        "operator {} started; health and metrics on port {}",
        OperatorProcess.class.getPackage().getImplementationVersion(),
        endpoints.port());
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

  /**
   * It stays ready: the webhook needs no right of these, and an API server that is told of an
   * expired certificate says so, which it could not if nobody answered.
   */
  private String lacks() {
    return missingRights() + webhook.map(Webhook::warning).orElse("");
  }

  private String missingRights() {
    rights.askIfDue(new NeededRights(new OwnRights(client), configuration)::missing);
    var missing = rights.known();
    return missing.isEmpty() ? "" : NeededRights.sentence(missing) + "\n";
  }

  /** Stops within about two seconds: no new look begins, and the lease is given back. */
  @Override
  public void close() {
    leadership.stopping();
    endpoints.close();
    operator.stop();
    webhook.ifPresent(Webhook::close);
    fence.giveBack();
    leadership.giveBack(client);
    client.close();
  }
}
