package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.sandbox.apiserver.ObjectStore.Change;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One client that follows the changes of a list, over a web socket, in their order. */
final class Watch extends WebSocketListener {

  private final ObjectStore store;
  private final ResourceType type;
  private final String namespace;
  private final Predicate<StoredObject> selection;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final Consumer<Change> listener = this::accept;
  private @Nullable Thread sender;
  private volatile @Nullable WebSocket socket;

  Watch(ObjectStore store, ResourceType type, String namespace, Predicate<StoredObject> selection) {
    this.store = store;
    this.type = type;
    this.namespace = namespace;
    this.selection = selection;
  }

  /** Queues what the client has not seen, and listens from now on. */
  void begin(String since) {
    if (since.isEmpty() || since.equals("0")) {
      store.list(type, namespace).stream()
          .filter(selection)
          .forEach(object -> send("ADDED", object.json()));
    } else {
      store
          .changesAfter(Long.parseLong(since))
          .ifPresentOrElse(changes -> changes.forEach(this::accept), this::refuse);
    }
    store.listen(listener);
  }

  private void refuse() {
    var status = ApiFailure.status("Failure", 410);
    status.put("reason", "Expired").put("message", "too old resource version");
    send("ERROR", status);
  }

  private void accept(Change change) {
    if (!change.key().isIn(type, namespace)) {
      return;
    }
    var matchedBefore = matches(change.before());
    var after = change.after();
    if (after != null && matches(after)) {
      send(matchedBefore ? "MODIFIED" : "ADDED", after.json());
    } else if (matchedBefore) {
      // Seen last as it was removed, or as it is now that the selection leaves it out.
      Stream.of(change.last(), after)
          .flatMap(Stream::ofNullable)
          .findFirst()
          .ifPresent(last -> send("DELETED", last.json()));
    }
  }

  private boolean matches(@Nullable StoredObject object) {
    return object != null && selection.test(object);
  }

  private void send(String event, ObjectNode object) {
    var message = JsonNodeFactory.instance.objectNode().put("type", event);
    messages.add(message.set("object", object).toString());
  }

  @Override
  public void onOpen(WebSocket webSocket, Response response) {
    socket = webSocket;
    sender = Thread.ofVirtual().name("watch " + type.plural()).start(() -> deliver(webSocket));
  }

  private void deliver(WebSocket webSocket) {
    try {
      while (true) {
        webSocket.send(messages.take());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the connection from the server's side, as a real one does every few minutes. */
  void drop() {
    var open = socket;
    if (open != null) {
      open.close(1000, "the server ends this watch");
    }
    end();
  }

  private void end() {
    store.stopListening(listener);
    if (sender != null) {
      sender.interrupt();
    }
  }

  @Override
  public void onClosing(WebSocket webSocket, int code, String reason) {
    webSocket.close(code, reason);
  }

  @Override
  public void onClosed(WebSocket webSocket, int code, String reason) {
    end();
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable failure, Response response) {
    end();
  }
}
