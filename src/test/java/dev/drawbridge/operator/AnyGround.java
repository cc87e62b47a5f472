package dev.drawbridge.operator;

/** Each of the API servers that the same tests of the operator stand on. */
enum AnyGround {
  MOCK,
  KUBE_APISERVER;

  /** The server itself. Where its programs are not found, the calling test is skipped. */
  Ground start() {
    return switch (this) {
      case MOCK -> new Ground.Mock();
      case KUBE_APISERVER -> new Ground.Real();
    };
  }
}
