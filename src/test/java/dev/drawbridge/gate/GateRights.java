package dev.drawbridge.gate;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** What the writers of the cases may do, given to groups. */
public final class GateRights {

  private static final Path FILE = Path.of("src/test/resources/gate/rights.yaml");

  private GateRights() {}

  /** Gives the rights, and waits until the server knows of the last one. */
  public static void install(RealApiServer server) {
    server.apply(FILE);
    await().until(() -> isGiven(server));
  }

  /** The groups of somebody who may write, and break the glass of these Migrations. */
  public static String[] groups(Set<String> mayBreakGlass) {
    return Stream.concat(
            Stream.of("deployers"),
            mayBreakGlass.stream().map(migration -> "breakglass-" + migration))
        .toArray(String[]::new);
  }

  private static boolean isGiven(RealApiServer server) {
    var question =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(CaseFolder.ANYBODY)
            .withGroups("breakglass-orders")
            .withNewResourceAttributes()
            .withGroup("drawbridge.dev")
            .withResource("migrations")
            .withName("orders")
            .withNamespace("default")
            .withVerb("breakglass")
            .endResourceAttributes()
            .endSpec()
            .build();
    var answer = server.client().authorization().v1().subjectAccessReview().create(question);
    return answer.getStatus().getAllowed();
  }
}
