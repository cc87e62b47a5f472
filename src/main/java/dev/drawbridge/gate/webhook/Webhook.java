package dev.drawbridge.gate.webhook;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The HTTPS server that the API server asks. It has no state but its certificate. */
public final class Webhook implements AutoCloseable {

  private static final int AT_ONCE = 128;
  private static final int WAITING = 1024;

  /** Twice what our configuration lets the API server wait: no answer is lost that is wanted. */
  private static final Duration FOR_ONE_REQUEST = Duration.ofSeconds(10);

  private static final Duration FOR_ITS_TURN = Duration.ofSeconds(5);
  private static final int SECONDS_TO_FINISH = 1;
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  static {
    // Otherwise the second packet of an answer waits for the peer's delayed acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // API servers keep idle connections for 90 s. If this end closed them first, it could do so
    // while a review is on its way, which the API server does not send again.
    System.setProperty("sun.net.httpserver.idleInterval", "120");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private final BoundedTasks tasks;
  private final HttpsServer server;
  private final CertificateFolder certificates;

  private Webhook(HttpsServer server, BoundedTasks tasks, CertificateFolder certificates) {
    this.server = server;
    this.tasks = tasks;
    this.certificates = certificates;
  }

  /**
   * Starts to answer.
   *
   * @param port 0 for any free one
   * @param certificates the folder with {@code tls.crt} and {@code tls.key}, in PEM
   * @param tally hears of each request, on the thread that answers it
   * @throws IllegalStateException with a sentence if the folder has nothing that can be used
   * @throws IOException if the port is taken
   */
  public static Webhook start(
      int port, Path certificates, Judges judges, Rights rights, Clock clock, Tally tally)
      throws IOException {
    return start(port, certificates, judges, rights, clock, tally, FOR_ONE_REQUEST);
  }

  static Webhook start(
      int port,
      Path certificates,
      Judges judges,
      Rights rights,
      Clock clock,
      Tally tally,
      Duration limit)
      throws IOException {
    var folder = new CertificateFolder(certificates, clock);
    var context = context(folder);
    var server = bound(port);
    var tasks = new BoundedTasks(AT_ONCE, WAITING, limit);
    server.setHttpsConfigurator(new Protocols(context));
    server.setExecutor(tasks);
    server.createContext(
        "/", new ReviewHandler(new Reviewer(judges, rights), new Bodies(FOR_ITS_TURN), tally));
    server.start();
    return new Webhook(server, tasks, folder);
  }

  private static HttpsServer bound(int port) throws IOException {
    try {
      return HttpsServer.create(new InetSocketAddress(port), 0);
    } catch (BindException taken) {
      throw new IOException(
          "the port %d for the webhook cannot be had (%s): end what has it, or serve it on another one"
              .formatted(port, taken.getMessage()),
          taken);
    }
  }

  private static SSLContext context(CertificateFolder folder) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new CurrentKey(folder::identity)}, null, null);
      return context;
    } catch (GeneralSecurityException noTls) {
      throw new IllegalStateException("this Java has no TLS", noTls);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Until when the certificate is good that it serves with now. */
  public Instant certificateExpires() {
    return certificates.expires();
  }

  /** What is wrong with its certificate, or soon will be, a sentence in each line. */
  public String warning() {
    return certificates.warning();
  }

  /** How many requests and handshakes are under way. */
  int underWay() {
    return tasks.underWay();
  }

  /** Whether so many are under way or wait that the next connection is closed. */
  boolean isFull() {
    return tasks.isFull();
  }

  /** Finishes what is under way, if that takes no longer than a second. */
  @Override
  public void close() {
    server.stop(SECONDS_TO_FINISH);
    tasks.close();
  }

  /** TLS 1.2 or newer, whatever this Java would allow. */
  private static final class Protocols extends HttpsConfigurator {

    Protocols(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      var wanted = new SSLParameters();
      wanted.setProtocols(PROTOCOLS.clone());
      parameters.setSSLParameters(wanted);
    }
  }
}
