package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeedTest {

  @Test
  void labelNamesTheMigrationAndTheTemplateSaysWhatIsAsked() {
    assertThat(Need.of(deployment("orders", Map.of(Markers.SCHEMA_ANNOTATION, "7"))))
        .contains(new Need("orders", new Ask.Schema("7")));
    assertThat(Need.of(deployment("orders", Map.of(Markers.RELEASE_ANNOTATION, "4f2c1e9"))))
        .contains(new Need("orders", new Ask.Release("4f2c1e9")));
    assertThat(Need.of(deployment("orders", Map.of("team", "shop"))))
        .contains(new Need("orders", new Ask.Nothing()));
  }

  @Test
  void bothAskedForAreBothNeeded() {
    var annotations = Map.of(Markers.SCHEMA_ANNOTATION, "7", Markers.RELEASE_ANNOTATION, "4f2c1e9");

    assertThat(Need.of(deployment("orders", annotations)))
        .contains(
            new Need("orders", new Ask.Both(new Ask.Schema("7"), new Ask.Release("4f2c1e9"))));
  }

  @Test
  void emptyTextCountsAsAbsent() {
    var annotations = Map.of(Markers.SCHEMA_ANNOTATION, "", Markers.RELEASE_ANNOTATION, "");

    assertThat(Need.of(deployment("orders", annotations)))
        .contains(new Need("orders", new Ask.Nothing()));
    assertThat(Need.of(deployment("", annotations))).isEmpty();
  }

  @Test
  void withoutLabelNothingIsNeeded() {
    assertThat(Need.of(new Deployment())).isEmpty();
    assertThat(Need.of(new DeploymentBuilder().withNewMetadata().endMetadata().build())).isEmpty();
    assertThat(Need.of(null)).isEmpty();
  }

  @Test
  void templateMayBeMissing() {
    var deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .addToLabels(Markers.MIGRATION_LABEL, "orders")
            .endMetadata()
            .build();

    assertThat(Need.of(deployment)).contains(new Need("orders", new Ask.Nothing()));
  }

  private static Deployment deployment(String migration, Map<String, String> annotations) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .addToLabels(Markers.MIGRATION_LABEL, migration)
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewMetadata()
        .addToAnnotations(annotations)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }
}
