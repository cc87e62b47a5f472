package dev.drawbridge.runner.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.runner.process.Place;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.logging.LogFactory;
import org.junit.jupiter.api.Test;

class FlywayLogTest {

  @Test
  void warningsAndErrorsOfFlywayAreToldInAPodAndErrorsAloneAtATerminal() {
    assertThat(told(Place.CLUSTER))
        .startsWith("WARN FlywayLogTest odd\nERROR FlywayLogTest bad\nERROR FlywayLogTest worse\n")
        .contains("IllegalStateException: why");
    assertThat(told(Place.TERMINAL)).startsWith("ERROR FlywayLogTest bad\n");
  }

  private static String told(Place place) {
    var shown = System.err;
    var told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      return place.during(() -> {
        speak();
        return told.toString(StandardCharsets.UTF_8);
      });
    } finally {
      System.setErr(shown);
    }
  }

  /** Flyway finds the log by its name. */
  private static void speak() {
    Flyway.configure().loggers(FlywayLog.Creator.class.getName()).load();
    var log = LogFactory.getLog(FlywayLogTest.class);
    log.debug("small");
    log.info("known");
    log.notice("news");
    log.warn("odd");
    log.error("bad");
    log.error("worse", new IllegalStateException("why"));
  }
}
