package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.report.ContentDigest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigMapDigestTest {

  private static final byte[] TEXT = "SELECT 'é😀';\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BINARY = {0, -1, 7};

  @Test
  void digestIsThatOfTheFilesThatTheRunnerSees() {
    var files = Map.of("V1__a.sql", TEXT, "V2__b.sql", BINARY);

    assertThat(ConfigMapDigest.content(whole()).digest()).isEqualTo(ContentDigest.of(files));
  }

  @Test
  void reducedOneSaysTheSameAsTheWholeOneAndHoldsNoContents() {
    var reduced = ConfigMapDigest.reduce(whole());

    assertThat(ConfigMapDigest.content(reduced)).isEqualTo(ConfigMapDigest.content(whole()));
    assertThat(ConfigMapDigest.content(reduced).release()).contains("r1");
    assertThat(reduced.getData()).isNullOrEmpty();
    assertThat(reduced.getBinaryData()).isNullOrEmpty();
    assertThat(reduced.getMetadata().getResourceVersion()).isEqualTo("5");
  }

  @Test
  void emptyOneHasADigestToo() {
    var empty = new ConfigMapBuilder().withNewMetadata().withName("a").endMetadata().build();

    assertThat(ConfigMapDigest.content(empty).digest()).isEqualTo(ContentDigest.of(Map.of()));
  }

  private static ConfigMap whole() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("orders-sql")
        .withNamespace("shop")
        .withResourceVersion("5")
        .addToAnnotations(Markers.RELEASE_ANNOTATION, "r1")
        .endMetadata()
        .addToData("V1__a.sql", new String(TEXT, StandardCharsets.UTF_8))
        .addToBinaryData("V2__b.sql", Base64.getEncoder().encodeToString(BINARY))
        .build();
  }
}
