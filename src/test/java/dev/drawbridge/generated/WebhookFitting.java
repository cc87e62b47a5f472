package dev.drawbridge.generated;

/** What the operator's pods need to serve the webhook: put in behind the lines that it follows. */
final class WebhookFitting {

  private static final String ENVIRONMENT =
      """
              - {name: DRAWBRIDGE_WEBHOOK_PORT, value: "9443"}
              - {name: DRAWBRIDGE_WEBHOOK_CERTIFICATES, value: /certificates}
      """;
  private static final String PORT =
      """
              - {name: webhook, containerPort: 9443}
      """;
  private static final String STOP =
      """
              lifecycle:
                # Until the API server knows that this pod goes, it asks it.
                preStop: {sleep: {seconds: 5}}
      """;
  private static final String MOUNT =
      """
              - {name: certificates, mountPath: /certificates, readOnly: true}
      """;
  private static final String VOLUME =
      """
            # tls.crt and tls.key. It is read again when it changes.
            - name: certificates
              secret: {secretName: drawbridge-webhook}
      """;

  private WebhookFitting() {}

  /** The part with what it lacks; parts that do not start the operator stay as they are. */
  static String fit(String part) {
    if (!part.contains("args: [\"@operator\"]")) {
      return part;
    }
    var withEnvironment = after(part, "fieldPath: metadata.namespace}}}\n", ENVIRONMENT);
    var withPort = after(withEnvironment, "{name: http, containerPort: 8080}\n", PORT + STOP);
    var withMount = after(withPort, "{name: tmp, mountPath: /tmp}\n", MOUNT);
    return after(withMount, "      volumes:\n", VOLUME);
  }

  private static String after(String text, String line, String more) {
    var at = text.indexOf(line);
    if (at < 0 || text.indexOf(line, at + 1) >= 0) {
      throw new IllegalStateException("not exactly one line has " + line);
    }
    return text.substring(0, at + line.length()) + more + text.substring(at + line.length());
  }
}
