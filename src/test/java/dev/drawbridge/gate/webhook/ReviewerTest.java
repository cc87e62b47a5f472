package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.gate.Decision;
import dev.drawbridge.gate.Write;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewerTest {

  private static final Deployment SHOP =
      new DeploymentBuilder()
          .withNewMetadata()
          .withName("shop")
          .endMetadata()
          .withNewSpec()
          .endSpec()
          .build();

  private final List<Write> writes = new ArrayList<>();
  private final List<String> rightsAsked = new ArrayList<>();

  @Test
  void answersWithThePatchThatMakesTheDecision() {
    var answer = review(review(), asked -> allowed(paused(asked)));

    assertThat(answer.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(answer.path("kind").asText()).isEqualTo("AdmissionReview");
    var response = answer.path("response");
    assertThat(response.path("uid").asText()).isEqualTo(Reviews.UID);
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(
            new String(
                Base64.getDecoder().decode(response.path("patch").asText()),
                StandardCharsets.UTF_8))
        .isEqualTo("[{\"op\":\"add\",\"path\":\"/spec/paused\",\"value\":true}]");
  }

  @Test
  void answersWithoutAPatchWhereNothingChanges() {
    var response = review(review(), ReviewerTest::allowed).path("response");

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.has("patchType")).isFalse();
  }

  @Test
  void passesWarningsOn() {
    var response =
        review(review(), asked -> new Decision.Allowed(asked, List.of("it waits")))
            .path("response");

    assertThat(response.path("warnings")).hasSize(1);
    assertThat(response.path("warnings").path(0).asText()).isEqualTo("it waits");
  }

  @Test
  void saysWhyItRefuses() {
    var response =
        review(review(), asked -> new Decision.Refused("ask for the verb breakglass"))
            .path("response");

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("uid").asText()).isEqualTo(Reviews.UID);
    assertThat(response.path("status").path("code").asInt()).isEqualTo(403);
    assertThat(response.path("status").path("message").asText())
        .isEqualTo("ask for the verb breakglass");
  }

  @Test
  void handsOnWhatIsWrittenByWhom() {
    var review = review();
    request(review).set("oldObject", request(review).get("object").deepCopy());
    request(review).put("subResource", "status");

    review(review, ReviewerTest::allowed);

    assertThat(writes)
        .singleElement()
        .satisfies(write -> {
          assertThat(write.asked()).isEqualTo(SHOP);
          assertThat(write.old()).isEqualTo(SHOP);
          assertThat(write.part()).isEqualTo(Write.Part.STATUS);
          assertThat(write.user()).isEqualTo("somebody");
        });
  }

  @Test
  void asksForRightsOnlyWhenTheyMatter() {
    review(review(), ReviewerTest::allowed);
    assertThat(rightsAsked).isEmpty();

    assertThat(writes.getFirst().mayBreakGlass().test("orders")).isTrue();
    assertThat(rightsAsked).containsExactly("somebody [people] shop orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "\u0000\u0001",
        "{}{}",
        "{\"kind\":\"AdmissionReview\"}",
        "{\"kind\":\"AdmissionReview\",\"kind\":\"AdmissionReview\"}",
        "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\"}",
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\"}",
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":[]}",
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":7}}",
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":\"\"}}",
      })
  void whatIsNoReviewIsABadRequest(String body) {
    var reply = reply(body, ReviewerTest::allowed);

    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.body()).startsWith("Drawbridge's webhook: ");
    assertThat(writes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"admission.k8s.io/v1beta1", "admission.k8s.io/v2", "v1", ""})
  void otherVersionsAreABadRequestThatNamesThem(String version) {
    var review = review();
    review.put("apiVersion", version);

    var reply = reply(review.toString(), ReviewerTest::allowed);

    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.body()).contains(version, "set admissionReviewVersions to [v1]");
  }

  @Test
  void otherKindsAreRefused() {
    var review = review();
    request(review).putObject("object").put("apiVersion", "v1").put("kind", "Secret");

    assertRefused(review, "Drawbridge judges Deployments of apps/v1, and this is Secret");
  }

  @Test
  void oldObjectOfAnotherKindIsRefused() {
    var review = review();
    request(review).putObject("oldObject").put("apiVersion", "v1").put("kind", "Secret");

    assertRefused(review, "this is Secret");
  }

  @Test
  void absentObjectIsRefused() {
    var review = review();
    request(review).remove("object");

    assertRefused(review, "this is nothing");
  }

  @Test
  void objectWithoutMetadataIsRefused() {
    var review = review();
    ((ObjectNode) request(review).get("object")).remove("metadata");

    assertRefused(review, "the object has no metadata");
  }

  @Test
  void fieldOfAnotherTypeIsRefused() {
    var review = review();
    ((ObjectNode) request(review).get("object")).put("spec", "all of it");

    assertRefused(review, "the object cannot be read");
  }

  @Test
  void unknownSubresourceIsRefused() {
    var review = review();
    request(review).put("subResource", "eviction");

    assertRefused(review, "the subresource eviction");
  }

  @Test
  void requestOfNobodyIsRefused() {
    var review = review();
    request(review).remove("userInfo");

    assertRefused(review, "does not say who makes it");
  }

  @Test
  void fieldsThatAreNotKnownAreLeftAlone() {
    var review = review();
    request(review).put("newIn", "2.0");
    ((ObjectNode) request(review).at("/object/spec")).putObject("newField").put("a", 1);

    var answer = review(review, asked -> allowed(paused(asked)));

    assertThat(Reviews.stored(review, answer).getSpec().getAdditionalProperties())
        .containsKey("newField");
    assertThat(Reviews.stored(review, answer).getSpec().getPaused()).isTrue();
  }

  @Test
  void manySmallValuesAreABadRequest() {
    var review = review();
    var list = ((ObjectNode) request(review).get("object")).putArray("many");
    for (var number = 0; number < 250_000; number++) {
      list.add(1);
    }

    var reply = reply(review.toString(), ReviewerTest::allowed);

    assertThat(reply.code()).isEqualTo(400);
    assertThat(writes).isEmpty();
  }

  @Test
  void deepNestingIsABadRequest() {
    var reply = reply("{\"a\":".repeat(50_000), ReviewerTest::allowed);

    assertThat(reply.code()).isEqualTo(400);
  }

  @Test
  void bodyThatBreaksOffIsNobodysAnswer() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the connection is gone");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };

    assertThatThrownBy(() -> reviewer(ReviewerTest::allowed).review(Task.HOLD, broken))
        .isInstanceOf(IOException.class)
        .hasMessage("the connection is gone");
  }

  private void assertRefused(ObjectNode review, String sentence) {
    var response = review(review, ReviewerTest::allowed).path("response");

    assertThat(response.path("allowed").asBoolean(true)).isFalse();
    assertThat(response.path("uid").asText()).isEqualTo(Reviews.UID);
    assertThat(response.path("status").path("code").asInt()).isEqualTo(400);
    assertThat(response.path("status").path("message").asText()).contains(sentence);
    assertThat(writes).isEmpty();
  }

  private JsonNode review(ObjectNode review, Function<Deployment, Decision> decision) {
    var reply = reply(review.toString(), decision);
    assertThat(reply.code()).as(reply.body()).isEqualTo(200);
    assertThat(reply.contentType()).isEqualTo("application/json");
    return Reviews.json(reply.body());
  }

  private Reply reply(String body, Function<Deployment, Decision> decision) {
    try {
      var bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
      return reviewer(decision).review(Task.HOLD, bytes);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Reviewer reviewer(Function<Deployment, Decision> decision) {
    Consumer<Write> note = writes::add;
    Function<Write, Decision> judge =
        write -> {
          note.accept(write);
          return decision.apply(write.asked());
        };
    return new Reviewer(
        new Judges(judge, judge),
        (user, namespace, migration) ->
            rightsAsked.add(
                "%s %s %s %s"
                    .formatted(user.getUsername(), user.getGroups(), namespace, migration)));
  }

  private static Decision allowed(Deployment stored) {
    return new Decision.Allowed(stored, List.of());
  }

  private static Deployment paused(Deployment deployment) {
    return new DeploymentBuilder(deployment).editSpec().withPaused(true).endSpec().build();
  }

  private static ObjectNode review() {
    return Reviews.of(null, SHOP, "somebody");
  }

  private static ObjectNode request(ObjectNode review) {
    return (ObjectNode) review.get("request");
  }
}
