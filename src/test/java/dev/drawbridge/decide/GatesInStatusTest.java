package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Gate;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesInStatusTest {

  @Test
  void gatesAreBoundedWithTheHeldOnesFirstAndAllHeldOnesAreCounted() {
    var free = IntStream.range(0, 60).mapToObj(number -> deployment("a-" + number, ""));
    var held = IntStream.range(0, 55).mapToObj(number -> deployment("z-" + number, "true"));
    var all = Stream.concat(free, held).toArray(DeploymentView[]::new);

    var status = Snapshots.aVerifiedRun().deployments(all).decide().status();

    assertThat(status.gates()).hasSize(50).allMatch(Gate::isHeld);
    assertThat(status.held()).isEqualTo(55);
  }

  @ParameterizedTest
  @CsvSource({
    "7, true, 'needs schema 7 of Migration orders; verified is 7'",
    "7, '', 'needs schema 7 of Migration orders; verified is 7'",
    "8, true, 'needs schema 8 of Migration orders; verified is 7'",
    "6.5, true, 'needs schema 6.5 of Migration orders; verified is 7, but 6.5 was not applied'",
    "8, '', 'needs schema 8 of Migration orders; verified is 7'",
  })
  void gateSaysWhatIsNeededAndWhatIsVerified(String schema, String mark, String expected) {
    var waiting = deployment("api", mark, new Ask.Schema(schema));

    assertThat(message(Snapshots.aVerifiedRun().deployments(waiting))).isEqualTo(expected);
  }

  @Test
  void gateSaysThatNothingIsVerifiedYetAndLeavesTheRunToItsOwnPlace() {
    var schema = deployment("api", "true", new Ask.Schema("7"));
    var release = deployment("api", "true", new Ask.Release("4f2c1e9"));

    assertThat(message(Snapshots.aMigration().missing("no scripts").deployments(schema)))
        .isEqualTo("needs schema 7 of Migration orders; nothing is verified yet");
    assertThat(message(Snapshots.aStartedRun().later(Duration.ofSeconds(9)).deployments(schema)))
        .isEqualTo("needs schema 7 of Migration orders; nothing is verified yet");
    assertThat(message(Snapshots.aFailedRun().deployments(release)))
        .isEqualTo("needs release 4f2c1e9 of Migration orders; nothing is verified yet");
  }

  @Test
  void gateOfATemplateThatAsksForNothingTellsWhetherItIsVerifiedAsItIsWritten() {
    var plain = deployment("api", "true", new Ask.Nothing());
    var asVerified = Snapshots.aVerifiedRun().deployments(plain);

    assertThat(message(asVerified))
        .isEqualTo("needs Migration orders as it is written now; that is verified");
    assertThat(message(asVerified.edited().inputs("digest-b")))
        .isEqualTo("needs Migration orders as it is written now; verified is what it said before");
  }

  @Test
  void gateBelowTheMinimumSaysThatItsSchemaIsApplied() {
    var old = deployment("api", "true", new Ask.Schema("6"));

    assertThat(
            message(
                Snapshots.aVerifiedRun()
                    .spec(draft -> draft.minimumAppSchema("7"))
                    .deployments(old)))
        .isEqualTo(
            "needs schema 6 of Migration orders, which is applied, but minimumAppSchema there is 7");
  }

  @Test
  void leakIsShownUntilSomebodyHasLookedAndFoundNone() {
    var waiting = Snapshots.aVerifiedRun().deployments(deployment("api", "true"));
    assertThat(gate(waiting).leak()).isNull();

    var leaking = waiting.leak("api", "pods run").decide();
    assertThat(leaking.status().gates().getFirst())
        .matches(Gate::isHeld)
        .returns("pods run", Gate::leak);

    var restarted = Snapshots.aVerifiedRun().deployments(deployment("api", "true")).with(leaking);
    assertThat(gate(restarted).leak()).as("nobody has looked yet").isEqualTo("pods run");
    assertThat(gate(restarted.leak("api", null)).leak()).isNull();
  }

  @Test
  void leakIsNotCutOff() {
    var free = IntStream.range(0, 60).mapToObj(number -> deployment("a-" + number, ""));
    var leaking = Stream.of(deployment("z", ""));
    var all = Stream.concat(free, leaking).toArray(DeploymentView[]::new);

    assertThat(gate(Snapshots.aVerifiedRun().deployments(all).leak("z", "pods run")).deployment())
        .isEqualTo("z");
  }

  private static Gate gate(Snapshots snapshot) {
    return snapshot.decide().status().gates().getFirst();
  }

  private static String message(Snapshots snapshot) {
    return String.valueOf(gate(snapshot).message());
  }

  private static DeploymentView deployment(String name, String mark) {
    return deployment(name, mark, new Ask.Schema("7"));
  }

  private static DeploymentView deployment(String name, String mark, Ask ask) {
    var need = new Need("orders", ask);
    return new DeploymentView(
        "Deployment",
        "shop",
        name,
        name,
        need,
        Optional.of(mark).filter(text -> !text.isEmpty()),
        Optional.empty());
  }
}
