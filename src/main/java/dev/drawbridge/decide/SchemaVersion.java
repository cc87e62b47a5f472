package dev.drawbridge.decide;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A schema version, compared as Flyway does: numbers between dots or underscores, of any size,
 * where leading zeros and trailing zero parts say nothing. So 7, 7.0, 7_0 and 007 are the same.
 * Versions of tools without an order, such as hashes, are only ever equal as texts.
 *
 * @param numbers without trailing zeros; empty also for a version that has no order
 */
record SchemaVersion(String text, boolean ordered, List<BigInteger> numbers) {

  private static final Pattern ORDERED = Pattern.compile("[0-9]+([._][0-9]+)*");
  private static final Pattern SEPARATOR = Pattern.compile("[._]");

  static SchemaVersion of(String text) {
    if (!ORDERED.matcher(text).matches()) {
      return new SchemaVersion(text, false, List.of());
    }
    var numbers =
        new ArrayList<>(Arrays.stream(SEPARATOR.split(text)).map(BigInteger::new).toList());
    while (!numbers.isEmpty() && numbers.getLast().signum() == 0) {
      numbers.removeLast();
    }
    return new SchemaVersion(text, true, List.copyOf(numbers));
  }

  boolean isSameAs(SchemaVersion other) {
    return text.equals(other.text) || (ordered && other.ordered && numbers.equals(other.numbers));
  }

  /** Whether both have an order, and this is {@code other} or a lower one. */
  boolean isAtMost(SchemaVersion other) {
    var order = order(other);
    return order.isPresent() && order.getAsInt() <= 0;
  }

  /** Negative, zero or positive; empty if one of the two has no order. */
  OptionalInt order(SchemaVersion other) {
    if (!ordered || !other.ordered) {
      return OptionalInt.empty();
    }
    var length = Math.max(numbers.size(), other.numbers.size());
    for (var index = 0; index < length; index++) {
      var difference = number(index).compareTo(other.number(index));
      if (difference != 0) {
        return OptionalInt.of(difference);
      }
    }
    return OptionalInt.of(0);
  }

  private BigInteger number(int index) {
    return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
  }
}
