package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;
import java.util.List;
import java.util.Optional;

/** An ALTER TABLE: the table, and what is done to it. */
record AlteredTable(QualifiedName name, List<TokenReader> actions) {

  static Optional<AlteredTable> of(SqlStatement statement) {
    var reader = TokenReader.of(statement);
    if (!reader.accept("ALTER", "TABLE")) {
      return Optional.empty();
    }
    return reader
        .skipExistence()
        .name()
        .map(
            name -> new AlteredTable(name, reader.parts().stream().map(TokenReader::new).toList()));
  }
}
