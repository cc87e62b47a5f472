package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** All that a process asks of the API server, watches aside. */
final class Traffic implements Interceptor {

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!Objects.requireNonNullElse(request.uri().getQuery(), "").contains("watch=true")) {
      requests.add(request.method() + " " + request.uri().getPath());
    }
  }

  /** Method and path of each, sorted. */
  List<String> requests() {
    synchronized (requests) {
      return requests.stream().sorted().toList();
    }
  }
}
