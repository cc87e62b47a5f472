package dev.drawbridge.gate.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.drawbridge.gate.Decision.Allowed;
import dev.drawbridge.gate.Decision.Refused;
import dev.drawbridge.gate.Write;
import dev.drawbridge.gate.pod.ObjectWrite;
import dev.drawbridge.gate.pod.Ruled;
import dev.drawbridge.gate.webhook.Reading.NotForUs;
import dev.drawbridge.gate.webhook.Reading.Understood;
import dev.drawbridge.gate.webhook.Reading.Unreadable;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponseBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;

/** From the bytes of an admission review to the bytes of its answer. Knows nothing of HTTP. */
final class Reviewer {

  /** Real objects are far below; with more, a small text could become a very large tree. */
  private static final int TOKENS = 200_000;

  private static final int DEPTH = 100;
  private static final int FORBIDDEN = 403;
  private static final int BAD_REQUEST = 400;

  private final ObjectMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxTokenCount(TOKENS)
                          .maxNestingDepth(DEPTH)
                          .build())
                  .build())
          .build();
  private final ReviewReader reader = new ReviewReader(mapper);
  private final Judges judges;
  private final Rights rights;

  Reviewer(Judges judges, Rights rights) {
    this.judges = judges;
    this.rights = rights;
  }

  /**
   * Reads the review and answers it.
   *
   * @throws IOException if the body cannot be had
   */
  Reply review(Task task, InputStream body) throws IOException {
    return switch (reader.read(body)) {
      case Unreadable(var sentence) -> Reply.refusal(BAD_REQUEST, sentence);
      case NotForUs(var uid, var sentence) -> reply(uid, refused(BAD_REQUEST, sentence));
      case Understood question -> reply(question.request().getUid(), answer(task, question));
    };
  }

  private AdmissionResponse answer(Task task, Understood understood) throws IOException {
    return understood.asked() instanceof Deployment asked
        ? answer(task, understood, asked)
        : answerOfPods(task, understood);
  }

  private AdmissionResponse answerOfPods(Task task, Understood understood) throws IOException {
    var write =
        new ObjectWrite<>(
            understood.old(),
            understood.asked(),
            understood.part() == Write.Part.STATUS,
            understood.request().getUserInfo().getUsername(),
            migration -> mayBreakGlass(understood, migration));
    var ruled =
        switch (task) {
          case HOLD -> judges.pods().decide(write);
          case CHECK -> judges.pods().judge(write);
        };
    return switch (ruled) {
      case Ruled.Refused(var sentence) -> refused(FORBIDDEN, sentence);
      case Ruled.Stored(var stored) -> allowed(understood.asked(), stored, List.of());
    };
  }

  private AdmissionResponse answer(Task task, Understood understood, Deployment asked)
      throws IOException {
    var judge =
        switch (task) {
          case HOLD -> judges.hold();
          case CHECK -> judges.check();
        };
    return switch (judge.apply(write(understood, asked))) {
      case Refused(var sentence) -> refused(FORBIDDEN, sentence);
      case Allowed(var stored, var warnings) -> allowed(understood.asked(), stored, warnings);
    };
  }

  private Write write(Understood understood, Deployment asked) {
    return new Write(
        understood.old() instanceof Deployment old ? old : null,
        asked,
        understood.part(),
        understood.request().getUserInfo().getUsername(),
        migration -> mayBreakGlass(understood, migration));
  }

  private boolean mayBreakGlass(Understood understood, String migration) {
    var request = understood.request();
    var namespace = request.getNamespace() == null ? "" : request.getNamespace();
    return rights.mayBreakGlass(request.getUserInfo(), namespace, migration);
  }

  private AdmissionResponse allowed(HasMetadata asked, HasMetadata stored, List<String> warnings)
      throws IOException {
    var response = new AdmissionResponseBuilder().withAllowed(true).build();
    if (!warnings.isEmpty()) {
      response.setWarnings(warnings);
    }
    var patch = patch(asked, stored);
    if (!patch.isEmpty()) {
      response.setPatchType("JSONPatch");
      response.setPatch(Base64.getEncoder().encodeToString(mapper.writeValueAsBytes(patch)));
    }
    return response;
  }

  private ArrayNode patch(HasMetadata asked, HasMetadata stored) {
    return asked.equals(stored)
        ? mapper.createArrayNode()
        : Difference.between(mapper.valueToTree(asked), mapper.valueToTree(stored));
  }

  private static AdmissionResponse refused(int code, String sentence) {
    var status =
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(code)
            .withReason(code == FORBIDDEN ? "Forbidden" : "BadRequest")
            .withMessage(sentence)
            .build();
    return new AdmissionResponseBuilder().withAllowed(false).withStatus(status).build();
  }

  private Reply reply(String uid, AdmissionResponse response) throws JsonProcessingException {
    var review = new AdmissionReview();
    response.setUid(uid);
    review.setResponse(response);
    return Reply.json(mapper.writeValueAsString(review), response);
  }
}
