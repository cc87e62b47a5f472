package dev.drawbridge.runner.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  static Stream<Arguments> urls() {
    return Stream.concat(ofJdbc(), ofLibpq());
  }

  private static Stream<Arguments> ofJdbc() {
    return Stream.of(
        of("jdbc:postgresql://db:5432/orders", "db:5432", "orders", null, null, Map.of()),
        of(
            "jdbc:postgresql://db/orders?user=u&password=p%26q&ssl=true",
            "db", "orders", "u", "p&q", Map.of("ssl", "true")),
        of("jdbc:postgresql:orders", "", "orders", null, null, Map.of()),
        of(
            "jdbc:postgresql://a:1,b:2/orders?targetServerType=primary",
            "a:1,b:2",
            "orders",
            null,
            null,
            Map.of("targetServerType", "primary")),
        of("jdbc:postgresql://[::1]:5432/orders", "[::1]:5432", "orders", null, null, Map.of()),
        of("jdbc:postgresql://db", "db", null, null, null, Map.of()),
        of("jdbc:postgresql://db/", "db", null, null, null, Map.of()),
        of("jdbc:postgresql://db/or%20ders?user=u", "db", "or ders", "u", null, Map.of()),
        of(
            "jdbc:postgresql://db/orders?sslmode=verify-full&sslrootcert=ca.crt",
            "db",
            "orders",
            null,
            null,
            Map.of("sslmode", "verify-full", "sslrootcert", "ca.crt")));
  }

  private static Stream<Arguments> ofLibpq() {
    return Stream.of(
        of("postgresql://u:p@a:1,b:2/orders", "a:1,b:2", "orders", "u", "p", Map.of()),
        of("postgresql://u:p@[::1]:5432/orders", "[::1]:5432", "orders", "u", "p", Map.of()),
        of("postgresql://u:@db/orders", "db", "orders", "u", null, Map.of()),
        of("postgresql://db?dbname=orders&user=u", "db", "orders", "u", null, Map.of()),
        of("postgres://u:p@db/orders", "db", "orders", "u", "p", Map.of()),
        of(
            "postgresql://u:p%40%2F%3A@db:1/or%20ders?sslmode=require",
            "db:1", "or ders", "u", "p@/:", Map.of("sslmode", "require")),
        of("postgresql://u:a@b@db/orders", "db", "orders", "u", "a@b", Map.of()),
        of("postgresql://u:a+b%zz@db/orders", "db", "orders", "u", "a+b%zz", Map.of()),
        of("postgresql://u@db", "db", null, "u", null, Map.of()),
        of(
            "postgresql:///orders?host=db&port=6&user=u&password=p",
            "db:6",
            "orders",
            "u",
            "p",
            Map.of()));
  }

  private static Arguments of(
      String url,
      String hosts,
      @Nullable String name,
      @Nullable String user,
      @Nullable String password,
      Map<String, String> parameters) {
    return Arguments.of(url, new DatabaseUrl(hosts, name, user, password, parameters));
  }

  @ParameterizedTest
  @MethodSource("urls")
  void urlsAreTakenApart(String url, DatabaseUrl expected) {
    assertThat(DatabaseUrl.parse(url)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "mysql://db/orders", "jdbc:mysql://db/orders", "db:5432/orders", "http://db"})
  void otherTextIsNotAUrl(String text) {
    assertThat(DatabaseUrl.parse(text)).isEmpty();
  }
}
