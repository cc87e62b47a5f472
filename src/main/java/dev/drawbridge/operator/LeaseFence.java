package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a replica write only while it knows that it has the lease. One that was stopped for longer
 * than the lease lasts, with its node or by a debugger, goes on in the middle of what it was about
 * to do, before it learns that another one works by now. Most of what it would write then is
 * refused by its resource version, but not a Job whose name is free again.
 */
final class LeaseFence implements Interceptor {

  private static final Logger LOGGER = LoggerFactory.getLogger(LeaseFence.class);
  private static final Duration KNOWN_FOR =
      LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE;
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final boolean isNeeded;
  private final String leases;
  private final Clock clock;
  private final AtomicReference<@Nullable Moment> asked = new AtomicReference<>();
  private final AtomicReference<@Nullable Moment> renewed = new AtomicReference<>();
  private final AtomicBoolean givenBack = new AtomicBoolean();

  /** By two clocks: one stands still while a machine sleeps, and the other one may be set. */
  private record Moment(long nanos, Instant at) {

    boolean isLongerAgoThan(Duration time, Moment now) {
      return now.nanos - nanos > time.toNanos() || now.at.isAfter(at.plus(time));
    }
  }

  LeaseFence(Configuration configuration, Clock clock) {
    isNeeded = configuration.leaderElection();
    leases = "/namespaces/%s/leases".formatted(configuration.podNamespace());
    this.clock = clock;
  }

  /** From now on nothing is written any more: another replica may begin at once. */
  void giveBack() {
    givenBack.set(true);
  }

  /**
   * @throws KubernetesClientException if this is a write, and the lease may be another's by now
   */
  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (isOfTheLease(request)) {
      asked.set(now());
    } else if (isNeeded && changesSomething(request) && !isOurs()) {
      var what =
          "not written, because another replica may have the lease by now: %s %s"
              .formatted(request.method(), request.uri().getPath());
      // Whoever asked for it may not live to tell.
      LOGGER.warn("{}", what);
      throw new KubernetesClientException(what);
    }
  }

  /** The lease is ours from the moment at which it was asked for, not at which that was granted. */
  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (isOfTheLease(request) && response.isSuccessful()) {
      renewed.set(asked.get());
    }
  }

  /** Whether the lease was ours, and may be another's by now. */
  boolean mayBeLost() {
    var since = renewed.get();
    return since != null && since.isLongerAgoThan(KNOWN_FOR, now());
  }

  private boolean isOurs() {
    return !givenBack.get() && renewed.get() != null && !mayBeLost();
  }

  private Moment now() {
    return new Moment(System.nanoTime(), clock.instant());
  }

  private boolean isOfTheLease(HttpRequest request) {
    return !isRead(request) && request.uri().getPath().contains(leases);
  }

  /** Reviews are questions, which replicas that wait for the lease ask as well. */
  private static boolean changesSomething(HttpRequest request) {
    return !isRead(request) && !request.uri().getPath().endsWith("reviews");
  }

  private static boolean isRead(HttpRequest request) {
    return READS.contains(request.method());
  }
}
