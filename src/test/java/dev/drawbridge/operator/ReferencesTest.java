package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

/**
 * An exception in a mapper or an index would stop the informer, so odd objects are about nothing.
 */
class ReferencesTest {

  @Test
  void eventThatNamesNoUidIsAboutNoPod() {
    var event = new EventBuilder().withNewInvolvedObject().withName("p").endInvolvedObject();

    assertThat(References.podOf(event.build())).isEmpty();
    assertThat(References.podOf(new EventBuilder().build())).isEmpty();
  }

  @Test
  void migrationWithoutASpecNamesNoConfigMap() {
    var migration = new Migration();
    migration.setMetadata(new ObjectMetaBuilder().withName("orders").build());

    assertThat(References.configMapKeys(migration)).isEmpty();
  }

  @Test
  void podWithoutAnnotationsIsOfNoMigration() {
    var pod = new PodBuilder().withNewMetadata().withName("p").endMetadata().build();
    pod.getMetadata().setAnnotations(null);

    assertThat(References.migrationByAnnotation(pod)).isEmpty();
  }
}
