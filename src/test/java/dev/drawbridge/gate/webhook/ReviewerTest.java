package dev.drawbridge.gate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.gate.Decision;
import dev.drawbridge.gate.Write;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a review that can be judged. */
class ReviewerTest {

  private final PlayedJudge judge = new PlayedJudge();

  @Test
  void answersWithThePatchThatMakesTheDecision() {
    var answer =
        judge.review(PlayedJudge.review(), asked -> PlayedJudge.allowed(PlayedJudge.paused(asked)));

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
    var response = judge.review(PlayedJudge.review(), PlayedJudge::allowed).path("response");

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.has("patchType")).isFalse();
  }

  @Test
  void passesWarningsOn() {
    var response =
        judge
            .review(PlayedJudge.review(), asked -> new Decision.Allowed(asked, List.of("it waits")))
            .path("response");

    assertThat(response.path("warnings")).hasSize(1);
    assertThat(response.path("warnings").path(0).asText()).isEqualTo("it waits");
  }

  @Test
  void saysWhyItRefuses() {
    var response =
        judge
            .review(
                PlayedJudge.review(), asked -> new Decision.Refused("ask for the verb breakglass"))
            .path("response");

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("uid").asText()).isEqualTo(Reviews.UID);
    assertThat(response.path("status").path("code").asInt()).isEqualTo(403);
    assertThat(response.path("status").path("message").asText())
        .isEqualTo("ask for the verb breakglass");
  }

  @Test
  void handsOnWhatIsWrittenByWhom() {
    var review = PlayedJudge.review();
    PlayedJudge.request(review)
        .set("oldObject", PlayedJudge.request(review).get("object").deepCopy());
    PlayedJudge.request(review).put("subResource", "status");

    judge.review(review, PlayedJudge::allowed);

    assertThat(judge.writes())
        .singleElement()
        .satisfies(write -> {
          assertThat(write.asked()).isEqualTo(PlayedJudge.SHOP);
          assertThat(write.old()).isEqualTo(PlayedJudge.SHOP);
          assertThat(write.part()).isEqualTo(Write.Part.STATUS);
          assertThat(write.user()).isEqualTo("somebody");
        });
  }

  @Test
  void asksForRightsOnlyWhenTheyMatter() {
    judge.review(PlayedJudge.review(), PlayedJudge::allowed);
    assertThat(judge.rightsAsked()).isEmpty();

    assertThat(judge.writes().getFirst().mayBreakGlass().test("orders")).isTrue();
    assertThat(judge.rightsAsked()).containsExactly("somebody [people] shop orders");
  }

  @Test
  void fieldsThatAreNotKnownAreLeftAlone() {
    var review = PlayedJudge.review();
    PlayedJudge.request(review).put("newIn", "2.0");
    ((ObjectNode) PlayedJudge.request(review).at("/object/spec")).putObject("newField").put("a", 1);

    var answer = judge.review(review, asked -> PlayedJudge.allowed(PlayedJudge.paused(asked)));

    assertThat(Reviews.stored(review, answer).getSpec().getAdditionalProperties())
        .containsKey("newField");
    assertThat(Reviews.stored(review, answer).getSpec().getPaused()).isTrue();
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

    assertThatThrownBy(() -> judge.reviewer(PlayedJudge::allowed).review(Task.HOLD, broken))
        .isInstanceOf(IOException.class)
        .hasMessage("the connection is gone");
  }
}
