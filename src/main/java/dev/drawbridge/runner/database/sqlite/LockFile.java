package dev.drawbridge.runner.database.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file beside the database that a run locks as long as it works. The kernel lets go of the lock
 * when the process ends, however it ends. Its first line is a mark that the database keeps for
 * good; the second names who holds it.
 */
final class LockFile implements AutoCloseable {

  /** Regions that are locked, beyond all that is ever written. */
  private static final long RUN = 1 << 20;

  private static final long MARK = RUN + 1;
  private static final int MARK_BYTES = 16;
  private static final int LONGEST = 512;

  private final Path path;
  private final FileChannel channel;
  private final @Nullable Object key;
  private @Nullable FileLock held;

  private LockFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.key = key(path);
  }

  static LockFile open(Path path) throws IOException {
    var isNew = Files.notExists(path);
    var channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (isNew) {
      DatabaseFile.share(path);
    }
    return new LockFile(path, channel);
  }

  /** What tells this file from any other at its path. */
  static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** The database's mark. The first who asks makes it. */
  String mark() throws IOException {
    // Two runs may ask at the same time.
    try (var _ = channel.lock(MARK, 1, false)) {
      var known = line(0);
      if (!known.isEmpty()) {
        return known;
      }
      var bytes = new byte[MARK_BYTES];
      new SecureRandom().nextBytes(bytes);
      var made = HexFormat.of().formatHex(bytes);
      write(made + "\n");
      return made;
    }
  }

  /** Who holds it; empty if nobody has written that. */
  String holder() throws IOException {
    return line(1);
  }

  /** Whether it is ours now. */
  boolean tryLock(String holder) throws IOException {
    held = channel.tryLock(RUN, 1, false);
    if (held == null) {
      return false;
    }
    // The mark is written again: by hand, its line may have been left without an end.
    write("%s\n%s\n".formatted(mark(), holder));
    return true;
  }

  /** Whether it still is, and still is the file that others would lock. */
  boolean isHeld() {
    try {
      return held != null && held.isValid() && Objects.equals(key, key(path));
    } catch (IOException gone) {
      return false;
    }
  }

  private String line(int index) throws IOException {
    var content = ByteBuffer.allocate(LONGEST);
    channel.read(content, 0);
    var lines = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8).lines();
    return lines.skip(index).findFirst().orElse("").strip();
  }

  /** Over what is there, and only then without what is left of that: the mark is never away. */
  private void write(String text) throws IOException {
    var content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    var length = content.remaining();
    channel.write(content, 0);
    channel.truncate(length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
