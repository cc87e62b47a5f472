package dev.drawbridge.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.sandbox.GateAdmission;
import dev.drawbridge.sandbox.apiserver.ApiRequest;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate is opened for exactly what its template asks for, by those who may. */
class BreakGlassCommandTest {

  @TempDir Path folder;
  private Caller caller;

  @BeforeEach
  void start() throws IOException {
    caller = Caller.in(folder);
    caller.server().admitDeploymentsBy(new GateAdmission());
    caller.client().resource(held("8")).create();
  }

  @AfterEach
  void stop() {
    caller.close();
  }

  private static Deployment held(String schema) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("shop")
        .withNamespace("default")
        .addToLabels(Markers.MIGRATION_LABEL, "orders")
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .addToMatchLabels("app", "shop")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "shop")
        .addToAnnotations(Markers.SCHEMA_ANNOTATION, schema)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("shop")
        .withImage("r.example/shop")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private void asAdministrator() throws IOException {
    Files.writeString(
        caller.kubeconfig(), Caller.kubeconfig(caller.server().url(), ApiRequest.ADMINISTRATOR));
  }

  private Deployment stored() {
    return caller.client().apps().deployments().inNamespace("default").withName("shop").require();
  }

  @Test
  void whatIsOpenedIsToldAndAskedAbout() throws IOException {
    asAdministrator();

    var outcome =
        caller.callAndType("y\n", "break-glass", "deployment/shop", "--reason", "ticket 4711");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output())
        .startsWith("Deployment default/shop needs schema 8 of Migration orders.\n")
        .contains(
            "It holds for every template that asks for schema 8, and ends with the first that asks"
                + " for something else.",
            "Break the glass? [y/N] ",
            "Deployment default/shop is opened by kubernetes-admin: its new pods start now.");
    assertThat(stored().getMetadata().getAnnotations())
        .containsEntry(Markers.BREAK_GLASS_ANNOTATION, "schema 8: ticket 4711")
        .doesNotContainKey(Markers.HELD_ANNOTATION);
  }

  @Test
  void whoMayNotGetsTheSentenceOfTheApiServer() {
    var outcome = caller.call("break-glass", "deploy/shop", "--reason", "ticket 4711", "--yes");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors())
        .hasLineCount(1)
        .startsWith(
            "drawbridge break-glass: The API server does not let you change Deployment shop:")
        .contains("only for those who may breakglass migrations.drawbridge.dev/orders");
    assertThat(stored().getMetadata().getAnnotations()).containsKey(Markers.HELD_ANNOTATION);
  }

  @Test
  void noIsNo() throws IOException {
    asAdministrator();

    var outcome = caller.callAndType("\n", "break-glass", "deployment/shop", "--reason", "x");

    assertThat(outcome.code()).isOne();
    assertThat(stored().getMetadata().getAnnotations()).containsKey(Markers.HELD_ANNOTATION);
  }

  @Test
  void whatDoesNotWaitIsNotOpenedAndTheAnnotationComesOff() throws IOException {
    asAdministrator();
    caller.call("break-glass", "deployment/shop", "--reason", "ticket 4711", "--yes");

    var again = caller.call("break-glass", "deployment/shop", "--reason", "again", "--yes");
    var undone = caller.call("break-glass", "deployment/shop", "--undo");
    var twice = caller.call("break-glass", "deployment/shop", "--undo");

    assertThat(again.code()).isOne();
    assertThat(again.errors()).contains("does not wait, so there is nothing to open");
    assertThat(undone.code()).as(undone.errors()).isZero();
    assertThat(stored().getMetadata().getAnnotations())
        .doesNotContainKeys(Markers.BREAK_GLASS_ANNOTATION, Markers.HELD_ANNOTATION);
    assertThat(twice.errors()).contains("so there is nothing to take off");
  }

  @Test
  void reasonIsNeededAndOtherKindsAreNotTaken() {
    var without = caller.call("break-glass", "deployment/shop");
    var other = caller.call("break-glass", "statefulset/shop", "--reason", "x");

    assertThat(without.code()).isEqualTo(2);
    assertThat(without.errors()).contains("say why, by --reason TEXT");
    assertThat(other.code()).isOne();
    assertThat(other.errors()).contains("The glass of a statefulset cannot be broken");
  }
}
