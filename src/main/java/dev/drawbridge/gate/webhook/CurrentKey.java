package dev.drawbridge.gate.webhook;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Gives each new connection the identity of that moment. */
final class CurrentKey extends X509ExtendedKeyManager {

  private final Supplier<Identity> identity;
  private Named newest;
  private Named before;

  CurrentKey(Supplier<Identity> identity) {
    this.identity = identity;
    newest = new Named(0, identity.get());
    before = newest;
  }

  /** A handshake that has chosen one of these goes on with it. */
  private record Named(int number, Identity identity) {
    String alias() {
      return "certificate-" + number;
    }
  }

  private synchronized Named newest() {
    var now = identity.get();
    if (!now.equals(newest.identity())) {
      before = newest;
      newest = new Named(newest.number() + 1, now);
    }
    return newest;
  }

  private synchronized Optional<Identity> named(String alias) {
    return Optional.of(alias.equals(newest.alias()) ? newest : before)
        .filter(known -> known.alias().equals(alias))
        .map(Named::identity);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    var now = newest();
    return now.identity().publicKey().getAlgorithm().equals(keyType) ? now.alias() : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return named(alias).map(known -> known.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return named(alias).map(Identity::key).orElse(null);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
