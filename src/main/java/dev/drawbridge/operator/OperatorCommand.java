package dev.drawbridge.operator;

import dev.drawbridge.act.OwnRights;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code operator}: runs until its process is stopped. */
public final class OperatorCommand {

  /** Not started, or ended, for a reason that may be gone at the next start. */
  private static final int NOT_STARTED = 1;

  /** Not started, and somebody has to change something. */
  private static final int UNUSABLE = 2;

  private static final int SERVER_TOO_OLD = 3;

  private static final Logger LOGGER = LoggerFactory.getLogger(OperatorCommand.class);
  private static final Clock CLOCK = Clock.tickMillis(ZoneOffset.UTC);

  private OperatorCommand() {}

  /**
   * Starts the operator and stays.
   *
   * @return the exit code, if it cannot start
   */
  public static int run(Map<String, String> environment) {
    try {
      var configuration = Configuration.of(environment);
      var config = Kubeconfig.read(environment);
      ServerVersion.require(config);
      return run(configuration, config);
    } catch (ServerVersion.TooOld tooOld) {
      LOGGER.error("the operator cannot start: {}", tooOld.getMessage());
      return SERVER_TOO_OLD;
    } catch (IllegalArgumentException | IllegalStateException | IOException unusable) {
      LOGGER.error("the operator cannot start: {}", unusable.getMessage());
      return UNUSABLE;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int run(Configuration configuration, Config config)
      throws IOException, InterruptedException {
    var fence = new LeaseFence(configuration, CLOCK);
    var watch = new RightsWatch(CLOCK);
    var client = client(config, fence, watch);
    var operator = new OperatorProcess(configuration, client, fence, watch, CLOCK);
    Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "stop"));
    try {
      operator.start();
    } catch (OperatorException | KubernetesClientException notStarted) {
      // The SDK's threads would keep a process alive that never works.
      return notStarted(configuration, client, notStarted);
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private static KubernetesClient client(Config config, LeaseFence fence, RightsWatch watch) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(builder -> {
          builder.addOrReplaceInterceptor("rights", watch);
          builder.addOrReplaceInterceptor("lease", fence);
        })
        .build();
  }

  private static int notStarted(
      Configuration configuration, KubernetesClient client, RuntimeException notStarted) {
    var missing =
        Causes.answer(notStarted, HttpURLConnection.HTTP_FORBIDDEN)
            .map(_ -> new NeededRights(new OwnRights(client), configuration).missing())
            .filter(rights -> !rights.isEmpty());
    if (missing.isPresent()) {
      LOGGER.error("the operator cannot start: {}", NeededRights.sentence(missing.get()));
      return UNUSABLE;
    }
    LOGGER.error("the operator could not start, and ends so that it is started anew", notStarted);
    return NOT_STARTED;
  }
}
