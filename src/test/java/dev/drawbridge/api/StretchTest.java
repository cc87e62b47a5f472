package dev.drawbridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StretchTest {

  private static final MigrateStep SCRIPTS =
      new MigrateStep(
          new MigrateStep.Flyway(List.of("sql"), null, Map.of(), null, List.of(), Map.of(), null),
          null);
  private static final MigrateStep TOOL =
      new MigrateStep(
          null,
          new RunStep(
              "tool:1",
              List.of("alembic", "upgrade\n head"),
              List.of(),
              List.of(),
              List.of(),
              null,
              Map.of(),
              List.of(),
              null,
              null));

  @Test
  void plainScriptsAreOneStretch() {
    assertThat(Stretch.of(List.of(SCRIPTS, SCRIPTS))).containsExactly(new Stretch(0, 0, 2, true));
  }

  @Test
  void toolStandsBetweenTwoStretchesAndOneOfThemMayBeEmpty() {
    assertThat(Stretch.of(List.of(TOOL)))
        .containsExactly(new Stretch(0, 0, 0, false), new Stretch(1, 1, 1, true));
    assertThat(Stretch.of(List.of(SCRIPTS, TOOL, SCRIPTS, SCRIPTS, TOOL)))
        .containsExactly(
            new Stretch(0, 0, 1, false), new Stretch(1, 2, 4, false), new Stretch(2, 5, 5, true));
  }

  @Test
  void stretchKnowsTheToolsAroundIt() {
    var middle = Stretch.of(List.of(SCRIPTS, TOOL, SCRIPTS, TOOL)).get(1);

    assertThat(middle.before()).isEqualTo(1);
    assertThat(middle.after()).isEqualTo(3);
    assertThat(middle.contains(2)).isTrue();
    assertThat(middle.contains(0)).isFalse();
    assertThat(middle.isFirst()).isFalse();
  }

  @Test
  void titleIsShortAndOnOneLine() {
    var run = java.util.Objects.requireNonNull(TOOL.run());

    assertThat(MigrateStep.title(1, run)).isEqualTo("step 2, alembic upgrade head");
  }
}
