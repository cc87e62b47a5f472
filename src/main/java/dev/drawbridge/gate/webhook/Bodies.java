package dev.drawbridge.gate.webhook;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets the bodies of requests be read without filling the memory: what is made of a review is many
 * times as large as its text. Ordinary ones are read first, and some of them are worked on at once;
 * of large ones, one.
 */
final class Bodies {

  /** An object of 3 MiB, its predecessor, and something for the escapes in JSON. */
  static final int MOST_BYTES = 8 << 20;

  private static final int ORDINARY_BYTES = 64 << 10;
  private static final int ORDINARY_AT_ONCE = 16;

  private final Semaphore ordinary = new Semaphore(ORDINARY_AT_ONCE);
  private final Semaphore large = new Semaphore(1, true);
  private final Duration patience;

  Bodies(Duration patience) {
    this.patience = patience;
  }

  /** What is made of a body. */
  @FunctionalInterface
  interface Work {
    Reply on(InputStream body) throws IOException;
  }

  /**
   * Does the work as soon as there is room.
   *
   * @param length as the request declares it; negative if it does not
   * @throws TooLarge if the body is longer than can be worked on
   * @throws NoRoom if others take too long
   */
  Reply with(InputStream body, long length, Work work) throws IOException {
    if (length > MOST_BYTES) {
      throw new TooLarge();
    }
    if (length < 0 || length > ORDINARY_BYTES) {
      return inTurn(large, () -> work.on(new Limited(body)));
    }
    var bytes = body.readNBytes((int) length);
    return inTurn(ordinary, () -> work.on(new ByteArrayInputStream(bytes)));
  }

  @FunctionalInterface
  private interface Turn {
    Reply take() throws IOException;
  }

  private Reply inTurn(Semaphore places, Turn turn) throws IOException {
    try {
      if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NoRoom();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    try {
      return turn.take();
    } finally {
      places.release();
    }
  }

  static final class TooLarge extends IOException {}

  static final class NoRoom extends IOException {}

  /** Fails after {@link #MOST_BYTES}: the declared length may be absent. */
  private static final class Limited extends FilterInputStream {

    private long left = MOST_BYTES;

    Limited(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      var count = super.read(bytes, offset, length);
      return counted(count, count);
    }

    private int counted(int result, int count) throws IOException {
      if (result >= 0) {
        left -= count;
      }
      if (left < 0) {
        throw new TooLarge();
      }
      return result;
    }
  }
}
