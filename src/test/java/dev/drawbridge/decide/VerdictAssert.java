package dev.drawbridge.decide;

import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.report.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Asks a verdict what it says and does. */
final class VerdictAssert extends AbstractAssert<VerdictAssert, Verdict> {

  private VerdictAssert(Verdict verdict) {
    super(verdict, VerdictAssert.class);
  }

  static VerdictAssert assertThat(Verdict verdict) {
    return new VerdictAssert(verdict);
  }

  VerdictAssert does(String... names) {
    Assertions.assertThat(actual.actions().stream().map(one -> one.getClass().getSimpleName()))
        .containsExactly(names);
    return this;
  }

  VerdictAssert doesNothing() {
    return does();
  }

  /** The phase, the only one of Ready, Reconciling and Stalled that holds (or none), and why. */
  VerdictAssert is(Phase phase, @Nullable String condition, Reason reason) {
    Assertions.assertThat(actual.status().phase()).isEqualTo(phase);
    Assertions.assertThat(
            Stream.of("Ready", "Reconciling", "Stalled")
                .filter(type -> condition(type).equals("True")))
        .isEqualTo(condition == null ? List.of() : List.of(condition));
    Assertions.assertThat(ready().reason()).isEqualTo(reason.word());
    return this;
  }

  VerdictAssert isNot(String type) {
    Assertions.assertThat(condition(type)).as(type).isEqualTo("False");
    return this;
  }

  VerdictAssert says(String words) {
    Assertions.assertThat(ready().message()).contains(words);
    return this;
  }

  VerdictAssert observes(long generation) {
    Assertions.assertThat(actual.status().observedGeneration()).isEqualTo(generation);
    return this;
  }

  private Condition ready() {
    return find("Ready");
  }

  private String condition(String type) {
    return find(type).status();
  }

  private Condition find(String type) {
    return actual.status().conditions().stream()
        .filter(one -> one.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
