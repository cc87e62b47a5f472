package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an operator's process writes, and how long it lives: from the moment that it dies, none of
 * its requests reaches the API server, as if the process had been killed.
 */
final class Lifeline implements Interceptor {

  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  private final List<String> writes = Collections.synchronizedList(new ArrayList<>());
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> rights = Collections.synchronizedSet(new TreeSet<>());
  private final AtomicInteger looksAtReplicaSets = new AtomicInteger();
  private final int diesBefore;
  private volatile boolean dead;

  private Lifeline(int diesBefore) {
    this.diesBefore = diesBefore;
  }

  static Lifeline unlimited() {
    return new Lifeline(Integer.MAX_VALUE);
  }

  /** A process that is killed just before its write number {@code count}, counted from 0. */
  static Lifeline thatEndsBeforeWrite(int count) {
    return new Lifeline(count);
  }

  boolean isDead() {
    return dead;
  }

  void kill() {
    dead = true;
  }

  /** Method and path of what was written, without events, leases and questions. */
  List<String> writes() {
    return List.copyOf(writes);
  }

  /** Those of them that were not refused, as a write of what has changed meanwhile is. */
  List<String> writesThatWereDone() {
    return List.copyOf(done);
  }

  /** How often it has asked which ReplicaSets there are. */
  int looksAtReplicaSets() {
    return looksAtReplicaSets.get();
  }

  /** What was asked of the API server, as the rights that it takes. */
  Set<String> rights() {
    return Set.copyOf(rights);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var path = request.uri().getPath();
    rights.add(Right.of(request).toString());
    if (path.contains("/replicasets")) {
      looksAtReplicaSets.incrementAndGet();
    }
    var isWrite =
        WRITES.contains(request.method())
            && !path.contains("/events")
            && !path.contains("/leases")
            && !path.contains("reviews");
    if (dead || (isWrite && writes.size() >= diesBefore)) {
      dead = true;
      throw new IllegalStateException("this process was killed");
    }
    if (isWrite) {
      writes.add(request.method() + " " + path);
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (WRITES.contains(request.method()) && response.isSuccessful()) {
      done.add(request.method() + " " + request.uri().getPath());
    }
  }
}
