package dev.drawbridge.gate;

import dev.drawbridge.cluster.RealApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A shop for each test that wants one, under the gate's policies in a real API server. */
final class ShopUnderPolicies implements BeforeAllCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) {
    RealApiServer.shared().installGatePolicies();
    GateRights.install(RealApiServer.shared());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Shop.class;
  }

  @Override
  public Shop resolveParameter(ParameterContext parameter, ExtensionContext context) {
    try {
      var home = new Home(Files.createTempDirectory("drawbridge-shop"));
      context.getStore(ExtensionContext.Namespace.create(ShopUnderPolicies.class)).put(home, home);
      return Shop.in(RealApiServer.shared(), home.path());
    } catch (IOException notMade) {
      throw new UncheckedIOException(notMade);
    }
  }

  /** Where kubectl keeps its files until the test is over. */
  private record Home(Path path) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      try (var files = Files.walk(path)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
