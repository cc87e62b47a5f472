package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be judged is answered with a sentence, and judged by nobody. */
class UnfitReviewTest {

  private final PlayedJudge judge = new PlayedJudge();

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
    var reply = judge.reply(body, PlayedJudge::allowed);

    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.body()).startsWith("Drawbridge's webhook: ");
    assertThat(judge.writes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"admission.k8s.io/v1beta1", "admission.k8s.io/v2", "v1", ""})
  void otherVersionsAreABadRequestThatNamesThem(String version) {
    var review = PlayedJudge.review();
    review.put("apiVersion", version);

    var reply = judge.reply(review.toString(), PlayedJudge::allowed);

    assertThat(reply.code()).isEqualTo(400);
    assertThat(reply.body()).contains(version, "set admissionReviewVersions to [v1]");
  }

  @Test
  void otherKindsAreRefused() {
    var review = PlayedJudge.review();
    PlayedJudge.request(review).putObject("object").put("apiVersion", "v1").put("kind", "Secret");

    assertRefused(
        review,
        "Drawbridge judges Deployments, Rollouts, pods and what makes pods, and this is Secret of v1");
  }

  @Test
  void oldObjectOfAnotherKindIsRefused() {
    var review = PlayedJudge.review();
    PlayedJudge.request(review)
        .putObject("oldObject")
        .put("apiVersion", "v1")
        .put("kind", "Secret");

    assertRefused(review, "this is Secret");
  }

  @Test
  void absentObjectIsRefused() {
    var review = PlayedJudge.review();
    PlayedJudge.request(review).remove("object");

    assertRefused(review, "this is nothing");
  }

  @Test
  void objectWithoutMetadataIsRefused() {
    var review = PlayedJudge.review();
    ((ObjectNode) PlayedJudge.request(review).get("object")).remove("metadata");

    assertRefused(review, "the object has no metadata");
  }

  @Test
  void fieldOfAnotherTypeIsRefused() {
    var review = PlayedJudge.review();
    ((ObjectNode) PlayedJudge.request(review).get("object")).put("spec", "all of it");

    assertRefused(review, "the object cannot be read");
  }

  @Test
  void unknownSubresourceIsRefused() {
    var review = PlayedJudge.review();
    PlayedJudge.request(review).put("subResource", "eviction");

    assertRefused(review, "the subresource eviction");
  }

  @Test
  void requestOfNobodyIsRefused() {
    var review = PlayedJudge.review();
    PlayedJudge.request(review).remove("userInfo");

    assertRefused(review, "does not say who makes it");
  }

  @Test
  void manySmallValuesAreABadRequest() {
    var review = PlayedJudge.review();
    var list = ((ObjectNode) PlayedJudge.request(review).get("object")).putArray("many");
    for (var number = 0; number < 250_000; number++) {
      list.add(1);
    }

    var reply = judge.reply(review.toString(), PlayedJudge::allowed);

    assertThat(reply.code()).isEqualTo(400);
    assertThat(judge.writes()).isEmpty();
  }

  @Test
  void deepNestingIsABadRequest() {
    var reply = judge.reply("{\"a\":".repeat(50_000), PlayedJudge::allowed);

    assertThat(reply.code()).isEqualTo(400);
  }

  private void assertRefused(ObjectNode review, String sentence) {
    var response = judge.review(review, PlayedJudge::allowed).path("response");

    assertThat(response.path("allowed").asBoolean(true)).isFalse();
    assertThat(response.path("uid").asText()).isEqualTo(Reviews.UID);
    assertThat(response.path("status").path("code").asInt()).isEqualTo(400);
    assertThat(response.path("status").path("message").asText()).contains(sentence);
    assertThat(judge.writes()).isEmpty();
  }
}
