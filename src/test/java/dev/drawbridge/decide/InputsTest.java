package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.report.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputsTest {

  @Test
  void digestIsStableAndChangesWithWhatIsRun() {
    var digest = digest(aMigration(), "content");

    assertThat(digest(aMigration(), "content")).isEqualTo(digest);
    assertThat(digest(aMigration(), "changed")).isNotEqualTo(digest);
    assertThat(digest(aMigration().secret("other"), "content")).isNotEqualTo(digest);
    assertThat(digest(aMigration().deadline("1h"), "content")).isNotEqualTo(digest);
    assertThat(digest(aMigration().annotation(Markers.RETRY_ANNOTATION, "1"), "content"))
        .isNotEqualTo(digest);
  }

  @Test
  void digestIsTheSameAfterAChangeOfNothingThatIsRun() {
    var digest = digest(aMigration(), "content");

    assertThat(digest(aMigration().suspended(), "content")).isEqualTo(digest);
    assertThat(digest(aMigration().edited(), "content")).isEqualTo(digest);
    assertThat(digest(aMigration().annotation("team", "a"), "content")).isEqualTo(digest);
  }

  @Test
  void takingTheRetryAnnotationOffAsksForNothing() {
    var asked = aMigration().annotation(Markers.RETRY_ANNOTATION, "1");
    var digest = digest(asked, "content");
    asked.with(asked.decide());

    assertThat(digest(asked, "content")).isEqualTo(digest);
    assertThat(digest(asked.annotation(Markers.RETRY_ANNOTATION, ""), "content")).isEqualTo(digest);
    assertThat(digest(asked.annotation(Markers.RETRY_ANNOTATION, "2"), "content"))
        .isNotEqualTo(digest);
  }

  @Test
  void missingConfigMapIsNamedWithItsNamespace() {
    var inputs = Inputs.of(aMigration().look().migration(), name -> Optional.empty());

    assertThat(inputs)
        .isInstanceOfSatisfying(
            Inputs.Missing.class,
            missing -> {
              assertThat(missing.reason()).isEqualTo(Reason.MISSING_CONFIG_MAP);
              assertThat(missing.message()).contains("orders-sql", "namespace shop");
            });
  }

  @Test
  void configMapMustBeOfTheReleaseThatTheSpecNames() {
    assertThat(ofRelease("r1", Optional.of("r1"))).isInstanceOf(Inputs.Ready.class);
    assertThat(ofRelease("r1", Optional.of("r0")))
        .isInstanceOfSatisfying(
            Inputs.Missing.class,
            missing -> {
              assertThat(missing.reason()).isEqualTo(Reason.WAITING_FOR_INPUTS);
              assertThat(missing.message())
                  .contains("orders-sql", "r0", "r1", "drawbridge.dev/release");
            });
    assertThat(ofRelease("r1", Optional.empty())).isInstanceOf(Inputs.Missing.class);
  }

  private static Inputs ofRelease(String release, Optional<String> found) {
    return Inputs.of(
        aMigration().release(release).look().migration(),
        name -> Optional.of(new Inputs.Content("content", found)));
  }

  private static String digest(Snapshots snapshots, String content) {
    var inputs =
        Inputs.of(
            snapshots.look().migration(),
            name -> Optional.of(new Inputs.Content(content, Optional.empty())));
    return ((Inputs.Ready) inputs).digest();
  }
}
