package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do with kubectl, against the admission policies in a real API server. */
@ExtendWith(ShopUnderPolicies.class)
class KindsOfWritesIT {

  private static final String TELLS = "held: needs schema 8 of Migration orders, and rolls out";

  private final Shop shop;

  KindsOfWritesIT(Shop shop) {
    this.shop = shop;
  }

  @Test
  void clientSideApplyIsHeldAndSaysSo() {
    var first = shop.kubectl().runWith(shop.manifest("8"), "apply", "-f", "-");
    var again = shop.kubectl().runWith(shop.manifest("8"), "apply", "-f", "-");

    assertThat(first.text()).contains("Warning: ", TELLS, "created");
    assertThat(again.text()).contains("unchanged");
    shop.assertHeld();
  }

  @Test
  void serverSideApplyIsHeldAndSaysSo() {
    shop.kubectl().runWith(shop.manifest("8"), "apply", "--server-side", "-f", "-");
    var again = shop.kubectl().runWith(shop.manifest("8"), "apply", "--server-side", "-f", "-");

    assertThat(again.text()).contains("Warning: ", TELLS, "serverside-applied");
    shop.assertHeld();
  }

  @Test
  void manifestThatSaysNotPausedIsHeldAllTheSame() {
    shop.held();
    var resumed =
        shop.manifest("8").replace("spec:\n  replicas", "spec:\n  paused: false\n  replicas");

    var byClient = shop.kubectl().runWith(resumed, "apply", "-f", "-");
    var byServer =
        shop.kubectl().runWith(resumed, "apply", "--server-side", "--force-conflicts", "-f", "-");

    assertThat(resumed).contains("paused: false");
    assertThat(byClient.code()).isZero();
    assertThat(byServer.code()).isZero();
    shop.assertHeld();
  }

  @Test
  void replaceKeepsTheHold() {
    shop.held();

    var replaced = shop.kubectl().runWith(shop.manifest("8"), "replace", "-f", "-");

    assertThat(replaced.text()).contains("replaced", TELLS);
    shop.assertHeld();
  }

  @Test
  void jsonPatchKeepsTheHold() {
    shop.held();

    var patched =
        shop.kubectl()
            .run(
                "patch",
                "deployment",
                "shop",
                "--type=json",
                "-p",
                "[{\"op\": \"remove\", \"path\": \"/metadata/annotations/drawbridge.dev~1held\"},"
                    + "{\"op\": \"replace\", \"path\": \"/spec/paused\", \"value\": false}]");

    assertThat(patched.code()).as(patched.text()).isZero();
    shop.assertHeld();
  }

  @Test
  void resumeKeepsTheHold() {
    shop.held();

    shop.kubectl().run("rollout", "resume", "deployment/shop");

    shop.assertHeld();
  }

  @Test
  void restartIsNotHeldAndOfAHeldOneIsRefusedByKubectl() {
    shop.running("7");
    var restarted = shop.kubectl().run("rollout", "restart", "deployment/shop");
    assertThat(restarted.text()).contains("restarted").doesNotContain("Warning");
    assertThat(shop.stored().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsKey("kubectl.kubernetes.io/restartedAt");
    shop.assertNotHeld();

    shop.held();

    assertThat(shop.kubectl().run("rollout", "restart", "deployment/shop").text())
        .contains("paused");
    shop.assertHeld();
  }

  @Test
  void undoToAnotherSchemaIsHeldAndOfAHeldOneIsRefusedByKubectl() {
    shop.running("7");
    History.of(shop.server().client(), shop.namespace())
        .add(shop.stored(), 1, "8")
        .add(shop.stored(), 2, "7");

    var undone = shop.kubectl().run("rollout", "undo", "deployment/shop", "--to-revision=1");
    var again = shop.kubectl().run("rollout", "undo", "deployment/shop", "--to-revision=2");

    assertThat(undone.text()).contains("rolled back", TELLS);
    shop.assertHeld();
    assertThat(again.text()).contains("paused");
  }

  @Test
  void undoWithinOneSchemaIsNotHeld() {
    shop.running("7");
    History.of(shop.server().client(), shop.namespace())
        .add(shop.stored(), 1, "7")
        .add(shop.stored(), 2, "7");

    var undone = shop.kubectl().run("rollout", "undo", "deployment/shop", "--to-revision=1");

    assertThat(undone.text()).contains("rolled back");
    assertThat(
            shop.stored().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo("shop:revision-1");
    shop.assertNotHeld();
  }

  @Test
  void dryRunTellsAndStoresNothing() {
    shop.running("7");
    var before = shop.stored().getMetadata().getResourceVersion();

    var dry =
        shop.kubectl()
            .runWith(
                shop.manifest("8"),
                "apply",
                "--server-side",
                "--force-conflicts",
                "--dry-run=server",
                "-f",
                "-");
    assertThat(dry.text()).contains(TELLS, "(server dry run)");
    assertThat(shop.stored().getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  void heldOneIsScaledButNotUpFromZero() {
    shop.held();
    assertThat(shop.kubectl().run("scale", "deployment/shop", "--replicas=5").code()).isZero();
    assertThat(shop.kubectl().run("scale", "deployment/shop", "--replicas=0").code()).isZero();

    var refused = shop.kubectl().run("scale", "deployment/shop", "--replicas=3");

    assertThat(refused.code()).isNotZero();
    assertThat(refused.text()).containsAnyOf("cannot be scaled up from 0", "try again");
    assertThat(shop.stored().getSpec().getReplicas()).isZero();
  }
}
