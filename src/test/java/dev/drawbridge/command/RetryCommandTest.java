package dev.drawbridge.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new run is asked for, and what was taken back is not applied again by accident. */
class RetryCommandTest {

  @TempDir Path folder;
  private Caller caller;

  @BeforeEach
  void start() throws IOException {
    caller = Caller.in(folder);
  }

  @AfterEach
  void stop() {
    caller.close();
  }

  private Map<String, String> annotations(String name) {
    return Optional.ofNullable(caller.stored(name).getMetadata().getAnnotations()).orElse(Map.of());
  }

  @Test
  void newValueAsksForANewRun() throws IOException {
    caller.migration("billing.yaml");

    var outcome = caller.call("retry", "billing");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output())
        .isEqualTo(
            "A new run of Migration default/billing is asked for. drawbridge status billing tells"
                + " what comes of it.\n");
    assertThat(annotations("billing")).containsEntry("drawbridge.dev/retry", Caller.NOW.toString());
  }

  @Test
  void whatWasTakenBackIsAskedAbout() throws IOException {
    caller.migration("shop.yaml");

    var nobody = caller.call("retry", "shop");
    var no = caller.callAndType("n\n", "retry", "shop");

    assertThat(nobody.code()).isOne();
    assertThat(nobody.errors()).contains("add --yes");
    assertThat(no.code()).isOne();
    assertThat(no.output())
        .contains("A Rollback has taken Migration default/shop back. Apply it again? [y/N] ");
    assertThat(annotations("shop")).isEmpty();

    assertThat(caller.call("retry", "shop", "--yes").code()).isZero();
    assertThat(annotations("shop")).containsKey("drawbridge.dev/retry");
  }
}
