package dev.drawbridge.gate.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.drawbridge.gate.webhook.Bodies.NoRoom;
import dev.drawbridge.gate.webhook.Bodies.TooLarge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every HTTP request, whatever it is: with a review, or with what is wrong with it. */
final class ReviewHandler implements HttpHandler {

  private static final Logger LOGGER = LoggerFactory.getLogger(ReviewHandler.class);
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;
  private static final int UNSUPPORTED_TYPE = 415;
  private static final int INTERNAL_ERROR = 500;
  private static final int UNAVAILABLE = 503;

  private final Reviewer reviewer;
  private final Bodies bodies;
  private final Tally tally;

  ReviewHandler(Reviewer reviewer, Bodies bodies, Tally tally) {
    this.reviewer = reviewer;
    this.bodies = bodies;
    this.tally = tally;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var start = System.nanoTime();
      var reply = replyOrRefusal(exchange);
      tally.answered(reply.verdict(), Duration.ofNanos(System.nanoTime() - start));
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      var body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.code(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply replyOrRefusal(HttpExchange exchange) throws IOException {
    try {
      return reply(exchange);
    } catch (TooLarge tooLarge) {
      takeTheRest(exchange);
      return Reply.refusal(
          TOO_LARGE, "the review has more than %d bytes".formatted(Bodies.MOST_BYTES));
    } catch (NoRoom noRoom) {
      takeTheRest(exchange);
      return Reply.refusal(UNAVAILABLE, "too many large objects at once; try again");
    } catch (RuntimeException defect) {
      // The edge: what is not answered would leave the API server waiting.
      LOGGER.error("an admission review could not be answered, so its write is refused", defect);
      return Reply.refusal(
          INTERNAL_ERROR, "the review could not be answered; the operator's log says why");
    }
  }

  /** Who still sends when the connection ends sees that end, and not the answer. */
  private static void takeTheRest(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().skip(Bodies.MOST_BYTES);
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    var task = Task.at(exchange.getRequestURI().getPath());
    if (task.isEmpty()) {
      return Reply.refusal(NOT_FOUND, "there is nothing at this path");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      return Reply.refusal(METHOD_NOT_ALLOWED, "admission reviews are sent by POST");
    }
    if (!isJson(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      return Reply.refusal(UNSUPPORTED_TYPE, "admission reviews are sent as application/json");
    }
    var length = length(exchange.getRequestHeaders().getFirst("Content-Length"));
    return length == 0
        ? Reply.refusal(BAD_REQUEST, "the body is empty")
        : bodies.with(exchange.getRequestBody(), length, body -> reviewer.review(task.get(), body));
  }

  private static boolean isJson(@Nullable String type) {
    return Optional.ofNullable(type)
        .map(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter("application/json"::equals)
        .isPresent();
  }

  /** The server itself refuses lengths that are no numbers. */
  private static long length(@Nullable String header) {
    return header == null ? -1 : Long.parseLong(header);
  }
}
