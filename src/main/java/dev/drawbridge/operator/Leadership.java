package dev.drawbridge.operator;

import dev.drawbridge.act.LeaseRelease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who works, if there are several replicas. A process that loses the lease ends at once and is
 * started anew: it must not go on with what it believes. The SDK's own exit would deadlock with a
 * stop that is under way already, so the end is ours.
 */
final class Leadership {

  private static final Logger LOGGER = LoggerFactory.getLogger(Leadership.class);
  private static final String LEASE = "drawbridge";

  /** The lease lasts so much longer than what the fence trusts in. */
  private static final Duration BETWEEN_LOOKS =
      LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE.minus(
          LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE);

  /** One alone may come of a clock that was set; the next renewal ends it. */
  private static final int DOUBTS_OF_A_LOSS = 2;

  private final Configuration configuration;
  private final LeaseFence fence;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean leading = new AtomicBoolean();
  private final AtomicInteger doubts = new AtomicInteger();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lease-watch").factory());

  Leadership(Configuration configuration, LeaseFence fence) {
    this.configuration = configuration;
    this.fence = fence;
  }

  /** How the leader is elected; empty if there is no election. */
  Optional<LeaderElectionConfiguration> election() {
    return configuration.leaderElection()
        ? Optional.of(
            LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(configuration.podNamespace())
                .withIdentity(configuration.podName())
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(this::started, this::lost, this::observed))
                .build())
        : Optional.empty();
  }

  /** Whether this replica works; where there is no election, the only one does. */
  boolean isOurs() {
    return !configuration.leaderElection() || leading.get();
  }

  /** From now on, losing the lease is part of stopping. */
  void stopping() {
    stopping.set(true);
  }

  /** Lets another replica take over at once. */
  void giveBack(KubernetesClient client) {
    if (configuration.leaderElection()) {
      LeaseRelease.release(client, configuration.podNamespace(), LEASE, configuration.podName());
    }
  }

  private void started() {
    leading.set(true);
    LOGGER.info("this replica has the lease {} and works", LEASE);
    var looks = BETWEEN_LOOKS.toSeconds();
    var _ = watch.scheduleWithFixedDelay(this::look, looks, looks, TimeUnit.SECONDS);
  }

  /**
   * The election itself learns of a loss only when its question is answered, or has been asked ten
   * times in vain, which takes two minutes where nobody answers.
   */
  private void look() {
    if (!fence.mayBeLost()) {
      doubts.set(0);
    } else if (doubts.incrementAndGet() >= DOUBTS_OF_A_LOSS) {
      lost();
    }
  }

  private void lost() {
    leading.set(false);
    if (!stopping.get()) {
      LOGGER.error(
          "this replica has lost the lease {}, and ends so that another one can work alone", LEASE);
      Runtime.getRuntime().halt(1);
    }
  }

  private void observed(String leader) {
    LOGGER.info("the lease {} is held by {}", LEASE, leader);
  }
}
