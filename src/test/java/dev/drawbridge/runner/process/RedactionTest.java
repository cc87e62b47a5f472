package dev.drawbridge.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "nothing here | nothing here",
        "it is p'w/ö x! | it is ***!",
        "it is p''w/ö x! | it is ***!",
        "url p%27w%2F%C3%B6+x and p%27w%2F%C3%B6%20x | url *** and ***",
        "postgres://app:other@db/orders | postgres://***@db/orders",
        "jdbc:postgresql://db/o?user=u&password=other&ssl=true | jdbc:postgresql://db/o?user=u&password=***&ssl=true",
        "PASSWORD = 'two words' next | PASSWORD = *** next",
        "ALTER ROLE x PASSWORD 'it''s other' VALID | ALTER ROLE x PASSWORD '***' VALID",
        "ALTER ROLE x PASSWORD $$other$$ VALID | ALTER ROLE x PASSWORD '***' VALID",
        "ALTER ROLE x PASSWORD $a$oth$$er$a$ VALID | ALTER ROLE x PASSWORD '***' VALID",
        "ALTER ROLE x PASSWORD $a$other | ALTER ROLE x PASSWORD '***'",
        "password authentication failed for user \"u\" | password authentication failed for user \"u\"",
        "a short one: ab, but not cab or abc | a short one: ***, but not cab or abc",
      })
  void secretsAreTakenOut(String text, String expected) {
    var redaction = new Redaction();
    redaction.learn("p'w/ö x");
    redaction.learn("ab");
    assertThat(redaction.apply(text)).isEqualTo(expected);
  }

  @Test
  void passwordThatAScriptSetsInDollarQuotesIsLearnt() {
    var redaction = new Redaction();
    redaction.learnFromSql("create role x password $q$it's\nother$q$; select 1");
    assertThat(redaction.apply("found it's\nother here")).isEqualTo("found *** here");
  }
}
