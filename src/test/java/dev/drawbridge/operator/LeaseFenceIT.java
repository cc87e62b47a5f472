package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes before a replica has the lease, while it has it, and after that. */
class LeaseFenceIT {

  private static final String NAMESPACE = "drawbridge";

  /** The server is that of other tests as well. */
  private static final AtomicInteger WRITTEN = new AtomicInteger();

  private final PassingTime time = new PassingTime();
  private final Ground.Mock ground = new Ground.Mock();
  private final LeaseFence fence =
      new LeaseFence(
          Configuration.of(
              Map.of(
                  "DRAWBRIDGE_RUNNER_IMAGE", "drawbridge:1",
                  "DRAWBRIDGE_LEADER_ELECTION", "true",
                  "POD_NAMESPACE", NAMESPACE,
                  "POD_NAME", "one")),
          time);
  private KubernetesClient client;

  @BeforeEach
  void connect() {
    Replicas.createNamespace(ground.admin());
    var config = new ConfigBuilder().withMasterUrl(ground.server().url()).build();
    client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("f", fence))
            .build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private void write() {
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("fenced" + WRITTEN.incrementAndGet())
            .endMetadata();
    client.resource(map.build()).inNamespace(NAMESPACE).create();
  }

  private void renew() {
    var lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName("fenced" + WRITTEN.incrementAndGet())
            .endMetadata();
    client.resource(lease.build()).inNamespace(NAMESPACE).create();
  }

  private void assertNothingIsWritten() {
    assertThatThrownBy(this::write)
        .isInstanceOf(KubernetesClientException.class)
        .hasStackTraceContaining("another replica may have the lease by now: POST");
    assertThat(client.configMaps().inNamespace(NAMESPACE).list().getItems())
        .noneMatch(map -> map.getMetadata().getName().equals("fenced" + WRITTEN.get()));
  }

  @Test
  void nothingIsWrittenBeforeTheLeaseIsOurs() {
    assertNothingIsWritten();
  }

  @Test
  void leaseThatIsRenewedInTimeLetsWrite() {
    renew();
    time.passes(Duration.ofSeconds(5));
    write();
    renew();
    time.passes(Duration.ofSeconds(5));
    write();
  }

  @Test
  void nothingIsWrittenWhenTheLastRenewalIsLongAgo() {
    renew();
    time.passes(Duration.ofSeconds(11));
    assertNothingIsWritten();
    renew();
    write();
  }

  @Test
  void nothingIsWrittenWhenTheLeaseIsGivenBack() {
    renew();
    fence.giveBack();
    assertNothingIsWritten();
  }
}
