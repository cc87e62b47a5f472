package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.sandbox.apiserver.MockApiServer.Registration;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** Serves the requests of the web server, one after the other. */
final class ObjectDispatcher extends Dispatcher {

  private final ObjectStore store = new ObjectStore();
  private final ResourceTypes types = new ResourceTypes();
  private final Removals removals = new Removals(store, types, Clock.systemUTC());
  private final Writes writes = new Writes(store, types, removals, Clock.systemUTC());
  private final Requests objects = new Requests(store, writes, removals);
  private final Discovery discovery = new Discovery(types);
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final Queue<ApiRequest> requests = new ConcurrentLinkedQueue<>();
  private final List<Interception> interceptions = new CopyOnWriteArrayList<>();

  private record Interception(Predicate<ApiRequest> which, Function<ApiRequest, Reaction> action) {}

  void admitBy(Admission rule) {
    writes.admitBy(rule);
  }

  void checkSchemas() {
    writes.checkSchemas();
  }

  void readPodLogsFrom(BiFunction<String, String, String> source) {
    objects.readPodLogsFrom(source);
  }

  Registration beforeRequest(Predicate<ApiRequest> which, Function<ApiRequest, Reaction> action) {
    var interception = new Interception(which, action);
    interceptions.add(interception);
    return () -> interceptions.remove(interception);
  }

  List<ApiRequest> requests() {
    return List.copyOf(requests);
  }

  void clearRequests() {
    requests.clear();
  }

  @Override
  public MockResponse dispatch(RecordedRequest recorded) {
    var request = ApiRequest.of(recorded);
    requests.add(request);
    try {
      return react(request);
    } catch (ApiFailure refusal) {
      return refusal.answer().response();
    } catch (RuntimeException defect) {
      return ApiAnswer.failure(500, "InternalError", "the mock API server failed: " + defect)
          .response();
    }
  }

  private MockResponse react(ApiRequest request) {
    var late = Duration.ZERO;
    for (var interception : interceptions) {
      if (interception.which().test(request)) {
        switch (interception.action().apply(request)) {
          case Reaction.Answer(ApiAnswer answer) -> {
            return answer.response();
          }
          case Reaction.Serve(Duration longer) -> late = late.plus(longer);
        }
      }
    }
    return serve(request, late);
  }

  private synchronized MockResponse serve(ApiRequest request, Duration late) {
    if (List.of("/readyz", "/livez", "/healthz").contains(request.path())) {
      return ApiAnswer.ok(new TextNode("ok")).response();
    }
    var document = discovery.document(request.path());
    if (document.isPresent()) {
      return ApiAnswer.ok(document.get()).response();
    }
    if (Reviews.isReview(request)) {
      return Reviews.answer(request, Requests.json(request)).response();
    }
    if (request.resource().equals("bindings")) {
      return objects.bind(request, types.required("", "pods")).response();
    }
    var type =
        types
            .find(request.group(), request.version(), request.resource())
            .orElseThrow(ObjectDispatcher::unknownType);
    return request.isWatch()
        ? watch(request, type)
        : objects.answer(request, type).after(late).response();
  }

  private static ApiFailure unknownType() {
    return new ApiFailure(404, "NotFound", "the server could not find the requested resource");
  }

  private MockResponse watch(ApiRequest request, ResourceType type) {
    if (!request.wantsWebSocket()) {
      throw ApiFailure.badRequest("the mock API server serves watches over web sockets only");
    }
    var selection = Requests.selection(request, type);
    if (!request.name().isEmpty()) {
      selection = selection.and(object -> object.key().name().equals(request.name()));
    }
    var watch = new Watch(store, type, request.namespace(), selection);
    watch.begin(request.parameter("resourceVersion"));
    watches.add(watch);
    return new MockResponse().withWebSocketUpgrade(watch);
  }

  synchronized void expireWatches() {
    store.forgetHistory();
    endWatches();
  }

  void endWatches() {
    watches.forEach(Watch::drop);
    watches.clear();
  }
}
