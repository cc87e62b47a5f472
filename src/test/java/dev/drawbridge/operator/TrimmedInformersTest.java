package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One configuration makes the informers of all namespaces that are watched. */
class TrimmedInformersTest {

  private final InformerConfiguration<Pod> informers =
      TrimmedInformers.of(
              InformerEventSourceConfiguration.from(Pod.class, Migration.class)
                  .withLabelSelector("app")
                  .withSecondaryToPrimaryMapper(pod -> Set.of(ResourceID.fromResource(pod)))
                  .build())
          .getInformerConfig();

  @Test
  void eachInformerHasAStoreOfItsOwn() {
    var one = informers.getItemStore();
    var other = informers.getItemStore();

    one.put("shop/p", pod());

    assertThat(one.size()).isOne();
    assertThat(other.size()).isZero();
  }

  @Test
  void storeKeepsWhatIsLookedAtAndNoMore() {
    var store = informers.getItemStore();

    store.put("shop/p", pod());

    var kept = store.get("shop/p");
    assertThat(kept.getMetadata().getManagedFields()).isNullOrEmpty();
    assertThat(kept.getSpec().getNodeName()).isEqualTo("node-1");
    assertThat(kept.getSpec().getContainers()).isEmpty();
  }

  @Test
  void whatElseIsConfiguredStaysAsItWas() {
    assertThat(informers.getLabelSelector()).isEqualTo("app");
    assertThat(informers.inheritsNamespacesFromController()).isTrue();
    assertThat(informers.getInformerListLimit()).isEqualTo(TrimmedInformers.PAGE);
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("p")
        .withManagedFields(List.of(new ManagedFieldsEntry()))
        .endMetadata()
        .withNewSpec()
        .withNodeName("node-1")
        .addNewContainer()
        .withName("app")
        .endContainer()
        .endSpec()
        .build();
  }
}
