package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code operator}: runs until its process is stopped. */
public final class OperatorCommand {

  private static final Logger LOGGER = LoggerFactory.getLogger(OperatorCommand.class);

  private OperatorCommand() {}

  /**
   * Starts the operator and stays.
   *
   * @return the exit code, if it cannot start
   */
  public static int run(Map<String, String> environment) {
    try {
      var configuration = Configuration.of(environment);
      var client = new KubernetesClientBuilder().build();
      var operator = new OperatorProcess(configuration, client, Clock.tickMillis(ZoneOffset.UTC));
      var stopped = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    operator.close();
                    stopped.countDown();
                  },
                  "stop"));
      operator.start();
      stopped.await();
      return 0;
    } catch (IllegalArgumentException | IllegalStateException | IOException unusable) {
      LOGGER.error("the operator cannot start: {}", unusable.getMessage());
      return 2;
    } catch (OperatorException | KubernetesClientException failed) {
      LOGGER.error("the operator cannot start", failed);
      return 2;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
