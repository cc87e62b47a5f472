package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How people open the gate with kubectl, and leave it, in a real API server. */
@ExtendWith(ShopUnderPolicies.class)
class BreakGlassIT {

  private static final String OPEN =
      Markers.BREAK_GLASS_ANNOTATION + "=schema 8: checkout is down, ticket 4711";

  private final Shop shop;

  BreakGlassIT(Shop shop) {
    this.shop = shop;
  }

  @Test
  void annotatingBreaksTheGlassForThoseWhoMay() {
    shop.held();

    var refused = shop.kubectl().run("annotate", "deployment", "shop", OPEN);

    assertThat(refused.code()).isNotZero();
    assertThat(refused.text()).contains("only for those who may breakglass");
    shop.assertHeld();

    var opened = shop.kubectl().withGlassOf("orders").run("annotate", "deployment", "shop", OPEN);

    assertThat(opened.code()).as(opened.text()).isZero();
    shop.assertNotHeld();
    assertThat(shop.stored().getMetadata().getAnnotations())
        .containsEntry(Markers.BREAK_GLASS_BY_ANNOTATION, CaseFolder.ANYBODY);
  }

  @Test
  void labelComesOffForThoseWhoMay() {
    shop.held();

    var refused = shop.kubectl().run("label", "deployment", "shop", "drawbridge.dev/migration-");

    assertThat(refused.code()).isNotZero();
    assertThat(refused.text()).contains("may be changed or taken off only by those");
    shop.assertHeld();

    shop.kubectl()
        .withGlassOf("orders")
        .run("label", "deployment", "shop", "drawbridge.dev/migration-");

    shop.assertNotHeld();
    assertThat(shop.stored().getMetadata().getLabels()).doesNotContainKey(Markers.MIGRATION_LABEL);
  }

  @Test
  void dryRunOfBreakingTheGlassOpensNothing() {
    shop.held();

    var dry =
        shop.kubectl()
            .withGlassOf("orders")
            .run("annotate", "deployment", "shop", "--dry-run=server", OPEN);

    assertThat(dry.code()).as(dry.text()).isZero();
    shop.assertHeld();
  }
}
